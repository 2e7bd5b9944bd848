import fc from 'fast-check'
import { expect, test } from 'vitest'
import { furthest } from '#domain/errands'
import { LOG_WORDS } from './log-progress.ts'
import { LOG_STATUSES, type LogStatus } from './station-log.ts'

const after = (...reports: LogStatus[]): LogStatus =>
  reports.reduce((current, reported) => furthest<LogStatus>(LOG_WORDS, current, reported), 'requested')

test.each<[string, LogStatus[], LogStatus]>([
  ['N01.FR.08 N01.FR.09', ['accepted', 'uploading', 'uploaded'], 'uploaded'],
  ['N01.FR.10', ['accepted', 'uploading', 'permission-denied'], 'permission-denied'],
  ['N01.FR.10 tried once more', ['uploading', 'failed', 'uploading', 'uploaded'], 'uploaded'],
  ['N01.FR.20', ['uploading', 'canceled'], 'canceled'],
  ['late', ['uploaded', 'uploading', 'failed'], 'uploaded'],
  ['before the answer', ['uploading', 'accepted'], 'uploading'],
  ['after it was canceled', ['canceled', 'failed'], 'canceled'],
])('%s', (_clause, reports, status) => {
  expect(after(...reports)).toBe(status)
})

test('a repeat changes nothing, and what is uploaded stays so', () => {
  const status = fc.constantFrom(...LOG_STATUSES)
  fc.assert(
    fc.property(fc.array(status), status, (before, one) => {
      expect(after(...before, one, one)).toBe(after(...before, one))
      expect(LOG_WORDS.outcome[after('uploaded', ...before)]).toBe('uploaded')
    }),
  )
})
