import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'

const password = 'correct horse battery'
const csrf = { 'x-chargewright': '1' }
let platform: ApiPlatform
let adaId: string

beforeAll(async () => {
  platform = await apiPlatform({ signInsPerMinute: 8 })
  const memberships = [{ partyId: '', role: 'owner' }] as const
  adaId = (await platform.accounts.create({ name: 'Ada', email: 'ada@example.org', password, memberships })).id
})
afterAll(() => platform.close())

let address = 0
/** Asks as a browser on a machine of its own. */
function ask(method: 'GET' | 'POST', url: string, payload?: object, headers: Record<string, string> = {}) {
  address += 1
  const remoteAddress = `198.51.100.${address}`
  return platform.api.app.inject({ method, url: `/api/v1${url}`, headers, remoteAddress, ...(payload && { payload }) })
}

async function signedIn(): Promise<{ cookie: string }> {
  const answer = await ask('POST', '/sign-in', { email: 'ada@example.org', password })
  return { cookie: `chargewright_session=${answer.cookies[0]?.value}` }
}

describe('signing in', () => {
  test('by password says who one is and sets a cookie that scripts and other sites do not get', async () => {
    const answer = await ask('POST', '/sign-in', { email: 'ada@example.org', password })
    expect(answer.statusCode).toBe(200)
    expect(answer.json()).toEqual({
      principal: { kind: 'person', id: adaId, name: 'Ada', memberships: [{ partyId: '', role: 'owner' }] },
    })
    expect(answer.cookies).toEqual([
      {
        name: 'chargewright_session',
        value: expect.stringMatching(/^[\w-]{43}$/),
        path: '/',
        httpOnly: true,
        sameSite: 'Strict',
        expires: new Date('2026-12-15T12:00:00Z'),
      },
    ])
  })

  test('behind a proxy with TLS keeps the cookie to TLS', async () => {
    const behind = await apiPlatform({ trustedProxies: ['127.0.0.1'], publicUrl: 'https://charging.example.org' })
    const { id } = await behind.accounts.create({ name: 'Bob', email: 'bob@example.org', memberships: [] })
    const answer = await behind.api.app.inject({
      method: 'POST',
      url: '/api/v1/sign-in',
      payload: { link: await behind.accounts.createLink(id, 60) },
      headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9', host: 'charging.example.org' },
    })
    expect(answer.cookies).toMatchObject([{ secure: true }])
    await behind.close()
  })

  test('behind a proxy that tells neither TLS nor name works from the public address, over TLS', async () => {
    const behind = await apiPlatform({ publicUrl: 'https://charging.example.org' })
    const { id } = await behind.accounts.create({ name: 'Bob', email: 'bob@example.org', memberships: [] })
    const link = await behind.accounts.createLink(id, 60)
    const from = (origin: string) =>
      behind.api.app.inject({
        method: 'POST',
        url: '/api/v1/sign-in',
        payload: { link },
        headers: { origin, host: '127.0.0.1:8080' },
      })
    expect(await from('https://evil.example')).toMatchObject({ statusCode: 403 })
    const answer = await from('https://charging.example.org')
    expect(answer.statusCode).toBe(200)
    expect(answer.cookies).toMatchObject([{ secure: true }])
    await behind.close()
  })

  test('by a link works once', async () => {
    const link = await platform.accounts.createLink(adaId, 60)
    expect(await ask('POST', '/sign-in', { link })).toMatchObject({ statusCode: 200 })
    const again = await ask('POST', '/sign-in', { link })
    expect(again.statusCode).toBe(401)
    expect(again.json()).toMatchObject({ code: 'unauthenticated', detail: expect.stringContaining('used already') })
  })

  test('is refused alike for a wrong name and a wrong password', async () => {
    const answers = [
      await ask('POST', '/sign-in', { email: 'nobody@example.org', password }),
      await ask('POST', '/sign-in', { email: 'ada@example.org', password: 'wrong' }),
    ]
    expect(answers.map(({ statusCode, body, cookies }) => ({ statusCode, body, cookies }))).toEqual([
      { statusCode: 401, body: answers[1]?.body, cookies: [] },
      { statusCode: 401, body: answers[0]?.body, cookies: [] },
    ])
  })

  test('needs either address and password or a link', async () => {
    const answer = await ask('POST', '/sign-in', { email: 'ada@example.org' })
    expect(answer.json()).toMatchObject({ status: 400, detail: 'password is missing; link is missing' })
  })

  test.each([
    ['one address', '203.0.113.77', '203.0.113.77'],
    ['the addresses that somebody with IPv6 has', '2001:db8::1', '2001:db8::2'],
  ])('may be tried so often from %s, and then no more for a while', async (_, first, last) => {
    const attempt = (remoteAddress: string) =>
      platform.api.app.inject({
        method: 'POST',
        url: '/api/v1/sign-in',
        payload: { link: 'guess' },
        remoteAddress,
      })
    const statuses: number[] = []
    for (let count = 0; count < 8; count += 1) statuses.push((await attempt(first)).statusCode)
    expect(statuses).toEqual(Array(8).fill(401))
    const refused = await attempt(last)
    expect(refused.statusCode).toBe(429)
    expect(refused.json()).toMatchObject({ code: 'too-many' })
    expect(refused.headers).toHaveProperty('retry-after')
    expect(await ask('POST', '/sign-in', { link: 'guess' })).toMatchObject({ statusCode: 401 })
  })
})

