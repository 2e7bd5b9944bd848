import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type ErrorFrame,
  OCPP_VERSIONS,
  parseFrame,
  RPC_ERROR_CODES,
  writeAnswerToMalformed,
  writeCall,
  writeError,
  writeResult,
  writeResultError,
  writeSend,
} from '#ocpp/rpc'
import { JSON_DEPTH_LIMIT } from './read-json.ts'

const anyVersion = fc.constantFrom(...OCPP_VERSIONS)

describe('B-15 a NUL in a string, which no database keeps', () => {
  test.each(OCPP_VERSIONS)('%s: is no NUL any more, but in the message id, which is echoed', (version) => {
    const nasty = 'a\u0000b'
    expect(parseFrame(JSON.stringify([2, nasty, 'Act', { deep: [{ x: nasty, y: '\\u0000' }] }]), version)).toEqual({
      type: 'call',
      messageId: nasty,
      action: 'Act',
      payload: { deep: [{ x: 'a\uFFFDb', y: '\\u0000' }] },
    })
    expect(parseFrame(JSON.stringify([3, nasty, { x: nasty }]), version)).toMatchObject({ payload: { x: 'a\uFFFDb' } })
  })

  test('in what has no message id makes a frame unreadable, and nothing worse', () => {
    expect(parseFrame('["\\u0000"]', 'ocpp2.1').type).toBe('malformed')
  })
})

describe('what is nested too deeply to be written again', () => {
  const nested = (levels: number, inmost = '1') => `${'{"a":'.repeat(levels)}${inmost}${'}'.repeat(levels)}`
  const lists = (levels: number) => `${'['.repeat(levels)}"\\u0000"${']'.repeat(levels)}`
  const tooDeep = { type: 'malformed', code: 'format', reason: 'nested too deeply' }

  test.each(OCPP_VERSIONS)('%s: a CALL is refused by its id, any other not answered', (version) => {
    for (const payload of [nested(JSON_DEPTH_LIMIT), nested(200_000), `{"x":${lists(200_000)}}`]) {
      expect(parseFrame(`[2,"1","Act",${payload}]`, version)).toEqual({ ...tooDeep, messageId: '1', answer: true })
      expect(parseFrame(`[3,"1",${payload}]`, version)).toEqual({ ...tooDeep, messageId: '1', answer: false })
    }
    expect(parseFrame(`[2,${nested(5_000)},"Act",{}]`, version)).toEqual({ ...tooDeep, answer: true })
    expect(parseFrame(lists(5_000), version)).toEqual({ ...tooDeep, answer: false })
  })

  test('is not taken out of a signature either', () => {
    const signed = (text: string) => {
      const payload = Buffer.from(text).toString('base64url')
      return parseFrame(JSON.stringify([2, '1', 'Act-Signed', { protected: '', payload, signature: '' }]), 'ocpp2.1')
    }
    expect(signed(nested(JSON_DEPTH_LIMIT))).toMatchObject({ type: 'call' })
    expect(signed(nested(JSON_DEPTH_LIMIT + 1))).toMatchObject({ type: 'malformed', messageId: '1' })
  })

  test('what is less deep is taken, and can be written', () => {
    const payload = nested(JSON_DEPTH_LIMIT - 1, `"${'x'.repeat(10_000)}"`)
    const frame = parseFrame(`[2,"1","Act",${payload}]`, 'ocpp2.1')
    expect(frame.type === 'call' && JSON.stringify(frame.payload)).toBe(payload)
  })
})

describe('frames to the letter', () => {
  test.each(OCPP_VERSIONS)('%s: CALL, CALLRESULT and CALLERROR', (version) => {
    expect(parseFrame('[2,"19223201","Heartbeat",{"a":1}]', version)).toEqual({
      type: 'call',
      messageId: '19223201',
      action: 'Heartbeat',
      payload: { a: 1 },
    })
    expect(parseFrame('[3,"19223201",{"a":1}]', version)).toEqual({
      type: 'result',
      messageId: '19223201',
      payload: { a: 1 },
    })
    expect(parseFrame('[4,"1","NotSupported","no",{"a":1}]', version)).toEqual({
      type: 'error',
      messageId: '1',
      code: 'not-supported',
      wireCode: 'NotSupported',
      description: 'no',
      details: { a: 1 },
    })
  })

  test('B-03 2.1 has SEND', () => {
    expect(parseFrame('[6,"1","NotifyPeriodicEventStream",{"id":1}]', 'ocpp2.1')).toEqual({
      type: 'send',
      messageId: '1',
      action: 'NotifyPeriodicEventStream',
      payload: { id: 1 },
    })
  })

  test('B-05 2.1 has CALLRESULTERROR', () => {
    expect(parseFrame('[5,"1","FormatViolation","no",{}]', 'ocpp2.1')).toMatchObject({
      type: 'resultError',
      code: 'format',
    })
  })
})

