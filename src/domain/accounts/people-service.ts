import { AppError, type Clock, newId } from '#kernel'
import type { Database, Queries } from '#storage'
import type { Account, Accounts } from './account.ts'
import {
  countOwners,
  findAccount,
  insertAccount,
  listAccounts,
  lockAccounts,
  nobody,
  replaceMemberships,
  updateAccount,
} from './account-store.ts'
import type { Passwords } from './password.ts'
import { deleteSignIns } from './sign-in-store.ts'

type People = Pick<
  Accounts,
  'isEmpty' | 'create' | 'list' | 'get' | 'rename' | 'setPassword' | 'setMemberships' | 'disable' | 'enable'
>

/** Who has an account, and what they may do. */
export function createPeople(options: { database: Database; clock: Clock; passwords: Passwords }): People {
  const { database, clock, passwords } = options

  return {
    isEmpty: () => nobody(database),

    async create({ name, email, password, memberships }) {
      const id = newId(clock.nowMs())
      const row = {
        id,
        name: name.trim(),
        email: checkEmail(email),
        password_hash: password === undefined ? null : await passwords.hash(password),
        created_at: new Date(clock.nowMs()),
        disabled_at: null,
      }
      return database.transaction(async (queries) => {
        await insertAccount(queries, row, memberships)
        return find(queries, id)
      })
    },

    list: () => listAccounts(database),
    get: (accountId) => find(database, accountId),

    async rename(accountId, name) {
      await updateAccount(database, accountId, { name: name.trim() })
      return find(database, accountId)
    },

    async setPassword(accountId, password) {
      const passwordHash = await passwords.hash(password)
      await database.transaction(async (queries) => {
        await find(queries, accountId)
        await updateAccount(queries, accountId, { password_hash: passwordHash })
        await deleteSignIns(queries, accountId)
      })
    },

    setMemberships: (accountId, memberships) =>
      keepingAnOwner(database, async (queries) => {
        await find(queries, accountId)
        await replaceMemberships(queries, accountId, memberships)
        return find(queries, accountId)
      }),

    disable: (accountId) =>
      keepingAnOwner(database, async (queries) => {
        const { disabledAt } = await find(queries, accountId)
        await updateAccount(queries, accountId, { disabled_at: disabledAt ?? new Date(clock.nowMs()) })
        await deleteSignIns(queries, accountId)
      }),

    async enable(accountId) {
      await find(database, accountId)
      await updateAccount(database, accountId, { disabled_at: null })
    },
  }
}

/** @throws AppError `not-found` */
async function find(queries: Queries, accountId: string): Promise<Account> {
  const found = await findAccount(queries, { id: accountId })
  if (found === undefined) throw new AppError('not-found', `There is no account ${accountId}`)
  return found.account
}

/** Changes accounts, unless that would leave the installation without anybody who can manage all of it. */
function keepingAnOwner<T>(database: Database, change: (queries: Queries) => Promise<T>): Promise<T> {
  return database.transaction(async (queries) => {
    await lockAccounts(queries)
    const before = await countOwners(queries)
    const result = await change(queries)
    if (before > 0 && (await countOwners(queries)) === 0) {
      throw new AppError('conflict', 'Somebody has to remain who owns every party and can sign in')
    }
    return result
  })
}

/** @throws AppError `invalid` for what cannot be an e-mail address. */
function checkEmail(text: string): string {
  const email = text.trim()
  if (/^[^\s@]+@[^\s@]+$/.test(email) && email.length <= 254) return email
  throw new AppError('invalid', `${JSON.stringify(email.slice(0, 80))} is not an e-mail address`, { field: 'email' })
}
