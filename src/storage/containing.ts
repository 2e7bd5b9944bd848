import { storableText } from './storable-text.ts'

/** The pattern for ILIKE that finds `search` anywhere, its own `%` and `_` taken as they are. */
export function containing(search: string): string {
  return `%${storableText(search).replace(/[\\%_]/g, '\\$&')}%`
}
