import type { StationLog } from '#api-client'
import type { Tone } from '../format/words.ts'

type LogKind = StationLog['kind']
type LogOutcome = StationLog['outcome']

export const kindWords: Readonly<Record<LogKind, string>> = {
  diagnostics: 'Diagnostics',
  security: 'Security',
  'data-collector': 'Data collector',
}
export const LOG_KINDS = Object.keys(kindWords) as readonly LogKind[]

export const outcomeWords: Readonly<Record<LogOutcome, { readonly label: string; readonly tone: Tone }>> = {
  running: { label: 'Under way', tone: 'busy' },
  uploaded: { label: 'Uploaded', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  canceled: { label: 'Cancelled', tone: 'quiet' },
}
export const LOG_OUTCOMES = Object.keys(outcomeWords) as readonly LogOutcome[]

type LogDoubt = NonNullable<NonNullable<StationLog['file']>['doubt']>

/** Why a file may not be whole. */
export const doubtWords: Readonly<Record<LogDoubt, string>> = {
  'broke-off': 'The connection it came over was given up before it was taken. The station may bring it again.',
  'upload-failed': 'The station has said since that its upload failed. It may bring it again.',
}
