import type { Random } from '../physics/random.ts'

/** Identifiers that repeat with the seed, in the form of a UUID version 4. */
export function uuids(random: Random): () => string {
  const hex = (digits: number) =>
    random
      .integer(0, 16 ** digits - 1)
      .toString(16)
      .padStart(digits, '0')
  return () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(6)}${hex(6)}`
}
