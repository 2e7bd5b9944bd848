import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FrameMemory } from './frame-memory.ts'
import { FrameShape } from './frame-shape.ts'

/** What JSON.parse says, down to the order of fields; undefined for what it refuses. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function expectSame(read: unknown, wanted: unknown): void {
  expect(read).toStrictEqual(wanted)
  expect(JSON.stringify(read)).toBe(JSON.stringify(wanted))
}

const reading = (id: string, at: string, wh: number | string, volts: string) =>
  `[2,"${id}","MeterValues",{"connectorId":1,"transactionId": 42,"meterValue":[{"timestamp":"${at}","sampledValue":[` +
  `{"value":"${wh}","context":"Sample.Periodic","measurand":"Energy.Active.Import.Register","unit":"Wh"},` +
  `{"value":"${volts}","measurand":"Voltage","phase":"L1-N","unit":"V"}]}],"customData":{"vendorId":"Acme","signed":null,"ok":true}}]`

const word = fc.constantFrom('Wh', 'Sample.Periodic', 'L1-N', 'Charging', 'Energy.Active.Import.Register')
const quantity = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(-0, 0.1, 1e21),
)
const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    word,
    fc.string(),
    fc.string({ unit: 'binary' }),
    quantity,
    fc.constantFrom(null, true, false),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(word, fc.string({ maxLength: 5 })), tie('value'), { maxKeys: 4 }),
  ),
}))
const frame = fc.tuple(anything, fc.boolean()).map(([payload, spaced]) => {
  const text = JSON.stringify([2, 'a-message-id', 'Act', payload])
  return spaced ? text.replaceAll(':', ': ').replaceAll(',', ', ') : text
})
/** Changes of a text: some make it another of its shape, others another one, or none at all. */
const edits = fc.array(
  fc.record({
    at: fc.noBias(fc.nat({ max: 9_999 })),
    cut: fc.nat({ max: 2 }),
    put: fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 0, max: 99 }).map(String) },
      {
        weight: 1,
        arbitrary: fc.string({ unit: fc.constantFrom(...'"\\{}[],:0123456789.-+eE \n\t\0é'), maxLength: 3 }),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '00',
          '1.',
          '-',
          '1e3',
          '12345678901234567',
          '0.1234567890123456',
          '\\u0000',
          '"__proto__":1,',
        ),
      },
    ),
  }),
  { minLength: 1, maxLength: 2 },
)
type Edit = { readonly at: number; readonly cut: number; readonly put: string }
function edited(text: string, changes: readonly Edit[]): string {
  return changes.reduce((now, { at, cut, put }) => {
    const place = at % now.length
    return now.slice(0, place) + put + now.slice(place + cut)
  }, text)
}

describe('a shape', () => {
  test('reads what differs from its text by ids, times and quantities only', () => {
    const shape = FrameShape.of(reading('a-1', '2026-03-01T12:00:00Z', 1_000, '229.5'))
    const others = [
      reading('another-id-2', '2026-03-01T12:00:00.123+01:00', 100_000_000, '8.25'),
      reading('', 'é', '', ''),
      reading('a', 'b', 'any text', '0'),
    ]
    for (const other of others) expectSame(shape?.read(other), JSON.parse(other))
  })

  test.each([
    ['a number that is padded', '{"a":   17}'],
    ['a negative one', '{"a":-7.25}'],
    ['nothing, and less', '{"a":-0}'],
    ['many digits', '{"a":123456789.012345}'],
  ])('reads %s', (_, text) => {
    const read = FrameShape.of('{"a":1}')?.read(text)
    expect(read).toStrictEqual(JSON.parse(text))
  })

  test.each([
    ['another word', '{"a":1,"b":"Faulted"}'],
    ['more than it knows', '{"a":1,"b":"Charging","c":1}'],
    ['less than it knows', '{"a":1}'],
    ['an escape', '{"a":1,"b":"Charging","id":"\\u0031"}'],
    ['too many digits to be exact', '{"a":1234567890.0123456,"b":"Charging","id":"1"}'],
    ['an exponent', '{"a":1e3,"b":"Charging","id":"1"}'],
    ['a leading zero', '{"a":01,"b":"Charging","id":"1"}'],
    ['half a number', '{"a":1.,"b":"Charging","id":"1"}'],
    ['a line break in a string', '{"a":1,"b":"Charging","id":"\n"}'],
    ['something behind the end', '{"a":1,"b":"Charging","id":"1"} '],
    ['half of it', '{"a":1,"b":"Charging","id":"1'],
  ])('does not read %s', (_, text) => {
    expect(FrameShape.of('{"a":1,"b":"Charging","id":"x7"}')?.read(text)).toBeUndefined()
  })

  test.each([
    ['two fields of one name', '{"a":"1","a":"2"}'],
    ['a field that is none', '{"__proto__":{"a":1}}'],
    ['an escape', '{"a":"\\"1"}'],
    ['very much', `{"a":"${'1'.repeat(5_000)}"}`],
    ['nothing that can differ', '{"a":null}'],
    ['many levels', `${'['.repeat(1_900)}1${']'.repeat(1_900)}`],
  ])('is not made of %s', (_, text) => expect(FrameShape.of(text)).toBeUndefined())

  test('reads its own text as JSON.parse does, or not at all', () => {
    let read = 0
    fc.assert(
      fc.property(frame, (text) => {
        const own = FrameShape.of(text)?.read(text)
        if (own === undefined) return
        read += 1
        expectSame(own, JSON.parse(text))
      }),
      { numRuns: 2_000 },
    )
    expect(read).toBeGreaterThan(500)
  })

  test('reads whatever else as JSON.parse does, or not at all', () => {
    let read = 0
    const texts = fc.oneof(frame, fc.constant(reading('a-1', '2026-03-01T12:00:00Z', 1_000, '229.5')))
    fc.assert(
      fc.property(texts, edits, (text, changes) => {
        const other = edited(text, changes)
        const own = FrameShape.of(text)?.read(other)
        if (own === undefined) return
        read += 1
        expectSame(own, parsed(other))
      }),
      { numRuns: 10_000 },
    )
    expect(read).toBeGreaterThan(500)
  })

  test('makes each message anew; what can not differ is shared, and nobody can change it', () => {
    const text = reading('a-1', '2026-03-01T12:00:00Z', 1_000, '229.5')
    const shape = FrameShape.of(text)
    const [one, other] = [shape?.read(text), shape?.read(text)] as { [place: number]: Record<string, object> }[]
    expect(one?.[3]?.meterValue).not.toBe(other?.[3]?.meterValue)
    expect(one?.[3]?.customData).toBe(other?.[3]?.customData)
    expect(Object.isFrozen(one?.[3]?.customData)).toBe(true)
  })
})

