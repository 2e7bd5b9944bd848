import type { AnswerOf, ItemOf } from '../../api/ask.ts'
import type { Worded } from '../../format/words.ts'

type Drift = AnswerOf<'GET /stations/{id}/local-list'>['drift']

export type ListedState = ItemOf<'GET /stations/{id}/local-list/entries'>['state']

/** How far what a station holds of a token is from what it is to hold. */
export const listedWords: Readonly<Record<ListedState, Worded>> = {
  same: { label: 'As it is to be', tone: 'good' },
  'to-add': { label: 'To be added', tone: 'warn' },
  'to-change': { label: 'To be changed', tone: 'warn' },
  'to-go': { label: 'To be taken off', tone: 'warn' },
}
export const LISTED_STATES: readonly ListedState[] = ['same', 'to-add', 'to-change', 'to-go']

/** What the next update would do, in words; nothing when there is nothing to do. */
export function driftInWords({ put, drop, omitted, otherVersion }: Drift): string {
  return [
    put > 0 && `${put} to be added or changed`,
    drop > 0 && `${drop} to be taken off`,
    omitted > 0 && `${omitted} find no room`,
    otherVersion && 'it named another version than it had confirmed',
  ]
    .filter((part) => part !== false)
    .join(', ')
}
