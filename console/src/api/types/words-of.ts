/** The words of a union as a list; the compiler holds the census against the union, in both directions. */
export function wordsOf<Word extends string>(census: Readonly<Record<Word, true>>): readonly Word[] {
  return Object.keys(census) as Word[]
}
