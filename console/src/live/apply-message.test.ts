import { expect, test } from 'vitest'
import type { LoggedMessage } from '../api/types.ts'
import { AT } from '../testing/samples.ts'
import { MOST_MESSAGES, prependMessages } from './apply-message.ts'

const message = (n: number): LoggedMessage => ({
  stationId: 'CS-1',
  at: AT,
  direction: 'in',
  kind: 'call',
  frame: `[2,"${n}"]`,
})

test('a trace is bounded: the oldest messages make room', () => {
  const full = Array.from({ length: MOST_MESSAGES }, (_, n) => message(n))
  const trace = prependMessages(full, [message(-1)])
  expect(trace).toHaveLength(MOST_MESSAGES)
  expect(trace[0]).toEqual(message(-1))
  expect(trace.at(-1)).toEqual(message(MOST_MESSAGES - 2))
})
