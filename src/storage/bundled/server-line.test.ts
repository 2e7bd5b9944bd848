import { expect, test } from 'vitest'
import { serverLine } from './server-line.ts'

test.each([
  'PANIC:  could not write to file "pg_wal/xlogtemp.12": No space left on device',
  'FATAL:  could not open file "global/pg_control": Permission denied',
  'FATAL:  sorry, too many clients already',
])('somebody should hear of: %s', (line) => {
  expect(serverLine(line, false)).toEqual({ isAlarming: true, said: line.slice('PANIC:  '.length) })
})

test.each([
  'LOG:  database system was interrupted; last known up at 2026-11-27 21:00:00 UTC',
  'FATAL:  the database system is starting up',
  'FATAL:  the database system is not yet accepting connections',
  'FATAL:  the database system is in recovery mode',
  'FATAL:  the database system is shutting down',
  'DETAIL:  Consistent recovery state has not been yet reached.',
])('nobody need hear of: %s', (line) => {
  expect(serverLine(line, false).isAlarming).toBe(false)
})

test('once it is asked to stop nothing but a panic alarms', () => {
  expect(serverLine('FATAL:  terminating autovacuum process due to administrator command', true).isAlarming).toBe(false)
  expect(serverLine('PANIC:  could not fsync file "base/1/2"', true).isAlarming).toBe(true)
})

test('what has no level is said as it is', () => {
  expect(serverLine('Segmentation fault', false)).toEqual({ isAlarming: false, said: 'Segmentation fault' })
})
