import type { FirmwareUpdate } from '#api-client'
import type { Tone } from '../format/words.ts'

type Outcome = FirmwareUpdate['outcome']

/** What became of an update. */
export const outcomeWords: Readonly<Record<Outcome, { readonly label: string; readonly tone: Tone }>> = {
  running: { label: 'Under way', tone: 'busy' },
  installed: { label: 'Installed', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  canceled: { label: 'Cancelled', tone: 'quiet' },
}
export const OUTCOMES = Object.keys(outcomeWords) as readonly Outcome[]
