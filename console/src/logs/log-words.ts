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
  uploaded: { label: 'Here', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  canceled: { label: 'Canceled', tone: 'quiet' },
}
export const LOG_OUTCOMES = Object.keys(outcomeWords) as readonly LogOutcome[]
