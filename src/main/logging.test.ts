import { describe, expect, test } from 'vitest'
import { AppError, type LogFields } from '#kernel'
import { type LoggingOptions, openLogger } from './logging.ts'
import { REDACTED } from './redact.ts'

function recorded(options: Partial<LoggingOptions> = {}) {
  const lines: string[] = []
  const sink = { write: (line: string) => void lines.push(line) }
  return {
    lines,
    logger: openLogger({ level: 'info', format: 'json', isTerminal: false, colour: false, ...options, sink }),
  }
}

function logged(fields: LogFields): Record<string, unknown> {
  const { lines, logger } = recorded()
  logger.info('it happened', fields)
  return JSON.parse(lines[0] ?? '')
}

test('a line is one JSON object: time, level, sentence, fields', () => {
  const line = logged({ station: 'CS-1', count: 3 })
  expect(line).toEqual({ time: expect.any(Number), level: 'info', msg: 'it happened', station: 'CS-1', count: 3 })
})

test('what is less serious than the level is not written', () => {
  const { lines, logger } = recorded({ level: 'warn' })
  logger.debug('a')
  logger.info('b')
  logger.warn('c')
  logger.error('d')
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['c', 'd'])
})

test('a child adds its fields to every line', () => {
  const { lines, logger } = recorded()
  logger.child({ station: 'CS-1' }).child({ epoch: 7 }).info('connected', { version: 'ocpp2.1' })
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ station: 'CS-1', epoch: 7, version: 'ocpp2.1' })
})

test('a field named like a part of the line does not replace it', () => {
  const line = logged({ level: 'high', msg: 'other', time: 0 })
  expect(line).toMatchObject({ level: 'info', msg: 'it happened', levelField: 'high', msgField: 'other', timeField: 0 })
})

describe('A-15 no secret reaches the log', () => {
  test.each<[string, LogFields]>([
    ['a password', { password: 'hunter2' }],
    ['however deep and however it is written', { request: { headers: [{ AUTHORIZATION: 'hunter2' }] } }],
    ['an authorization header in a text', { said: 'sent Authorization: Basic aHVudGVyMg==' }],
    ['a bearer token in a text', { said: 'Bearer hunter2hunter2' }],
    ['the password of a URL', { database: 'postgres://me:hunter2@db/charging' }],
    ['the AuthorizationKey in ChangeConfiguration of 1.6', { payload: { key: 'AuthorizationKey', value: 'hunter2' } }],
    [
      'the BasicAuthPassword in SetVariables of 2.x',
      { setVariableData: [{ variable: { name: 'BasicAuthPassword' }, attributeValue: 'hunter2' }] },
    ],
    ['a key code that a driver typed', { idToken: { idToken: 'hunter2', type: 'KeyCode' } }],
    ['an API key', { api_key: 'hunter2', 'Set-Cookie': 'hunter2', secretKey: 'hunter2' }],
    ['the details of an error', { error: new AppError('invalid', 'no', { password: 'hunter2' }) }],
    ['the cause of an error', { error: new Error('a', { cause: new Error('postgres://me:hunter2@db') }) }],
  ])('%s', (_what, fields) => {
    const text = JSON.stringify(logged(fields))
    expect(text).not.toMatch(/hunter2|aHVudGVyMg/)
    expect(text).toContain(REDACTED)
  })

  test('not by a child either', () => {
    const { lines, logger } = recorded()
    logger.child({ password: 'hunter2' }).info('x')
    expect(lines.join()).not.toContain('hunter2')
  })

  test('while what is no secret stays', () => {
    const fields = { key: 'HeartbeatInterval', value: '300', idToken: { idToken: 'AABB', type: 'ISO14443' } }
    expect(logged(fields)).toMatchObject(fields)
  })
})

test('an error keeps its name, message, stack, code and cause', () => {
  const line = logged({ error: new AppError('conflict', 'busy', { by: 'x' }, { cause: new Error('root') }) })
  expect(line.error).toMatchObject({
    name: 'AppError',
    code: 'conflict',
    message: 'busy',
    details: { by: 'x' },
    stack: expect.stringContaining('logging.test.ts'),
    cause: { name: 'Error', message: 'root' },
  })
})

test('deep, long, circular and binary fields are cut, not followed', () => {
  const ring: Record<string, unknown> = {}
  ring.self = ring
  const line = logged({
    ring,
    list: Array.from({ length: 1_000 }, (_, index) => index),
    bytes: new Uint8Array(9),
    big: 5n,
  })
  expect(JSON.stringify(line.ring)).toContain('[deeper]')
  expect(line.list).toHaveLength(50)
  expect(line).toMatchObject({ bytes: '[9 bytes]', big: '5' })
})

describe('for people', () => {
  test('a line is time of day, level, sentence and fields', () => {
    const { lines, logger } = recorded({ format: 'pretty' })
    logger.warn('Station is slow', { station: 'CS-1', waitedMs: 12, why: 'two words' })
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d warn {2}Station is slow station=CS-1 waitedMs=12 why="two words"\n$/)
  })

  test('auto writes so on a terminal only', () => {
    const terminal = recorded({ format: 'auto', isTerminal: true })
    const pipe = recorded({ format: 'auto', isTerminal: false })
    for (const { logger } of [terminal, pipe]) logger.info('x')
    expect(terminal.lines[0]).toMatch(/ info {2}x\n$/)
    expect(pipe.lines[0]).toMatch(/^\{/)
  })

  test('a stack stands below its line', () => {
    const { lines, logger } = recorded({ format: 'pretty' })
    logger.error('It broke', { error: new Error('why') })
    expect(lines[0]).toMatch(/error It broke error=why\nError: why\n {4}at /)
  })

  test('a peer cannot steer the terminal', () => {
    const { lines, logger } = recorded({ format: 'pretty' })
    logger.info('x', { vendor: '\x1b[2Jgone\n12:00:00 info faked' })
    expect(lines[0]).not.toContain('\x1b')
    expect(lines[0]?.split('\n')).toHaveLength(2)
  })

  test('levels are coloured on a terminal', () => {
    const { lines, logger } = recorded({ format: 'pretty', colour: true })
    logger.error('x')
    expect(lines[0]).toContain('\x1b[31merror\x1b[0m')
  })
})