describe('frames that are ignored', () => {
  test.each([
    ['ocpp1.6', '[5,"1","FormatViolation","",{}]', 5],
    ['ocpp2.0.1', '[6,"1","NotifyPeriodicEventStream",{}]', 6],
    ['ocpp2.1', '[7,"1",{}]', 7],
    ['ocpp1.6', '[0]', 0],
    ['ocpp2.1', '[-1.5,"1"]', -1.5],
  ] as const)('B-09 %s %s is of an unknown type', (version, text, messageType) => {
    expect(parseFrame(text, version)).toMatchObject({ type: 'unknownType', messageType })
  })

  test.each(OCPP_VERSIONS)('B-03 B-05 %s: what answers or tells is never answered, however broken', (version) => {
    for (const text of ['[3]', '[3,"1",7]', '[4]', '[5]', '[6,"1"]', '[6,"1","X",[]]']) {
      const frame = parseFrame(text, version)
      expect(frame.type === 'malformed' && writeAnswerToMalformed(version, frame)).toBeFalsy()
    }
  })
})

describe('frames that cannot be read', () => {
  test.each([
    ['not JSON', '{'],
    ['empty', ''],
    ['no array', '{}'],
    ['no message type', '[]'],
    ['a message type in words', '["call","1","Heartbeat",{}]'],
    ['no message id', '[2]'],
    ['an empty message id', '[2,"","Heartbeat",{}]'],
    ['a message id that is an object', '[2,{},"Heartbeat",{}]'],
    ['a message id without end', `[2,"${'x'.repeat(256)}","Heartbeat",{}]`],
  ])('B-08 2.x answers a message with %s under the id -1, 1.6 not at all', (_what, text) => {
    for (const version of ['ocpp2.0.1', 'ocpp2.1'] as const) {
      const frame = parseFrame(text, version)
      if (frame.type !== 'malformed') expect.unreachable()
      else {
        const answer = parseFrame(writeAnswerToMalformed(version, frame) ?? '', version)
        expect(answer).toMatchObject({ type: 'error', code: 'rpc-framework' })
      }
    }
    const frame = parseFrame(text, 'ocpp1.6')
    if (frame.type === 'malformed') expect(writeAnswerToMalformed('ocpp1.6', frame)).toBeUndefined()
    else expect.unreachable()
  })

  test.each([
    ['no action', '[2,"1"]', 'protocol'],
    ['an action that is no name', '[2,"1",7,{}]', 'protocol'],
    ['a payload that is no object', '[2,"1","Heartbeat",[]]', 'format'],
  ])('a call with %s is answered under its own id', (_what, text, code) => {
    const frame = parseFrame(text, 'ocpp1.6')
    expect(frame).toMatchObject({ type: 'malformed', messageId: '1', code, answer: true })
  })

  test('B-14 what cannot be read is not echoed', () => {
    const frame = parseFrame('[2,"1", <script>', 'ocpp2.1')
    const answer = frame.type === 'malformed' ? writeAnswerToMalformed('ocpp2.1', frame) : undefined
    expect(answer).toBe('[4,"-1","RpcFrameworkError","not valid JSON",{}]')
  })
})

