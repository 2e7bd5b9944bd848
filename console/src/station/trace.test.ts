import { describe, expect, test } from 'vitest'
import type { LoggedMessage } from '../api/types.ts'
import { matches, newerThan, payloadOf, pretty, traceOf } from './trace.ts'

const at = (ms: number) => new Date(Date.UTC(2026, 10, 21, 10, 0, 0, ms)).toISOString()
const message = (change: Partial<LoggedMessage>): LoggedMessage => ({
  stationId: 'CS-1',
  at: at(0),
  direction: 'in',
  kind: 'call',
  frame: '[2,"7","Heartbeat",{}]',
  ...change,
})

const call = message({ action: 'Heartbeat', messageId: '7' })
const answer = message({ at: at(12), direction: 'out', kind: 'result', messageId: '7', frame: '[3,"7",{}]' })

describe('the trace', () => {
  test('tells of an answer which action it is for, and how long it took', () => {
    const [second, first] = traceOf([answer, call])
    expect(first).toMatchObject({ action: 'Heartbeat', wrong: false })
    expect(second).toMatchObject({ action: 'Heartbeat', tookMs: 12 })
  })

  test('does not take an answer for one to a call of the same side', () => {
    const [second] = traceOf([{ ...answer, direction: 'in' }, call])
    expect(second?.action).toBeUndefined()
  })

  test('has a key for each line, also for the same message twice in a millisecond', () => {
    const keys = traceOf([call, call]).map(({ key }) => key)
    expect(new Set(keys).size).toBe(2)
  })

  test.each([
    ['an error', { kind: 'error' }],
    ['an answer that was refused', { kind: 'result-error' }],
    ['what cannot be read', { kind: 'unreadable' }],
    ['what was accepted against the specification', { note: '/status is no status' }],
  ] as const)('marks %s', (_, change) => expect(traceOf([message(change)])[0]?.wrong).toBe(true))
})

describe('filters of the trace', () => {
  const [line] = traceOf([call])
  const all = { action: '', show: 'all', search: '' } as const

  test.each([
    [{ ...all, action: 'Heartbeat' }, true],
    [{ ...all, action: 'BootNotification' }, false],
    [{ ...all, show: 'out' }, false],
    [{ ...all, show: 'in' }, true],
    [{ ...all, show: 'wrong' }, false],
    [{ ...all, search: 'heartBEAT' }, true],
    [{ ...all, search: 'boot' }, false],
  ] as const)('%o', (filter, shown) => expect(line && matches(line, filter)).toBe(shown))
})

test('what came while the trace was held is counted, also when all of it is new', () => {
  expect(newerThan([answer, call], [call])).toBe(1)
  expect(newerThan([call], [call])).toBe(0)
  expect(newerThan([answer, call], [])).toBe(2)
  expect(newerThan([answer], [call])).toBe(1)
})

test('a frame is laid out when it is JSON, and shown as it is when not', () => {
  expect(pretty('[3,"7",{}]')).toBe('[\n  3,\n  "7",\n  {}\n]')
  expect(pretty('[3,"7"')).toBe('[3,"7"')
})

test('in one line a frame is what it says beyond its head', () => {
  expect(payloadOf('[2,"7","Heartbeat",{"a":1}]')).toBe('{"a":1}')
  expect(payloadOf('[3,"7",{"a":1}]')).toBe('{"a":1}')
  expect(payloadOf('[4,"7","NotSupported","no",{}]')).toBe('NotSupported no {}')
  expect(payloadOf('hello')).toBe('hello')
})
