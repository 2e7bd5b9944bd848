import type { ErrandWords } from '#domain/errands'
import type { LogOutcome, LogStatus } from './station-log.ts'

/** What an upload may stand at; one that failed goes on when the station tries once more (2.x N01.FR.10). */
export const LOG_WORDS = {
  outcome: {
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
  },
  distance: {
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
  },
} as const satisfies ErrandWords<LogStatus, LogOutcome>
