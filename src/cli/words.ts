/**
 * The words of a union as a list, for options that take one of them. The compiler holds the list against the union, in
 * both directions: `wordsOf<Status>({ active: true, blocked: true })`.
 */
export function wordsOf<Word extends string>(census: Readonly<Record<Word, true>>): readonly string[] {
  return Object.keys(census)
}
