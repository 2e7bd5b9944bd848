import type { ErrandWords } from '#domain/errands'
import type { UpdateOutcome, UpdateStatus } from './update.ts'

/** What an update may stand at, and what it amounts to: intermediate, failure or success (2.x §3.33). */
export const UPDATE_WORDS = {
  outcome: {
    requested: 'running',
    accepted: 'running',
    'download-scheduled': 'running',
    downloading: 'running',
    'download-paused': 'running',
    downloaded: 'running',
    'signature-verified': 'running',
    'install-scheduled': 'running',
    installing: 'running',
    rebooting: 'running',
    installed: 'installed',
    refused: 'failed',
    'download-failed': 'failed',
    'signature-invalid': 'failed',
    'verification-failed': 'failed',
    'installation-failed': 'failed',
    canceled: 'canceled',
  },
  distance: {
    requested: 0,
    accepted: 1,
    'download-scheduled': 2,
    downloading: 3,
    'download-paused': 3,
    'download-failed': 3,
    downloaded: 4,
    'signature-verified': 5,
    'install-scheduled': 6,
    installing: 7,
    rebooting: 7,
    'signature-invalid': 8,
    'verification-failed': 8,
    'installation-failed': 8,
    refused: 9,
    canceled: 9,
    installed: 10,
  },
} as const satisfies ErrandWords<UpdateStatus, UpdateOutcome>
