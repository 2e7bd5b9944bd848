import type { Selectable } from 'kysely'
import type { DatabaseSchema, Queries } from '#storage'
import type { KeyKind } from '../certificate.ts'

export type AuthorityRow = Selectable<DatabaseSchema['certificate_authority']>

/** Every authority there is, newest first. */
export async function loadAuthorities(queries: Queries): Promise<AuthorityRow[]> {
  return await queries.kysely.selectFrom('certificate_authority').selectAll().orderBy('id', 'desc').execute()
}

/**
 * Stores a new authority inside a transaction, unless another node has just made one that will do; whichever counts.
 */
export async function storeAuthority(
  queries: Queries,
  made: AuthorityRow,
  willDo: (row: AuthorityRow) => boolean,
): Promise<AuthorityRow> {
  await queries.query(
    'certificate-authority-lock',
    "SELECT pg_advisory_xact_lock(hashtext('certificate-authority'))",
    [],
  )
  const others = await loadAuthorities(queries)
  const other = others.find(willDo)
  if (other !== undefined) return other
  await queries.kysely.insertInto('certificate_authority').values(made).execute()
  return made
}

export function isOfKind(kind: KeyKind, goodUntil: Date): (row: AuthorityRow) => boolean {
  return (row) => row.key_kind === kind && row.not_after > goodUntil
}
