import type { Queries } from '#storage'
import type { ApiKey, Role } from './account.ts'

interface ApiKeyRow {
  readonly id: string
  readonly secret_hash: string
  readonly name: string
  readonly party_id: string
  readonly role: Role
  readonly created_at: Date
  readonly last_used_at: Date | null
  readonly revoked_at: Date | null
}

export async function insertKey({ kysely }: Queries, key: ApiKey, secretHash: string): Promise<void> {
  await kysely
    .insertInto('api_key')
    .values({
      id: key.id,
      secret_hash: secretHash,
      name: key.name,
      party_id: key.partyId,
      role: key.role,
      created_at: key.createdAt,
    })
    .execute()
}

export async function listKeys({ kysely }: Queries): Promise<readonly ApiKey[]> {
  return (await kysely.selectFrom('api_key').selectAll().orderBy('id').execute()).map(keyOf)
}

/** False when there is no such key; revoking one again changes nothing. */
export async function revokeKey({ kysely }: Queries, keyId: string, at: Date): Promise<boolean> {
  const result = await kysely
    .updateTable('api_key')
    .set((eb) => ({ revoked_at: eb.fn.coalesce('revoked_at', eb.val(at)) }))
    .where('id', '=', keyId)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** A key that is not revoked. Asked with every request of a program. */
export async function findKey(
  queries: Queries,
  keyId: string,
): Promise<{ key: ApiKey; secretHash: string } | undefined> {
  const text = 'SELECT * FROM api_key WHERE id = $1 AND revoked_at IS NULL'
  const { rows } = await queries.query<ApiKeyRow>('key-find', text, [keyId])
  const [row] = rows
  return row && { key: keyOf(row), secretHash: row.secret_hash }
}

export async function touchKey({ kysely }: Queries, keyId: string, at: Date): Promise<void> {
  await kysely.updateTable('api_key').set({ last_used_at: at }).where('id', '=', keyId).execute()
}

function keyOf(row: ApiKeyRow): ApiKey {
  return {
    id: row.id,
    name: row.name,
    partyId: row.party_id,
    role: row.role,
    createdAt: row.created_at,
    ...(row.last_used_at !== null && { lastUsedAt: row.last_used_at }),
    ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
  }
}
