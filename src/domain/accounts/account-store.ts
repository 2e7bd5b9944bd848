import { AppError } from '#kernel'
import type { Queries } from '#storage'
import { isUniqueViolation } from '#storage'
import { EVERY_PARTY } from './access.ts'
import type { Account, Principal, Role } from './account.ts'

type Memberships = Principal['memberships']

interface AccountRow {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly password_hash: string | null
  readonly created_at: Date
  readonly disabled_at: Date | null
}

interface MembershipRow {
  readonly account_id: string
  readonly party_id: string
  readonly role: Role
}

/** True when nobody has an account. */
export async function nobody({ kysely }: Queries): Promise<boolean> {
  return (await kysely.selectFrom('account').select('id').limit(1).executeTakeFirst()) === undefined
}

/** @throws AppError `conflict` when somebody has this e-mail address. */
export async function insertAccount(queries: Queries, account: AccountRow, memberships: Memberships): Promise<void> {
  try {
    await queries.kysely.insertInto('account').values(account).execute()
  } catch (thrown) {
    if (!isUniqueViolation(thrown, 'account_email')) throw thrown
    throw new AppError('conflict', `Somebody has the e-mail address ${account.email} already`, { field: 'email' })
  }
  await replaceMemberships(queries, account.id, memberships)
}

/** @throws AppError `invalid` for a party that does not exist. */
export async function replaceMemberships(
  { kysely }: Queries,
  accountId: string,
  memberships: Memberships,
): Promise<void> {
  await kysely.deleteFrom('membership').where('account_id', '=', accountId).execute()
  if (memberships.length === 0) return
  const named = memberships.map(({ partyId }) => partyId).filter((partyId) => partyId !== EVERY_PARTY)
  await requireParties({ kysely }, named)
  const rows = memberships.map(({ partyId, role }) => ({ account_id: accountId, party_id: partyId, role }))
  await kysely.insertInto('membership').values(rows).execute()
}

/** @throws AppError `invalid` for a party that does not exist. */
export async function requireParties({ kysely }: Pick<Queries, 'kysely'>, partyIds: readonly string[]): Promise<void> {
  if (partyIds.length === 0) return
  const rows = await kysely.selectFrom('party').select('id').where('id', 'in', partyIds).execute()
  const known = new Set(rows.map(({ id }) => id))
  const unknown = partyIds.filter((partyId) => !known.has(partyId))
  if (unknown.length > 0) {
    throw new AppError('invalid', `There is no party ${unknown.join(', ')}`, { field: 'partyId', unknown })
  }
}

/** An account with the hash of its password, by id or by e-mail address in any case. */
export async function findAccount(
  { kysely }: Queries,
  by: { id: string } | { email: string },
): Promise<{ account: Account; passwordHash?: string } | undefined> {
  const query = kysely.selectFrom('account').selectAll()
  const row = await ('id' in by
    ? query.where('id', '=', by.id)
    : query.where((eb) => eb(eb.fn<string>('lower', ['email']), '=', by.email.toLowerCase()))
  ).executeTakeFirst()
  if (row === undefined) return undefined
  const memberships = await kysely.selectFrom('membership').selectAll().where('account_id', '=', row.id).execute()
  return {
    account: accountOf(row, memberships),
    ...(row.password_hash !== null && { passwordHash: row.password_hash }),
  }
}

export async function listAccounts({ kysely }: Queries): Promise<readonly Account[]> {
  const rows = await kysely.selectFrom('account').selectAll().orderBy('id').execute()
  const memberships = Map.groupBy(await kysely.selectFrom('membership').selectAll().execute(), (row) => row.account_id)
  return rows.map((row) => accountOf(row, memberships.get(row.id) ?? []))
}

export async function updateAccount(
  { kysely }: Queries,
  accountId: string,
  change: { name?: string; password_hash?: string; disabled_at?: Date | null },
): Promise<void> {
  await kysely.updateTable('account').set(change).where('id', '=', accountId).execute()
}

/** Makes everybody else who changes accounts wait until this transaction is over. */
export async function lockAccounts(queries: Queries): Promise<void> {
  await queries.query('account-lock', 'LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE', [])
}

/** How many people own the installation and can sign in. */
export async function countOwners({ kysely }: Queries): Promise<number> {
  const rows = await kysely
    .selectFrom('membership')
    .innerJoin('account', 'account.id', 'membership.account_id')
    .select('account.id')
    .where('membership.party_id', '=', EVERY_PARTY)
    .where('membership.role', '=', 'owner')
    .where('account.disabled_at', 'is', null)
    .execute()
  return rows.length
}

function accountOf(row: AccountRow, memberships: readonly MembershipRow[]): Account {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    memberships: memberships
      .map(({ party_id, role }) => ({ partyId: party_id, role }))
      .sort((left, right) => (left.partyId < right.partyId ? -1 : 1)),
    hasPassword: row.password_hash !== null,
    createdAt: row.created_at,
    ...(row.disabled_at !== null && { disabledAt: row.disabled_at }),
  }
}
