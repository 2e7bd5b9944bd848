import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Scope } from '#kernel'

/** The condition that keeps a query inside a scope; `column` names the party of its rows (`station.party_id`). */
export function withinScope(scope: Scope, column: string): RawBuilder<SqlBool> {
  if ('all' in scope) return sql<SqlBool>`true`
  return sql<SqlBool>`${sql.ref(column)} = ANY(${[...scope.partyIds]})`
}
