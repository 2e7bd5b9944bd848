import { expect, test } from 'vitest'
import { ManualClock, silentLogger } from '#kernel'
import { QUIET_MS, type TlsFailure, tlsFailures } from './tls-failures.ts'

const failure = { remoteAddress: '192.0.2.1', code: 'ERR_SSL_NO_SHARED_CIPHER' }

function opened() {
  const clock = new ManualClock('2026-03-01T12:00:00Z')
  const warned: unknown[] = []
  const told: TlsFailure[] = []
  const logger = { ...silentLogger, warn: (_: string, facts?: object) => void warned.push(facts) }
  return { clock, warned, told, note: tlsFailures(clock, logger, (failure) => told.push(failure)) }
}

test('1.6-sec A00.FR.323 a station that is hung up on for its TLS is in the log', () => {
  const { warned, note } = opened()
  note(failure)
  expect(warned).toEqual([{ ...failure, timesSinceTheLast: 1 }])
})

test('a flood of them is a line a minute', () => {
  const { clock, warned, note } = opened()
  for (let count = 0; count < 500; count += 1) note(failure)
  clock.advance(QUIET_MS)
  note(failure)
  expect(warned).toEqual([
    { ...failure, timesSinceTheLast: 1 },
    { ...failure, timesSinceTheLast: 500 },
  ])
})

test('each is told to whoever keeps them', () => {
  const { told, note } = opened()
  note(failure)
  note(failure)
  expect(told).toEqual([failure, failure])
})

test('who hangs up half-way was not refused', () => {
  const { warned, told, note } = opened()
  note({ ...failure, code: 'ECONNRESET' })
  expect(warned).toEqual([])
  expect(told).toEqual([])
})
