import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deliveredEnergy } from './delivered-energy.ts'
import { type Entry, readDetails, writeDetails } from './entry.ts'
import { project } from './projection.ts'

const token = { value: 'AB12', kind: 'rfid' } as const
const T0 = Date.parse('2026-03-01T10:00:00Z')

function entry(kind: Entry['kind'], minute: number, more: Partial<Entry> = {}): Entry {
  const atMs = T0 + minute * 60_000
  return {
    key: `${kind}/${minute}`,
    kind,
    atMs,
    receivedAtMs: atMs + 500,
    facts: {},
    registers: [],
    measured: {},
    ...more,
  }
}

const at = (minute: number, wh: number) => ({ atMs: T0 + minute * 60_000, mWh: wh * 1000 })

/** A 2.x transaction of one started, some updated and one ended event, its register rising by the given steps. */
const history = fc
  .record({
    first: fc.nat(1_000_000),
    from: fc.nat(50),
    steps: fc.array(fc.nat(3_000), { minLength: 1, maxLength: 12 }),
    offline: fc.boolean(),
  })
  .map(({ first, from, steps, offline }) => {
    let wh = first
    const entries = [entry('started', 0, { seqNo: from, registers: [at(0, wh)], facts: { evseId: 1, offline } })]
    steps.forEach((step, index) => {
      wh += step
      const kind = index === steps.length - 1 ? 'ended' : 'updated'
      const facts = kind === 'ended' ? { stopReason: 'EVDisconnected' } : { token }
      const minute = index + 1
      entries.push(
        entry(kind, minute, {
          seqNo: from + minute,
          registers: [at(minute, wh)],
          measured: { stateOfCharge: minute },
          facts,
        }),
      )
    })
    return { entries, deliveredWh: wh - first }
  })

const disordered = history.chain(({ entries, deliveredWh }) =>
  fc.record({
    inOrder: fc.constant(entries),
    told: fc
      .array(fc.constantFrom(...entries), { maxLength: 10 })
      .chain((again) => fc.shuffledSubarray([...entries, ...again], { minLength: entries.length + again.length })),
    deliveredWh: fc.constant(deliveredWh),
  }),
)

describe('the record of a transaction', () => {
  test('E-03 is the same for any order and repetition of its events', () => {
    fc.assert(
      fc.property(disordered, ({ inOrder, told, deliveredWh }) => {
        const record = project(told)
        expect(record).toEqual(project(inOrder))
        expect(record).toMatchObject({ status: 'ended', energyWh: deliveredWh, complete: true, evseId: 1 })
      }),
    )
  })

  test('E-03 never goes back from ended, and never loses energy, as more of its events become known', () => {
    fc.assert(
      fc.property(disordered, ({ told }) => {
        let ended = false
        let energyWh = 0
        for (let known = 1; known <= told.length; known++) {
          const record = project(told.slice(0, known))
          if (ended) expect(record.status).toBe('ended')
          ended = record.status === 'ended'
          expect(record.energyWh).toBeGreaterThanOrEqual(energyWh)
          energyWh = record.energyWh
        }
      }),
    )
  })

  test('E-01 is complete only when every number from Started to Ended is there', () => {
    const events = [1, 2, 3, 4].map((n) => entry(n === 1 ? 'started' : n === 4 ? 'ended' : 'updated', n, { seqNo: n }))
    expect(project(events)).toMatchObject({ complete: true })
    const gap = project(events.filter(({ seqNo }) => seqNo !== 3))
    expect(gap.complete).toBe(false)
    expect(gap.flags).toContain('events-missing')
  })

  test('E-02 may be counted from 0 or by a counter that runs on over transactions', () => {
    for (const from of [0, 4_711]) {
      const events = [entry('started', 0, { seqNo: from }), entry('ended', 1, { seqNo: from + 1 })]
      expect(project(events).complete).toBe(true)
    }
  })

  test('E-04 an Updated after the Ended completes the energy and opens nothing', () => {
    const events = [
      entry('started', 0, { seqNo: 0, registers: [at(0, 100)] }),
      entry('ended', 10, { seqNo: 1, registers: [at(10, 900)] }),
      entry('updated', 11, { seqNo: 2, registers: [at(11, 1_000)] }),
    ]
    expect(project(events)).toMatchObject({ status: 'ended', energyWh: 900, endedAt: new Date(T0 + 600_000) })
  })

  test('E-08 takes the EVSE from a later event when the Started had none', () => {
    const events = [
      entry('started', 0, { seqNo: 0 }),
      entry('updated', 1, { seqNo: 1, facts: { evseId: 2, connectorId: 1 } }),
    ]
    expect(project(events)).toMatchObject({ evseId: 2, connectorId: 1, status: 'active' })
  })

  test('D-08 is ended at the start of its successor, until its own end is told', () => {
    const start = entry('started', 0, { registers: [at(0, 100)] })
    const superseded = entry('superseded', 60)
    expect(project([start, superseded])).toMatchObject({ status: 'ended', endedAt: new Date(T0 + 3_600_000) })
    expect(project([start, superseded]).flags).toEqual(['end-missing', 'superseded'])
    const stop = entry('ended', 30, { registers: [at(30, 600)] })
    expect(project([superseded, stop, start])).toMatchObject({
      endedAt: new Date(T0 + 1_800_000),
      energyWh: 500,
      flags: [],
      complete: true,
    })
  })

  test('D-06 a second stop, later than the first, changes neither the end nor the reason', () => {
    const first = entry('ended', 30, { registers: [at(30, 600)], facts: { stopReason: 'Local' } })
    const second = entry('ended', 45, { registers: [at(45, 600)], facts: { stopReason: 'PowerLoss' } })
    const record = project([entry('started', 0, { registers: [at(0, 100)] }), second, first])
    expect(record).toMatchObject({ endedAt: new Date(T0 + 1_800_000), stopReason: 'Local', energyWh: 500 })
  })

  test('D-02 keeps a refused token and why', () => {
    const record = project([entry('started', 0, { facts: { token, tokenRefused: 'blocked' } })])
    expect(record).toMatchObject({ token, tokenRefused: 'blocked', flags: ['token-refused'], status: 'active' })
  })

  test.each([
    ['from before OCPP', '1970-01-01T00:00:07Z'],
    ['ahead of ours', '2026-03-01T11:00:00Z'],
  ])('C-08 does not bill by a clock that is %s', (_, stamp) => {
    const start = entry('started', 0, { atMs: Date.parse(stamp) })
    expect(project([start])).toMatchObject({ startedAt: new Date(start.receivedAtMs), flags: ['clock-doubtful'] })
  })

  test('a charge of weeks, told every few seconds, is summed up like any other', () => {
    const count = 200_000
    const events = [entry('started', 0, { seqNo: 0, registers: [at(0, 0)], facts: { evseId: 1 } })]
    for (let minute = 1; minute < count; minute++)
      events.push(entry('updated', minute, { seqNo: minute, registers: [at(minute, minute)] }))
    events.push(entry('ended', count, { seqNo: count, registers: [at(count, count)] }))
    expect(project(events)).toMatchObject({ status: 'ended', complete: true, energyWh: count, evseId: 1, flags: [] })
    expect(project(events.toSpliced(7, 1))).toMatchObject({ complete: false, flags: ['events-missing'] })
  })

  test('E-06 merges events of one time', () => {
    const events = [
      entry('started', 0, { seqNo: 0, registers: [at(0, 0)] }),
      entry('updated', 5, { key: 'a', seqNo: 1, measured: { powerW: 7_000 } }),
      entry('updated', 5, { key: 'b', seqNo: 2, registers: [at(5, 500)] }),
    ]
    expect(project(events)).toMatchObject({ powerW: 7_000, energyWh: 500 })
  })
})

