import type { Queries } from '#storage'
import type { Principal, Role } from './account.ts'

export interface SignInRow {
  readonly secret_hash: string
  readonly account_id: string
  readonly kind: 'session' | 'link'
  readonly created_at: Date
  readonly expires_at: Date
}

export async function insertSignIn({ kysely }: Queries, row: SignInRow): Promise<void> {
  await kysely.insertInto('sign_in').values(row).execute()
}

/** Takes a link away and says whose it was, so that of two who use it at once one succeeds. */
export async function takeLink({ kysely }: Queries, secretHash: string, now: Date): Promise<string | undefined> {
  const row = await kysely
    .deleteFrom('sign_in')
    .where('secret_hash', '=', secretHash)
    .where('kind', '=', 'link')
    .where('expires_at', '>', now)
    .returning('account_id')
    .executeTakeFirst()
  return row?.account_id
}

/** Removes what has expired, at most so many; how many that were. */
export async function deleteExpired({ kysely }: Queries, now: Date, atMost: number): Promise<number> {
  const { numDeletedRows } = await kysely
    .deleteFrom('sign_in')
    .where('secret_hash', 'in', (eb) =>
      eb.selectFrom('sign_in').select('secret_hash').where('expires_at', '<=', now).orderBy('expires_at').limit(atMost),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Removes what has expired, and of one account's sessions or links all but the newest `keep`. */
export async function trimSignIns(
  { kysely }: Queries,
  accountId: string,
  kind: SignInRow['kind'],
  keep: number,
  now: Date,
): Promise<void> {
  await kysely.deleteFrom('sign_in').where('expires_at', '<=', now).execute()
  await kysely
    .deleteFrom('sign_in')
    .where('secret_hash', 'in', (eb) =>
      eb
        .selectFrom('sign_in')
        .select('secret_hash')
        .where('account_id', '=', accountId)
        .where('kind', '=', kind)
        .orderBy('created_at', 'desc')
        .orderBy('expires_at', 'desc')
        .offset(keep),
    )
    .execute()
}

/** Ends every session and voids every link of an account. */
export async function deleteSignIns({ kysely }: Queries, accountId: string): Promise<void> {
  await kysely.deleteFrom('sign_in').where('account_id', '=', accountId).execute()
}

export async function deleteSession({ kysely }: Queries, secretHash: string): Promise<void> {
  await kysely.deleteFrom('sign_in').where('secret_hash', '=', secretHash).where('kind', '=', 'session').execute()
}

export async function extendSession({ kysely }: Queries, secretHash: string, expiresAt: Date): Promise<void> {
  await kysely.updateTable('sign_in').set({ expires_at: expiresAt }).where('secret_hash', '=', secretHash).execute()
}

/** Who a session is, while it lasts and the account is enabled. Asked with every request of a browser. */
export async function findSession(
  queries: Queries,
  secretHash: string,
  now: Date,
): Promise<{ principal: Principal; createdAt: Date; expiresAt: Date } | undefined> {
  const { rows } = await queries.query<SessionRow>('session-find', FIND_SESSION, [secretHash, now])
  const [first] = rows
  if (first === undefined) return undefined
  return {
    principal: {
      kind: 'person',
      id: first.id,
      name: first.name,
      memberships: rows.flatMap(({ party_id, role }) =>
        party_id === null || role === null ? [] : [{ partyId: party_id, role }],
      ),
    },
    createdAt: first.created_at,
    expiresAt: first.expires_at,
  }
}

interface SessionRow {
  readonly id: string
  readonly name: string
  readonly created_at: Date
  readonly expires_at: Date
  readonly party_id: string | null
  readonly role: Role | null
}

const FIND_SESSION = `
SELECT account.id, account.name, sign_in.created_at, sign_in.expires_at, membership.party_id, membership.role
FROM sign_in
JOIN account ON account.id = sign_in.account_id
LEFT JOIN membership ON membership.account_id = account.id
WHERE sign_in.secret_hash = $1 AND sign_in.kind = 'session' AND sign_in.expires_at > $2
  AND account.disabled_at IS NULL
ORDER BY membership.party_id`
