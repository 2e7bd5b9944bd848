import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'

let platform: ApiPlatform
let root: { authorization: string }
let north: { authorization: string }

beforeAll(async () => {
  platform = await apiPlatform()
  root = await platform.keyFor('', 'owner')
  north = await platform.keyFor('north', 'owner')
})
afterAll(() => platform.close())

function ask(method: 'GET' | 'POST' | 'DELETE', url: string, headers: { authorization: string }, payload?: object) {
  return platform.api.app.inject({ method, url: `/api/v1${url}`, headers, ...(payload && { payload }) })
}

test('a key is shown once, works, and works no more once revoked', async () => {
  const answer = await ask('POST', '/keys', root, { name: 'Billing', partyId: 'south', role: 'viewer' })
  expect(answer.statusCode).toBe(201)
  const { key, secret } = answer.json()
  expect(key).toEqual({
    id: expect.any(String),
    name: 'Billing',
    partyId: 'south',
    role: 'viewer',
    createdAt: '2026-11-15T12:00:00.000Z',
  })
  const authorization = `Bearer ${secret}`
  expect((await ask('GET', '/me', { authorization })).json()).toMatchObject({
    principal: { kind: 'program', name: 'Billing', memberships: [{ partyId: 'south', role: 'viewer' }] },
  })
  const listed = await ask('GET', '/keys', root)
  expect(listed.json().items).toContainEqual({ ...key, lastUsedAt: '2026-11-15T12:00:00.000Z' })
  expect(listed.body).not.toContain(secret)

  expect(await ask('DELETE', `/keys/${key.id}`, root)).toMatchObject({ statusCode: 204, body: '' })
  expect(await ask('GET', '/me', { authorization })).toMatchObject({ statusCode: 401 })
})

test('a key belongs to the only party its maker owns, unless it says which', async () => {
  expect((await ask('POST', '/keys', north, { name: 'x', role: 'viewer' })).json().key).toMatchObject({
    partyId: 'north',
  })
  const several = await ask('POST', '/keys', root, { name: 'x', role: 'viewer' })
  expect(several.json()).toMatchObject({
    status: 400,
    details: { fields: [{ field: 'partyId', problem: 'is missing' }] },
  })
  const every = await ask('POST', '/keys', root, { name: 'x', partyId: '', role: 'viewer' })
  expect(every.json().key).toMatchObject({ partyId: '' })
})

test('the owner of one party makes, sees and revokes no keys of others', async () => {
  const { key } = await platform.accounts.createKey({ name: 'South’s', partyId: 'south', role: 'owner' })
  expect(await ask('POST', '/keys', north, { name: 'x', partyId: '', role: 'viewer' })).toMatchObject({
    statusCode: 403,
  })
  expect(await ask('POST', '/keys', north, { name: 'x', partyId: 'south', role: 'viewer' })).toMatchObject({
    statusCode: 404,
  })
  const parties = (await ask('GET', '/keys', north)).json().items.map(({ partyId }: { partyId: string }) => partyId)
  expect(new Set(parties)).toEqual(new Set(['north']))
  expect(await ask('DELETE', `/keys/${key.id}`, north)).toMatchObject({ statusCode: 404 })
  expect((await platform.accounts.listKeys()).find(({ id }) => id === key.id)).not.toHaveProperty('revokedAt')
})
