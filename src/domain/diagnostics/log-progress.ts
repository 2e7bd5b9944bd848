import type { LogOutcome, LogStatus } from './station-log.ts'

const OUTCOMES = {
  requested: 'running',
  accepted: 'running',
  uploading: 'running',
  uploaded: 'uploaded',
  refused: 'failed',
  failed: 'failed',
  'bad-message': 'failed',
  'permission-denied': 'failed',
  'not-supported': 'failed',
  canceled: 'canceled',
} as const satisfies Record<LogStatus, LogOutcome>

/** How far each is on the way; those of one number may follow each other either way. */
const DISTANCE: Readonly<Record<LogStatus, number>> = {
  requested: 0,
  accepted: 1,
  uploading: 2,
  failed: 2,
  'bad-message': 2,
  'permission-denied': 2,
  'not-supported': 2,
  refused: 3,
  canceled: 3,
  uploaded: 4,
}

export function logOutcome(status: LogStatus): LogOutcome {
  return OUTCOMES[status]
}

/**
 * Where an upload stands after one more report: only ever forward, so that late ones and repeats change nothing. One that
 * failed goes on when the station tries once more (2.x N01.FR.10).
 */
export function nextLogStatus(current: LogStatus, reported: LogStatus): LogStatus {
  return DISTANCE[reported] >= DISTANCE[current] ? reported : current
}
