import { MASK } from '#domain/messages'
import { canonicalJson } from '#kernel'
import { keyOf } from './list-changes.ts'
import type { ListEntry, ListedToken, ListStanding } from './local-list.ts'

/**
 * What a station is believed to hold beside what it is to hold, token by token. Typed codes come last, unnamed: whoever
 * knows one may charge by it.
 */
export function listedTokens(confirmed: readonly ListEntry[], wanted: readonly ListEntry[]): readonly ListedToken[] {
  const held = new Map(confirmed.map((entry) => [keyOf(entry), entry]))
  const due = new Map(wanted.map((entry) => [keyOf(entry), entry]))
  const all = [...new Map([...held, ...due])].map(([key, entry]) => {
    const [is, isToBe] = [held.get(key), due.get(key)]
    const isCode = is?.kind === 'key-code' || isToBe?.kind === 'key-code'
    return { key, isCode, value: isCode ? MASK : (is ?? entry).value, ...pending(is, isToBe) }
  })
  return all
    .toSorted((one, other) => Number(one.isCode) - Number(other.isCode) || (one.key < other.key ? -1 : 1))
    .map(({ key: _, isCode: __, ...token }, at) => ({ number: at + 1, ...token }))
}

function pending(held: ListEntry | undefined, wanted: ListEntry | undefined): Omit<ListedToken, 'number' | 'value'> {
  if (wanted === undefined) return { state: 'to-go', ...(held && { held: standing(held) }) }
  if (held === undefined) return { state: 'to-add', wanted: standing(wanted) }
  const same = canonicalJson(held) === canonicalJson(wanted)
  return { state: same ? 'same' : 'to-change', held: standing(held), wanted: standing(wanted) }
}

function standing({ value: _, ...rest }: ListEntry): ListStanding {
  return rest
}
