import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import { type TestDatabase, testDatabase } from '#test/database'
import type { Accounts } from './account.ts'
import { createAccounts } from './accounts-service.ts'
import { LINKS_PER_ACCOUNT, SESSION_IDLE_MS, SESSIONS_PER_ACCOUNT } from './sign-in-service.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const everything = [{ partyId: '', role: 'owner' }] as const
const password = 'correct horse battery'

let database: TestDatabase
let clock: ManualClock
let accounts: Accounts

beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

beforeEach(async () => {
  await database.pool.query('TRUNCATE account, api_key CASCADE')
  clock = new ManualClock('2026-03-01T00:00:00Z')
  accounts = createAccounts({ database, clock, secretKey: new Uint8Array(32).fill(1) })
})

function createAda() {
  return accounts.create({ name: 'Ada', email: 'ada@example.org', password, memberships: everything })
}

describe('people', () => {
  test('an installation is empty until somebody has an account', async () => {
    expect(await accounts.isEmpty()).toBe(true)
    const ada = await createAda()
    expect(await accounts.isEmpty()).toBe(false)
    expect(await accounts.list()).toEqual([ada])
    expect(ada).toEqual({
      id: ada.id,
      name: 'Ada',
      email: 'ada@example.org',
      memberships: everything,
      hasPassword: true,
      createdAt: new Date('2026-03-01T00:00:00Z'),
    })
  })

  test('an e-mail address belongs to one account, in any case', async () => {
    await createAda()
    const again = accounts.create({ name: 'Also Ada', email: 'ADA@example.org', memberships: [] })
    await expect(again).rejects.toMatchObject({ code: 'conflict', details: { field: 'email' } })
  })

  test('what cannot be an e-mail address is not taken', async () => {
    const wrong = accounts.create({ name: 'Ada', email: 'ada', memberships: [] })
    await expect(wrong).rejects.toMatchObject({ code: 'invalid', details: { field: 'email' } })
  })

  test('a membership names a party that exists, or nothing is stored', async () => {
    const wrong = accounts.create({ name: 'Ada', email: 'a@b', memberships: [{ partyId: 'nowhere', role: 'viewer' }] })
    await expect(wrong).rejects.toMatchObject({ code: 'invalid', details: { unknown: ['nowhere'] } })
    expect(await accounts.isEmpty()).toBe(true)
  })

  test('memberships and names can be changed', async () => {
    await createAda()
    const { id } = await accounts.create({ name: 'Bob', email: 'bob@example.org', memberships: [] })
    const memberships = [{ partyId: 'default', role: 'operator' }] as const
    expect(await accounts.setMemberships(id, memberships)).toMatchObject({ memberships })
    expect(await accounts.rename(id, 'Robert')).toMatchObject({ name: 'Robert', memberships })
    expect(await accounts.get(id)).toMatchObject({ name: 'Robert', memberships })
  })

  test('the last owner of the installation can neither be disabled nor lose that role', async () => {
    const { id } = await createAda()
    await expect(accounts.disable(id)).rejects.toMatchObject({ code: 'conflict' })
    await expect(accounts.setMemberships(id, [])).rejects.toMatchObject({ code: 'conflict' })
    expect(await accounts.get(id)).toMatchObject({ memberships: everything })
    await expect(accounts.bySession((await signIn()).session)).resolves.toMatchObject({ id })
  })

  test('of two owners who disable each other at once one remains', async () => {
    const ada = await createAda()
    const bob = await accounts.create({ name: 'Bob', email: 'bob@example.org', memberships: everything })
    const outcomes = await Promise.allSettled([accounts.disable(ada.id), accounts.disable(bob.id)])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('what is not there is said to be not there', async () => {
    const missing = { code: 'not-found' }
    await expect(accounts.get('nobody')).rejects.toMatchObject(missing)
    await expect(accounts.rename('nobody', 'X')).rejects.toMatchObject(missing)
    await expect(accounts.disable('nobody')).rejects.toMatchObject(missing)
    await expect(accounts.enable('nobody')).rejects.toMatchObject(missing)
    await expect(accounts.setPassword('nobody', password)).rejects.toMatchObject(missing)
    await expect(accounts.setMemberships('nobody', [])).rejects.toMatchObject(missing)
    await expect(accounts.createLink('nobody', 60)).rejects.toMatchObject(missing)
    await expect(accounts.revokeKey('nobody')).rejects.toMatchObject(missing)
  })
})

function signIn() {
  return accounts.signIn({ email: 'Ada@Example.org', password })
}

describe('signing in by password', () => {
  test('gives a session that says who it is', async () => {
    const { id } = await createAda()
    const { session, principal } = await signIn()
    expect(principal).toEqual({ kind: 'person', id, name: 'Ada', memberships: everything })
    expect(await accounts.bySession(session)).toEqual(principal)
  })

  test('refuses a wrong name, a wrong password and an account without one in the same words', async () => {
    await createAda()
    await accounts.create({ name: 'Bob', email: 'bob@example.org', memberships: [] })
    const attempts = [
      { email: 'nobody@example.org', password },
      { email: 'ada@example.org', password: 'wrong horse battery' },
      { email: 'bob@example.org', password },
    ]
    const outcomes = await Promise.allSettled(attempts.map((attempt) => accounts.signIn(attempt)))
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { code: 'unauthenticated', message: 'The e-mail address or the password is wrong', details: {} },
      })
    }
  })

  test('no longer works for a disabled account, whose sessions end; and works again once enabled', async () => {
    const { id } = await createAda()
    await accounts.create({ name: 'Bob', email: 'bob@example.org', memberships: everything })
    const { session } = await signIn()
    await accounts.disable(id)
    await expect(accounts.bySession(session)).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(signIn()).rejects.toMatchObject({ code: 'unauthenticated' })
    await accounts.enable(id)
    await expect(signIn()).resolves.toMatchObject({ principal: { id } })
    await expect(accounts.bySession(session)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('a new password ends the sessions of the former one', async () => {
    const { id } = await createAda()
    const { session } = await signIn()
    await accounts.setPassword(id, 'another horse battery')
    await expect(accounts.bySession(session)).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(signIn()).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})

describe('a session', () => {
  test('ends by signing out', async () => {
    await createAda()
    const { session } = await signIn()
    await accounts.signOut(session)
    await expect(accounts.bySession(session)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('ends when it is not used for a week, and lives on when it is', async () => {
    await createAda()
    const [used, unused] = [await signIn(), await signIn()]
    clock.advance(SESSION_IDLE_MS - HOUR_MS)
    await expect(accounts.bySession(used.session)).resolves.toBeDefined()
    clock.advance(HOUR_MS)
    await expect(accounts.bySession(used.session)).resolves.toBeDefined()
    await expect(accounts.bySession(unused.session)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('ends after thirty days however much it is used', async () => {
    await createAda()
    const { session, expiresAt } = await signIn()
    for (let day = 1; day < 30; day += 1) {
      clock.advance(DAY_MS)
      await expect(accounts.bySession(session)).resolves.toBeDefined()
    }
    clock.advance(DAY_MS)
    expect(expiresAt.getTime()).toBe(clock.nowMs())
    await expect(accounts.bySession(session)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('is one of a bounded number: a further one ends the oldest', async () => {
    await createAda()
    const sessions: string[] = []
    for (let count = 0; count <= SESSIONS_PER_ACCOUNT; count += 1) {
      clock.advance(1000)
      sessions.push((await signIn()).session)
    }
    await expect(accounts.bySession(sessions[0] ?? '')).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(accounts.bySession(sessions[1] ?? '')).resolves.toBeDefined()
  })

  test('is kept as a hash only', async () => {
    await createAda()
    const { session } = await signIn()
    const { rows } = await database.pool.query<{ secret_hash: string }>('SELECT secret_hash FROM sign_in')
    expect(rows).toHaveLength(1)
    expect(rows[0]?.secret_hash).not.toContain(session)
  })
})

describe('a link', () => {
  test('signs in once', async () => {
    const { id } = await createAda()
    const link = await accounts.createLink(id, 60)
    const { session } = await accounts.signIn({ link })
    await expect(accounts.bySession(session)).resolves.toMatchObject({ id })
    await expect(accounts.signIn({ link })).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('signs in one of two who use it at once', async () => {
    const { id } = await createAda()
    const link = await accounts.createLink(id, 60)
    const outcomes = await Promise.allSettled([accounts.signIn({ link }), accounts.signIn({ link })])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('expires', async () => {
    const { id } = await createAda()
    const link = await accounts.createLink(id, 60)
    clock.advance(60_000)
    await expect(accounts.signIn({ link })).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('is no session', async () => {
    const { id } = await createAda()
    const link = await accounts.createLink(id, 60)
    await expect(accounts.bySession(link)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('is one of a bounded number: a further one voids the oldest', async () => {
    const { id } = await createAda()
    const links: string[] = []
    for (let count = 0; count <= LINKS_PER_ACCOUNT; count += 1) {
      clock.advance(1000)
      links.push(await accounts.createLink(id, 3600))
    }
    await expect(accounts.signIn({ link: links[0] ?? '' })).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(accounts.signIn({ link: links[1] ?? '' })).resolves.toBeDefined()
  })
})

describe('the key of a program', () => {
  const reader = { name: 'Reader', partyId: 'default', role: 'viewer' } as const

  test('is shown once and says what the program may do', async () => {
    const { key, secret } = await accounts.createKey(reader)
    expect(await accounts.byKey(secret)).toEqual({
      kind: 'program',
      id: key.id,
      name: 'Reader',
      memberships: [{ partyId: 'default', role: 'viewer' }],
    })
    const { rows } = await database.pool.query<{ kept: string }>('SELECT api_key::text AS kept FROM api_key')
    expect(rows).toHaveLength(1)
    // 256 bits in base64url, which has underscores too.
    expect(rows[0]?.kept).not.toContain(secret.slice(-43))
  })

  test('with another secret is refused, like one that never was', async () => {
    const { secret } = await accounts.createKey(reader)
    const other = (await accounts.createKey(reader)).secret
    const mixed = `${secret.slice(0, 40)}${other.slice(40)}`
    await expect(accounts.byKey(mixed)).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(accounts.byKey('cw_nothing')).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test('no longer works once revoked, and keeps the time of the first revocation', async () => {
    const { key, secret } = await accounts.createKey(reader)
    await accounts.revokeKey(key.id)
    clock.advance(1000)
    await accounts.revokeKey(key.id)
    await expect(accounts.byKey(secret)).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(await accounts.listKeys()).toEqual([{ ...key, revokedAt: new Date('2026-03-01T00:00:00Z') }])
  })

  test('has its last use noted at most once a minute', async () => {
    const { secret } = await accounts.createKey(reader)
    const lastUsed = async () => (await accounts.listKeys())[0]?.lastUsedAt
    await accounts.byKey(secret)
    clock.advance(59_999)
    await accounts.byKey(secret)
    expect(await lastUsed()).toEqual(new Date('2026-03-01T00:00:00Z'))
    clock.advance(1)
    await accounts.byKey(secret)
    expect(await lastUsed()).toEqual(new Date('2026-03-01T00:01:00Z'))
  })

  test('belongs to a party that exists', async () => {
    const wrong = accounts.createKey({ ...reader, partyId: 'nowhere' })
    await expect(wrong).rejects.toMatchObject({ code: 'invalid' })
  })
})
