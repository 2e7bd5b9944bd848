import type { TokenPlace } from './token-place.ts'

/** A list as it is stored. */
export function listText(list: readonly unknown[] | null | undefined): string | null {
  return list == null ? null : JSON.stringify(list)
}

/** Written by us alone, from this very type. */
export function readPlaces(text: string | null): readonly TokenPlace[] | undefined {
  return text === null ? undefined : (JSON.parse(text) as TokenPlace[])
}