describe('a browser that has signed in', () => {
  test('is told who it is and which parties it sees', async () => {
    const answer = await ask('GET', '/me', undefined, await signedIn())
    expect(answer.json()).toEqual({
      principal: { kind: 'person', id: adaId, name: 'Ada', memberships: [{ partyId: '', role: 'owner' }] },
      installation: {
        version: '1.2.3',
        parties: [
          { id: 'default', name: 'Default operator' },
          { id: 'north', name: 'North' },
          { id: 'south', name: 'South' },
        ],
      },
    })
  })

  test('is told of its own parties only', async () => {
    const answer = await ask('GET', '/me', undefined, await platform.signIn([{ partyId: 'north', role: 'viewer' }]))
    expect(answer.json().installation.parties).toEqual([{ id: 'north', name: 'North' }])
  })

  test.each([
    [false, 'ws://10.0.0.7:9000/ocpp', 'wss://10.0.0.7:9443/ocpp'],
    [true, 'ws://csms.local:9000/ocpp', 'wss://csms.local:9443/ocpp'],
  ])('is told where stations connect (on every network: %s)', async (onEveryNetwork, ocppUrl, ocppTlsUrl) => {
    const host = onEveryNetwork ? 'localhost' : '10.0.0.7'
    const addresses = { ocppUrl: `ws://${host}:9000/ocpp`, ocppTlsUrl: `wss://${host}:9443/ocpp`, onEveryNetwork }
    const other = await apiPlatform({}, { stationAddresses: () => addresses })
    const headers = { ...(await other.keyFor('', 'viewer')), host: 'csms.local:8080' }
    const answer = await other.api.app.inject({ url: '/api/v1/me', headers, remoteAddress: '198.51.100.1' })
    expect(answer.json().installation).toMatchObject({ ocppUrl, ocppTlsUrl })
    await other.close()
  })

  test('changes nothing without the header a page of another site cannot send', async () => {
    const cookie = await signedIn()
    const refused = await ask('POST', '/sign-out', undefined, cookie)
    expect(refused.statusCode).toBe(403)
    expect(await ask('GET', '/me', undefined, cookie)).toMatchObject({ statusCode: 200 })
    expect(await ask('POST', '/sign-out', undefined, { ...cookie, ...csrf })).toMatchObject({ statusCode: 204 })
  })

  test('changes nothing at the bidding of a page from elsewhere', async () => {
    const headers = { ...(await signedIn()), ...csrf, host: 'localhost:8080' }
    const from = (origin: string) => ask('POST', '/me/password', { password: 'x'.repeat(10) }, { ...headers, origin })
    expect(await from('https://evil.example')).toMatchObject({ statusCode: 403 })
    expect(await from('null')).toMatchObject({ statusCode: 403 })
    expect((await from('http://localhost:8080')).json().detail).toBe('The current password is wrong')
  })

  test('is nobody after signing out', async () => {
    const session = { ...(await signedIn()), ...csrf }
    const answer = await ask('POST', '/sign-out', undefined, session)
    expect(answer.statusCode).toBe(204)
    expect(answer.cookies).toMatchObject([{ name: 'chargewright_session', value: '', expires: new Date(0) }])
    expect(await ask('GET', '/me', undefined, session)).toMatchObject({ statusCode: 401 })
  })
})

describe('one’s own password', () => {
  test('is set without another, when there is none', async () => {
    const session = await platform.signIn([{ partyId: 'north', role: 'viewer' }])
    const answer = await ask('POST', '/me/password', { password: 'a fresh password' }, session)
    expect(answer.statusCode).toBe(200)
    const { principal } = answer.json()
    const { email } = await platform.accounts.get(principal.id)
    await expect(platform.accounts.signIn({ email, password: 'a fresh password' })).resolves.toBeDefined()
  })

  test('is changed by who knows the current one, whose other sessions end', async () => {
    const eve = { name: 'Eve', email: 'eve@example.org', password, memberships: [] }
    await platform.accounts.create(eve)
    const { session: elsewhere } = await platform.accounts.signIn(eve)
    const { session: here } = await platform.accounts.signIn(eve)
    const headers = { ...csrf, cookie: `chargewright_session=${here}` }
    const wrong = await ask('POST', '/me/password', { password: 'a fresh password', current: 'wrong' }, headers)
    expect(wrong.statusCode).toBe(403)
    const answer = await ask('POST', '/me/password', { password: 'a fresh password', current: password }, headers)
    expect(answer.statusCode).toBe(200)
    await expect(platform.accounts.bySession(elsewhere)).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(platform.accounts.bySession(answer.cookies[0]?.value ?? '')).resolves.toMatchObject({ name: 'Eve' })
  })

  test('is nothing a program has', async () => {
    const key = await platform.keyFor('north', 'owner')
    expect(await ask('POST', '/me/password', { password: 'a fresh password' }, key)).toMatchObject({ statusCode: 422 })
  })
})

describe('a request on this machine', () => {
  const under = (host: string) =>
    platform.api.app.inject({ method: 'GET', url: '/healthz', headers: { host }, remoteAddress: '127.0.0.1' })

  test.each(['localhost:8080', '127.0.0.1:8080', '[::1]:8080', '192.168.1.5', 'console.localhost'])(
    'may come under the name %s',
    async (host) => {
      expect(await under(host)).toMatchObject({ statusCode: 200 })
    },
  )

  test('may not come under a name that somebody pointed here', async () => {
    const answer = await under('evil.example:8080')
    expect(answer.statusCode).toBe(403)
    expect(answer.json()).toMatchObject({ code: 'forbidden', details: { host: 'evil.example' } })
  })
})
