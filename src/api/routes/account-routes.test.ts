import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Account } from '#domain/accounts'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'

let platform: ApiPlatform
let root: { authorization: string }
let north: { authorization: string }

beforeAll(async () => {
  platform = await apiPlatform({ publicUrl: 'https://charging.example.org' })
  root = await platform.keyFor('', 'owner')
  north = await platform.keyFor('north', 'owner')
})
afterAll(() => platform.close())

function ask(method: 'GET' | 'POST' | 'PATCH', url: string, headers: { authorization: string }, payload?: object) {
  return platform.api.app.inject({ method, url: `/api/v1${url}`, headers, ...(payload && { payload }) })
}

let made = 0
/** A person who is not this installation's only owner. */
function person(...memberships: Account['memberships']): Promise<Account> {
  made += 1
  return platform.accounts.create({ name: `P${made}`, email: `p${made}@example.org`, memberships })
}

describe('people', () => {
  test('are added by an owner, and shown without any secret', async () => {
    const answer = await ask('POST', '/accounts', north, {
      name: 'Nora',
      email: 'nora@example.org',
      password: 'correct horse battery',
      memberships: [{ partyId: 'north', role: 'operator' }],
    })
    expect(answer.statusCode).toBe(201)
    const nora = answer.json()
    expect(nora).toEqual({
      id: expect.any(String),
      name: 'Nora',
      email: 'nora@example.org',
      hasPassword: true,
      createdAt: '2026-11-15T12:00:00.000Z',
      memberships: [{ partyId: 'north', role: 'operator' }],
    })
    expect((await ask('GET', '/accounts', north)).json().items).toContainEqual(nora)
  })

  test('are signed in by a link an owner makes, which works once', async () => {
    const { id } = await person({ partyId: 'north', role: 'viewer' })
    const answer = await ask('POST', `/accounts/${id}/link`, north, { validForS: 60 })
    const { url, expiresAt } = answer.json()
    expect(expiresAt).toBe('2026-11-15T12:01:00.000Z')
    expect(url).toMatch('https://charging.example.org/sign-in?link=')
    const link = new URL(url).searchParams.get('link') ?? ''
    await expect(platform.accounts.signIn({ link })).resolves.toMatchObject({ principal: { id } })
  })

  test('are renamed, given a password, disabled and enabled by an owner', async () => {
    const { id, email } = await person({ partyId: 'north', role: 'viewer' })
    const changed = await ask('PATCH', `/accounts/${id}`, north, { name: 'New', password: 'correct horse battery' })
    expect(changed.json()).toMatchObject({ name: 'New', hasPassword: true })
    const signIn = () => platform.accounts.signIn({ email, password: 'correct horse battery' })
    const { session } = await signIn()
    expect((await ask('POST', `/accounts/${id}/disable`, north)).json()).toHaveProperty('disabledAt')
    await expect(platform.accounts.bySession(session)).rejects.toMatchObject({ code: 'unauthenticated' })
    expect((await ask('POST', `/accounts/${id}/enable`, north)).json()).not.toHaveProperty('disabledAt')
    await expect(signIn()).resolves.toBeDefined()
  })
})

describe('the owner of one party', () => {
  test('sees the people of that party, and nothing of what they are elsewhere', async () => {
    const both = await person({ partyId: 'north', role: 'viewer' }, { partyId: 'south', role: 'owner' })
    const elsewhere = await person({ partyId: 'south', role: 'viewer' })
    const items: Account[] = (await ask('GET', '/accounts', north)).json().items
    expect(items.find(({ id }) => id === both.id)?.memberships).toEqual([{ partyId: 'north', role: 'viewer' }])
    expect(items.map(({ id }) => id)).not.toContain(elsewhere.id)
    const all: Account[] = (await ask('GET', '/accounts', root)).json().items
    expect(all.map(({ id }) => id)).toContain(elsewhere.id)
  })

  test.each([
    ['PATCH', '', { name: 'X' }],
    ['PATCH', '', { memberships: [{ partyId: 'north', role: 'viewer' }] }],
    ['POST', '/disable', undefined],
    ['POST', '/enable', undefined],
    ['POST', '/link', {}],
  ] as const)('does not find people of other parties: %s …%s %j', async (method, what, payload) => {
    const { id } = await person({ partyId: 'south', role: 'viewer' })
    const answer = await ask(method, `/accounts/${id}${what}`, north, payload)
    expect(answer.statusCode).toBe(404)
    expect(await platform.accounts.get(id)).toMatchObject({ memberships: [{ partyId: 'south', role: 'viewer' }] })
  })

  test.each([
    ['PATCH', '', { password: 'correct horse battery' }],
    ['PATCH', '', { name: 'X' }],
    ['POST', '/disable', undefined],
    ['POST', '/link', {}],
  ] as const)('may not act as somebody who is also elsewhere: %s …%s %j', async (method, what, payload) => {
    const { id } = await person({ partyId: 'north', role: 'viewer' }, { partyId: 'south', role: 'owner' })
    expect(await ask(method, `/accounts/${id}${what}`, north, payload)).toMatchObject({ statusCode: 403 })
  })

  test('says what somebody is in that party, and leaves what they are elsewhere', async () => {
    const { id } = await person({ partyId: 'north', role: 'viewer' }, { partyId: 'south', role: 'owner' })
    const answer = await ask('PATCH', `/accounts/${id}`, north, {
      memberships: [{ partyId: 'north', role: 'operator' }],
    })
    expect(answer.json().memberships).toEqual([{ partyId: 'north', role: 'operator' }])
    expect((await platform.accounts.get(id)).memberships).toEqual([
      { partyId: 'north', role: 'operator' },
      { partyId: 'south', role: 'owner' },
    ])
  })

  test.each(['south', ''])('may make nobody a member of party “%s”', async (partyId) => {
    const memberships = [{ partyId, role: 'viewer' }]
    const added = await ask('POST', '/accounts', north, { name: 'X', email: 'x@example.org', memberships })
    expect(added.statusCode).toBe(403)
    const { id } = await person({ partyId: 'north', role: 'viewer' })
    expect(await ask('PATCH', `/accounts/${id}`, north, { memberships })).toMatchObject({ statusCode: 403 })
  })

  test('may not touch somebody who is a member of nothing', async () => {
    const { id } = await person()
    expect(await ask('POST', `/accounts/${id}/link`, north, {})).toMatchObject({ statusCode: 404 })
    expect(await ask('POST', `/accounts/${id}/link`, root, {})).toMatchObject({ statusCode: 200 })
  })
})

test('the last owner of the installation remains', async () => {
  const { id } = await person({ partyId: '', role: 'owner' })
  const answer = await ask('POST', `/accounts/${id}/disable`, root)
  expect(answer.statusCode).toBe(409)
  expect(answer.json()).toMatchObject({ code: 'conflict' })
})
