import { AppError, type Clock } from '#kernel'
import type { Database, Queries } from '#storage'
import type { Account, Accounts, Principal } from './account.ts'
import { findAccount } from './account-store.ts'
import type { Passwords } from './password.ts'
import { hashSecret, newSecret } from './secret.ts'
import {
  deleteExpired,
  deleteSession,
  extendSession,
  findSession,
  insertSignIn,
  type SignInRow,
  takeLink,
  trimSignIns,
} from './sign-in-store.ts'

const DAY_MS = 86_400_000

/** A session ends this long after its last use. */
export const SESSION_IDLE_MS = 7 * DAY_MS
/** A session ends this long after signing in, used or not. */
export const SESSION_LONGEST_MS = 30 * DAY_MS
/** Sessions one account may have at once; a further one ends the oldest. */
export const SESSIONS_PER_ACCOUNT = 20
/** Links of one account that may be open at once; a further one voids the oldest. */
export const LINKS_PER_ACCOUNT = 5

// Use is noted once an hour, not with each request.
const EXTEND_STEP_MS = 3_600_000

type SignIns = Pick<Accounts, 'createLink' | 'signIn' | 'signOut' | 'removeExpired' | 'bySession'>

/** How people prove who they are, and for how long that holds. */
export function createSignIns(options: {
  database: Database
  clock: Clock
  secretKey: Uint8Array
  passwords: Passwords
}): SignIns {
  const { database, clock, secretKey, passwords } = options

  return {
    async createLink(accountId, validForS) {
      const link = newSecret()
      const row = signInRow(hashSecret(secretKey, 'link', link), accountId, 'link', clock.nowMs(), validForS * 1000)
      await database.transaction(async (queries) => {
        const found = await findAccount(queries, { id: accountId })
        if (found === undefined) throw new AppError('not-found', `There is no account ${accountId}`)
        await insertSignIn(queries, row)
        await trimSignIns(queries, accountId, 'link', LINKS_PER_ACCOUNT, row.created_at)
      })
      return link
    },

    async signIn(how) {
      const byPassword = 'password' in how ? await judgePassword(database, passwords, how) : undefined
      return database.transaction(async (queries) => {
        const account = 'link' in how ? await byLink(queries, how.link) : byPassword
        if (account === undefined || account.disabledAt !== undefined) throw refusal('link' in how)
        return openSession(queries, account)
      })
    },

    signOut: (session) => deleteSession(database, hashSecret(secretKey, 'session', session)),

    removeExpired: (atMost) => deleteExpired(database, new Date(clock.nowMs()), atMost),

    async bySession(session) {
      const secretHash = hashSecret(secretKey, 'session', session)
      const nowMs = clock.nowMs()
      const found = await findSession(database, secretHash, new Date(nowMs))
      if (found === undefined) throw new AppError('unauthenticated', 'The session has ended')
      const expiresMs = Math.min(nowMs + SESSION_IDLE_MS, found.createdAt.getTime() + SESSION_LONGEST_MS)
      if (expiresMs - found.expiresAt.getTime() >= EXTEND_STEP_MS) {
        await extendSession(database, secretHash, new Date(expiresMs))
      }
      return found.principal
    },
  }

  async function byLink(queries: Queries, link: string): Promise<Account | undefined> {
    const accountId = await takeLink(queries, hashSecret(secretKey, 'link', link), new Date(clock.nowMs()))
    return accountId === undefined ? undefined : (await findAccount(queries, { id: accountId }))?.account
  }

  async function openSession(queries: Queries, account: Account) {
    const session = newSecret()
    const nowMs = clock.nowMs()
    const secretHash = hashSecret(secretKey, 'session', session)
    const row = signInRow(secretHash, account.id, 'session', nowMs, SESSION_IDLE_MS)
    await insertSignIn(queries, row)
    await trimSignIns(queries, account.id, 'session', SESSIONS_PER_ACCOUNT, row.created_at)
    return { session, principal: principalOf(account), expiresAt: new Date(nowMs + SESSION_LONGEST_MS) }
  }
}

/** The account, when the password is its own. Takes as long for an account that does not exist. */
async function judgePassword(
  queries: Queries,
  passwords: Passwords,
  { email, password }: { email: string; password: string },
): Promise<Account | undefined> {
  const found = await findAccount(queries, { email: email.trim() })
  return (await passwords.matches(password, found?.passwordHash)) ? found?.account : undefined
}

function refusal(byLink: boolean): AppError {
  const message = byLink
    ? 'This link has been used already or has expired; ask for a new one'
    : 'The e-mail address or the password is wrong'
  return new AppError('unauthenticated', message)
}

function principalOf({ id, name, memberships }: Account): Principal {
  return { kind: 'person', id, name, memberships }
}

function signInRow(
  secretHash: string,
  accountId: string,
  kind: SignInRow['kind'],
  nowMs: number,
  validMs: number,
): SignInRow {
  return {
    secret_hash: secretHash,
    account_id: accountId,
    kind,
    created_at: new Date(nowMs),
    expires_at: new Date(nowMs + validMs),
  }
}
