import fastify, { type RouteOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'
import { refuseUndeclared } from './auth/declare-access.ts'

let platform: ApiPlatform
let routes: { method: 'GET' | 'POST'; url: string; access: string; name: string }[]

beforeAll(async () => {
  platform = await apiPlatform()
  await platform.api.app.ready()
  routes = platform.api.routes.flatMap(({ method, url, config }) =>
    [method].flat().map((one) => ({
      method: one as 'GET',
      url: url.replaceAll(/:\w+|\*/g, 'anything'),
      access: config?.access ?? 'undeclared',
      name: `${one} ${url}`,
    })),
  )
})
afterAll(() => platform.close())

/** Everything that answers somebody who has not signed in. A new name here is a decision, not a detail. */
const OPEN = [
  'GET /api/v1/docs',
  'GET /api/v1/docs/',
  'GET /api/v1/docs/json',
  'GET /api/v1/docs/static/*',
  'GET /api/v1/docs/static/index.html',
  'GET /api/v1/docs/static/swagger-initializer.js',
  'GET /api/v1/docs/yaml',
  'GET /api/v1/openapi.json',
  'GET /healthz',
  'GET /readyz',
  'POST /api/v1/sign-in',
  'GET /api/v1/receipts/:id',
  'GET /api/v1/pay/*',
]

/** Asks every route, from another machine, and says how each answered. */
async function askEvery(headers: Record<string, string>, which: (access: string) => boolean = () => true) {
  const asked = routes.filter(({ access }) => which(access))
  const answers: Record<string, number> = {}
  for (const { method, url, name } of asked) {
    const answer = await platform.api.app.inject({ method, url, headers, remoteAddress: '203.0.113.9' })
    answers[name] = answer.statusCode
  }
  return answers
}

const allAnswering = (answers: Record<string, number>, status: number) =>
  Object.fromEntries(Object.keys(answers).map((name) => [name, status]))

describe('every route there is', () => {
  test('is known to this test', () => {
    expect(routes.length).toBeGreaterThan(50)
    expect(routes.filter(({ access }) => access === 'undeclared')).toEqual([])
  })

  test('is closed to whoever has not signed in, except those listed here', async () => {
    const answers = await askEvery({})
    const open = Object.keys(answers).filter((name) => answers[name] !== 401)
    const known = OPEN.flatMap((name) => [name, name.replace('GET', 'HEAD')])
    expect(open.filter((name) => !known.includes(name))).toEqual([])
    expect(Object.keys(answers).length - open.length).toBeGreaterThan(40)
  })

  test.each([
    ['a key that never was', { authorization: `Bearer cw_00000000-0000-7000-8000-000000000000_${'a'.repeat(43)}` }],
    ['a key that is no key', { authorization: 'Bearer hunter2' }],
    ['another kind of proof', { authorization: 'Basic b3duZXI6b3duZXI=' }],
    ['a session that never was', { cookie: `chargewright_session=${'a'.repeat(43)}`, 'x-chargewright': '1' }],
  ])('is closed to whoever sends %s', async (_what, headers) => {
    const answers = await askEvery(headers, (access) => access !== 'public')
    expect(answers).toEqual(allAnswering(answers, 401))
  })

  test('is closed to a key that was revoked', async () => {
    const { key, secret } = await platform.accounts.createKey({ name: 'x', partyId: '', role: 'owner' })
    await platform.accounts.revokeKey(key.id)
    const answers = await askEvery({ authorization: `Bearer ${secret}` }, (access) => access !== 'public')
    expect(answers).toEqual(allAnswering(answers, 401))
  })

  test('is closed to viewers when it is for operators or owners', async () => {
    const answers = await askEvery(await platform.keyFor('north', 'viewer'), (access) => /operator|owner/.test(access))
    expect(Object.keys(answers).length).toBeGreaterThan(15)
    expect(answers).toEqual(allAnswering(answers, 403))
  })

  test('is closed to operators when it is for owners', async () => {
    const answers = await askEvery(await platform.keyFor('north', 'operator'), (access) => access === 'owner')
    expect(Object.keys(answers).length).toBeGreaterThan(8)
    expect(answers).toEqual(allAnswering(answers, 403))
  })

  test('is closed to people who are members of nothing, when it is for any role', async () => {
    const session = await platform.signIn([])
    const answers = await askEvery(session, (access) => !['public', 'signed-in'].includes(access))
    expect(answers).toEqual(allAnswering(answers, 403))
  })
})

describe('a route that does not declare who may use it', () => {
  test('cannot be added', () => {
    const undeclared: RouteOptions = { method: 'GET', url: '/forgotten', handler: () => 'secret' }
    expect(() => refuseUndeclared(undeclared)).toThrow('GET /forgotten does not declare')
  })

  test('keeps the server from starting, wherever it was added', async () => {
    const app = fastify()
    app.addHook('onRoute', refuseUndeclared)
    expect(() => app.get('/forgotten', () => 'secret')).toThrow('GET /forgotten does not declare')
    await app.close()
  })
})

describe('/metrics', () => {
  const ask = (headers: Record<string, string>, remoteAddress: string) =>
    platform.api.app.inject({ method: 'GET', url: '/metrics', headers, remoteAddress })

  test('is open to this machine, and elsewhere to a viewer', async () => {
    expect(await ask({}, '127.0.0.1')).toMatchObject({ statusCode: 200, body: 'up 1\n' })
    expect(await ask(await platform.keyFor('north', 'viewer'), '203.0.113.9')).toMatchObject({ statusCode: 200 })
  })

  test('is not open to what a proxy on this machine hands on', async () => {
    expect(await ask({ 'x-forwarded-for': '203.0.113.9' }, '127.0.0.1')).toMatchObject({ statusCode: 401 })
    expect(await ask({ forwarded: 'for=203.0.113.9' }, '127.0.0.1')).toMatchObject({ statusCode: 401 })
  })
})