describe('delivered energy', () => {
  const sum = (...registers: [number, number][]) =>
    deliveredEnergy({ registers: registers.map(([minute, wh]) => at(minute, wh)) })

  test('is the difference of registers, wherever they count from', () => {
    expect(sum([0, 10_000], [10, 12_500])).toMatchObject({ energyWh: 2_500, decreased: false })
    expect(sum([0, 0], [10, 2_500])).toMatchObject({ energyWh: 2_500, decreased: false })
  })

  test('D-12 of a stop below the start is never negative, and marked', () => {
    expect(sum([0, 10_000], [10, 40])).toMatchObject({ energyWh: 0, decreased: true })
    expect(sum([0, 10_000], [5, 11_000], [6, 0], [10, 300])).toMatchObject({ energyWh: 1_300, decreased: true })
  })

  test('D-12 is marked when the register was set back in between', () => {
    expect(sum([0, 10_000], [5, 13_000], [6, 10_500], [10, 14_000])).toMatchObject({ energyWh: 4_000, decreased: true })
  })

  test('C-08 of readings told again, dated by when they came, is not more', () => {
    const told = fc.array(fc.record({ step: fc.nat(5_000), times: fc.integer({ min: 1, max: 3 }) }), { minLength: 1 })
    fc.assert(
      fc.property(told, fc.nat(1_000_000), (steps, first) => {
        let wh = first
        let arrival = 0
        const entries = [entry('started', 0, { registers: [at(0, wh)] })]
        for (const { step, times } of steps) {
          wh += step
          // A station repeats a message before it sends the next (1.6 §3.7).
          for (let time = 0; time < times; time++)
            entries.push(entry('updated', ++arrival, { registers: [at(arrival, wh)] }))
        }
        entries.push(entry('ended', ++arrival, { registers: [at(arrival, wh)] }))
        expect(project(entries)).toMatchObject({ energyWh: wh - first, flags: [] })
      }),
    )
  })

  test('does not take rounding for a set-back', () => {
    expect(sum([0, 1_235], [1, 1_000], [2, 1_000], [10, 4_300])).toMatchObject({ energyWh: 3_065, decreased: false })
  })

  test('cuts fractions of a watt-hour off', () => {
    expect(deliveredEnergy({ registers: [at(0, 0), { atMs: T0 + 1, mWh: 1_999 }] }).energyWh).toBe(1)
  })
})

test('the log gives back what was written to it', () => {
  const told = entry('updated', 3, {
    registers: [at(3, 7)],
    measured: { powerW: 11_000 },
    facts: { trigger: 'MeterValuePeriodic' },
  })
  const { facts, registers, measured } = told
  expect(readDetails(writeDetails(told))).toEqual({ facts, registers, measured })
})
