import { canonicalJson } from '#kernel'
import type { ListChanges, ListEntry } from './local-list.ts'

/** Entries compare by value without regard to case, as tokens do. */
export const keyOf = ({ value }: ListEntry) => value.toLowerCase()

/** What makes one list the other; what is to go comes first, so that a full list never grows beyond its limit. */
export function changesBetween(from: readonly ListEntry[], to: readonly ListEntry[]): ListChanges {
  const before = new Map(from.map((entry) => [keyOf(entry), canonicalJson(entry)]))
  const after = new Set(to.map(keyOf))
  return {
    drop: from.filter((entry) => !after.has(keyOf(entry))),
    put: to.filter((entry) => before.get(keyOf(entry)) !== canonicalJson(entry)),
  }
}

/**
 * True when a token has become another kind since: in 2.x it is another token then (D01.FR.06), and the one there was could
 * be taken off only beside the new one, which 1.6 takes for a duplicate. So only a whole list tells it.
 */
export function changesKind(from: readonly ListEntry[], to: readonly ListEntry[]): boolean {
  const kinds = new Map(from.map((entry) => [keyOf(entry), entry.kind]))
  return to.some((entry) => (kinds.get(keyOf(entry)) ?? entry.kind) !== entry.kind)
}

/** A list after changes (2.x D01.FR.16 and 17). */
export function withChanges(list: readonly ListEntry[], { drop, put }: ListChanges): readonly ListEntry[] {
  const gone = new Set([...drop, ...put].map(keyOf))
  return [...list.filter((entry) => !gone.has(keyOf(entry))), ...put]
}
