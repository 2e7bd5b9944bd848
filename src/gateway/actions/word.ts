/**
 * The domain's word for one of the wire's. Lenient validation lets through words no enumeration has, so a table over an
 * enumeration may still have no answer.
 */
export function wordFor<Word>(table: Readonly<Record<string, Word>>, wire: string): Word | undefined {
  return Object.hasOwn(table, wire) ? table[wire] : undefined
}