describe('what a station said before', () => {
  const long = (id: string, wh: number) => reading(id, '2026-03-01T12:00:00Z', wh, `229.${'0'.repeat(300)}`)

  test('is recognised from its third message on, and by others of its make', () => {
    const [one, other] = [new FrameMemory(), new FrameMemory()]
    const read = (memory: FrameMemory, wh: number) => {
      const text = long(`message-${wh}`, wh)
      expect(FrameMemory.isWorth(text)).toBe(true)
      const made = memory.read(text) as { [place: number]: { customData: object } }
      expectSame(made, JSON.parse(text))
      return made[3]?.customData
    }
    const [, , third, fourth] = [1, 2, 3, 4].map((wh) => read(one, wh))
    expect(fourth).toBe(third)
    expect(read(other, 5)).not.toBe(third)
    read(other, 6)
    expect(read(other, 7)).toBe(third)
  })

  test('is not forgotten for what is too short or too long to be remembered', () => {
    const memory = new FrameMemory()
    const inner = (id: string) =>
      (memory.read(long(id, 1)) as { [place: number]: { customData: object } })[3]?.customData
    inner('1')
    inner('2')
    const known = inner('3')
    for (let n = 0; n < 100; n += 1) {
      for (const text of [
        `[2,"${n}","Heartbeat",{"n${'x'.repeat(n)}":1}]`,
        `[2,"${n}","Act",{"a":"${'1'.repeat(5_000 + n)}"}]`,
      ]) {
        expect(FrameMemory.isWorth(text)).toBe(false)
        expectSame(memory.read(text), JSON.parse(text))
      }
    }
    expect(inner('4')).toBe(known)
  })

  test('changes nothing about what is read, whatever a station says', () => {
    const padded = (text: string) => `["${'0'.repeat(500)}",${text.slice(1)}`
    fc.assert(
      fc.property(
        fc.array(frame, { minLength: 1, maxLength: 3 }),
        fc.array(fc.tuple(fc.nat(), edits), { maxLength: 20 }),
        (texts, said) => {
          const memory = new FrameMemory()
          for (const [which, changes] of said) {
            const text = texts[which % texts.length] ?? ''
            for (const one of [text, text, edited(text, changes)].map(padded)) {
              expect(FrameMemory.isWorth(one)).toBe(true)
              const wanted = parsed(one)
              if (wanted === undefined) expect(() => memory.read(one)).toThrow(SyntaxError)
              else expectSame(memory.read(one), wanted)
            }
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  test('is learnt ever more seldom of whoever says something else each time', () => {
    const memory = new FrameMemory()
    const shapes = new Set<unknown>()
    for (let n = 0; n < 2_000; n += 1) {
      const text = long('id', n).replace('Acme', 'A'.repeat((n % 40) + 1))
      const made = memory.read(text) as { [place: number]: { customData: object } }
      if (Object.isFrozen(made[3]?.customData)) shapes.add(made[3]?.customData)
    }
    expect(shapes.size).toBeGreaterThan(0)
    expect(shapes.size).toBeLessThan(15)
  })
})
