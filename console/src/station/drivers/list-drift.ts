import type { AnswerOf } from '../../api/ask.ts'

type Drift = AnswerOf<'GET /stations/{id}/local-list'>['drift']

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
