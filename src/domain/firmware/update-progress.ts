import type { UpdateOutcome, UpdateStatus } from './update.ts'

const OUTCOMES = {
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
} as const satisfies Record<UpdateStatus, UpdateOutcome>

/** How far each is on the way; those of one number may follow each other either way. */
const DISTANCE: Readonly<Record<UpdateStatus, number>> = {
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
}

/** 2.x §3.33: intermediate, failure or success. */
export function outcomeOf(status: UpdateStatus): UpdateOutcome {
  return OUTCOMES[status]
}

/**
 * Where an update stands after one more report. It only ever goes forward, so that statuses which come late or again
 * change nothing. A download that failed goes on when the station tries once more, and whatever was thought lost is
 * installed once the station says so.
 */
export function nextStatus(current: UpdateStatus, reported: UpdateStatus): UpdateStatus {
  return DISTANCE[reported] >= DISTANCE[current] ? reported : current
}
