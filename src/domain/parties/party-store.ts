import type { Selectable } from 'kysely'
import { AppError, type Scope } from '#kernel'
import { type DatabaseSchema, isUniqueViolation, type Queries, withinScope } from '#storage'
import type { Party } from './party.ts'

/** @throws AppError `conflict` when the id is taken. */
export async function insertParty(queries: Queries, party: Party): Promise<void> {
  const { id, name, createdAt } = party
  try {
    await queries.kysely.insertInto('party').values({ id, name, created_at: createdAt }).execute()
  } catch (thrown) {
    if (isUniqueViolation(thrown)) throw new AppError('conflict', `The party ${id} exists already`, { id })
    throw thrown
  }
}

/** @throws AppError `not-found` outside the scope. */
export async function renameParty(queries: Queries, scope: Scope, partyId: string, name: string): Promise<Party> {
  const row = await queries.kysely
    .updateTable('party')
    .set({ name })
    .where('id', '=', partyId)
    .where(withinScope(scope, 'id'))
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw noSuchParty(partyId)
  return readParty(row)
}

/** @throws AppError `not-found` outside the scope. */
export async function loadParty(queries: Queries, scope: Scope, partyId: string): Promise<Party> {
  const row = await queries.kysely
    .selectFrom('party')
    .selectAll()
    .where('id', '=', partyId)
    .where(withinScope(scope, 'id'))
    .executeTakeFirst()
  if (row === undefined) throw noSuchParty(partyId)
  return readParty(row)
}

export async function loadParties(queries: Queries, scope: Scope): Promise<readonly Party[]> {
  const rows = await queries.kysely
    .selectFrom('party')
    .selectAll()
    .where(withinScope(scope, 'id'))
    .orderBy('id')
    .execute()
  return rows.map(readParty)
}

function readParty(row: Selectable<DatabaseSchema['party']>): Party {
  return { id: row.id, name: row.name, createdAt: row.created_at }
}

function noSuchParty(partyId: string): AppError {
  return new AppError('not-found', `There is no party ${partyId}`, { partyId })
}