describe('frames that are tolerated', () => {
  test.each([
    ['null', '[2,"1","Heartbeat",null]', 'payload-null'],
    ['missing', '[2,"1","Heartbeat"]', 'payload-missing'],
  ])('B-12 a payload that is %s is empty', (_what, text, deviation) => {
    expect(parseFrame(text, 'ocpp1.6')).toMatchObject({ type: 'call', payload: {}, deviations: [deviation] })
  })

  test('B-12 so is that of a result', () => {
    expect(parseFrame('[3,"1"]', 'ocpp1.6')).toMatchObject({ payload: {}, deviations: ['payload-missing'] })
    expect(parseFrame('[3,"1",null]', 'ocpp1.6')).toMatchObject({ payload: {}, deviations: ['payload-null'] })
  })

  test.each([
    ['four elements', '[4,"1","InternalError","boom"]', { description: 'boom', details: {} }],
    ['four elements, the details last', '[4,"1","InternalError",{"a":1}]', { description: '', details: { a: 1 } }],
    ['three elements', '[4,"1","InternalError"]', { description: '', details: {} }],
    ['null for both', '[4,"1","InternalError",null,null]', { description: '', details: {} }],
    ['details that are text', '[4,"1","InternalError","boom","x"]', { description: 'boom', details: {} }],
  ])('B-13 a CALLERROR with %s', (_what, text, read) => {
    const frame = parseFrame(text, 'ocpp1.6')
    expect(frame).toMatchObject({ type: 'error', messageId: '1', code: 'internal', ...read })
    expect(frame).toHaveProperty('deviations')
  })

  test('B-13 a long description is cut', () => {
    const frame = parseFrame(`[4,"1","InternalError","${'x'.repeat(1000)}",{}]`, 'ocpp1.6')
    expect(frame).toMatchObject({ description: 'x'.repeat(255), deviations: ['error-description-too-long'] })
  })

  test.each([
    ['FormationViolation', 'format'],
    ['FormatViolation', 'format'],
    ['OccurenceConstraintViolation', 'occurrence-constraint'],
    ['OccurrenceConstraintViolation', 'occurrence-constraint'],
  ])('B-07 %s is read in every version', (name, code) => {
    for (const version of OCPP_VERSIONS) {
      const frame = parseFrame(`[4,"1","${name}","",{}]`, version)
      expect(frame).toMatchObject({ code, wireCode: name })
      expect(frame).not.toHaveProperty('deviations')
    }
  })

  test('an error nobody defined is generic, its name kept', () => {
    expect(parseFrame('[4,"1","Internal NON compliant","",{}]', 'ocpp1.6')).toMatchObject({
      code: 'generic',
      wireCode: 'Internal NON compliant',
      deviations: ['error-code-unknown'],
    })
  })

  test('B-10 a message id of 36 characters is to the letter, a longer one is tolerated', () => {
    expect(parseFrame(`[2,"${'x'.repeat(36)}","Heartbeat",{}]`, 'ocpp2.1')).not.toHaveProperty('deviations')
    expect(parseFrame(`[2,"${'x'.repeat(37)}","Heartbeat",{}]`, 'ocpp2.1')).toMatchObject({
      messageId: 'x'.repeat(37),
      deviations: ['message-id-too-long'],
    })
  })

  test('a message id that is a number is read as text', () => {
    expect(parseFrame('[2,17,"Heartbeat",{}]', 'ocpp1.6')).toMatchObject({
      messageId: '17',
      deviations: ['message-id-number'],
    })
  })

  test('surplus elements are passed over', () => {
    for (const text of ['[2,"1","Heartbeat",{},9]', '[3,"1",{},9]', '[4,"1","InternalError","",{},9]']) {
      expect(parseFrame(text, 'ocpp1.6')).toMatchObject({ deviations: ['surplus-elements'] })
    }
  })
})

describe('whatever comes', () => {
  test('parsing never throws on any text', () => {
    fc.assert(
      fc.property(fc.string(), anyVersion, (text, version) => typeof parseFrame(text, version).type === 'string'),
    )
  })

  test('parsing never throws on any JSON, and neither does answering', () => {
    fc.assert(
      fc.property(fc.json(), fc.integer({ min: 0, max: 8 }), anyVersion, (json, messageType, version) => {
        for (const text of [json, `[${messageType},${json}]`, `[${messageType},"1","Heartbeat-Signed",${json}]`]) {
          const frame = parseFrame(text, version)
          if (frame.type === 'malformed') writeAnswerToMalformed(version, frame)
        }
      }),
    )
  })

  test('nor on a million brackets', () => {
    const text = '['.repeat(1_000_000)
    expect(parseFrame(text, 'ocpp2.1').type).toBe('malformed')
    expect(parseFrame(text + ']'.repeat(1_000_000), 'ocpp2.1').type).toBe('malformed')
  })

  const id = fc.string({ minLength: 1, maxLength: 36 })
  const name = fc.stringMatching(/^[A-Za-z0-9]{1,30}$/)
  const payload = fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.oneof(fc.string(), fc.integer(), fc.boolean()))

  test('what is written is read as it was meant', () => {
    fc.assert(
      fc.property(id, name, payload, anyVersion, (messageId, action, body, version) => {
        const read = (text: string) => parseFrame(text, version)
        expect(read(writeCall(messageId, action, body))).toEqual({
          type: 'call',
          messageId,
          action,
          payload: { ...body },
        })
        expect(read(writeResult(messageId, body))).toEqual({ type: 'result', messageId, payload: { ...body } })
        expect(parseFrame(writeSend(messageId, action, body), 'ocpp2.1')).toMatchObject({ type: 'send', action })
      }),
    )
  })

  test('so are errors, but for the two codes 1.6 has no word for', () => {
    const code = fc.constantFrom(...RPC_ERROR_CODES)
    fc.assert(
      fc.property(id, code, fc.string(), anyVersion, (messageId, meant, description, version) => {
        const { code: read, description: cut } = asError(
          parseFrame(writeError(version, messageId, { code: meant, description }), version),
        )
        const wordless = version === 'ocpp1.6' && (meant === 'rpc-framework' || meant === 'message-type-not-supported')
        expect(read).toBe(wordless ? 'generic' : meant)
        expect(cut.length).toBeLessThanOrEqual(255)
        const refused = parseFrame(writeResultError(messageId, { code: meant }), 'ocpp2.1')
        expect(refused).toMatchObject({ type: 'resultError', code: meant, description: '', details: {} })
      }),
    )
  })
})

function asError(frame: ReturnType<typeof parseFrame>): ErrorFrame {
  if (frame.type !== 'error' && frame.type !== 'resultError') throw new TypeError(`${frame.type} is no error`)
  return frame
}
