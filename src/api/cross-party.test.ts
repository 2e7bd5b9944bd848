import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'
import { type ApiRows, pathOf, rowsOf } from '#test/api-rows'

type Headers = { authorization: string }
interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
}

let platform: ApiPlatform
let north: Headers
let south: Headers
let every: Headers
let routes: Route[]
/** One row of each resource, all of them North's. */
let rows: ApiRows

beforeAll(async () => {
  platform = await apiPlatform()
  await platform.api.app.ready()
  ;[north, south, every] = [
    await platform.keyFor('north', 'owner'),
    await platform.keyFor('south', 'owner'),
    await platform.keyFor('', 'owner'),
  ]
  rows = await rowsOf(platform, 'north')
  routes = platform.api.routes.flatMap(({ method, url, config }) =>
    config?.access === 'public' || config?.access === 'local' || !url.startsWith('/api/')
      ? []
      : [method].flat().flatMap((one) => (one === 'HEAD' ? [] : [{ method: one as 'GET', url }])),
  )
})
afterAll(() => platform.close())

/** What is sent to routes that want a body. */
const BODIES: Record<string, object> = {
  'PATCH /api/v1/parties/:id': { name: 'mine' },
  'PATCH /api/v1/locations/:id': { name: 'mine' },
  'PATCH /api/v1/stations/:id': { name: 'mine' },
  'PUT /api/v1/stations/:id/charging-needs-rule': { decides: 'never' },
  'PATCH /api/v1/tokens/:id': { label: 'mine' },
  'PATCH /api/v1/stations/:id/web-payment': {
    ...{ urlTemplate: 'https://pay.example/{chargingstationid}/{totp}/{version}', validityS: 60, codeLength: 8 },
  },
  'PATCH /api/v1/payments/:id': { state: 'failed' },
  'PATCH /api/v1/stations/:id/tariffs': { tariffId: null },
  'PATCH /api/v1/tokens/:id/balance': { currency: 'EUR', amount: '1' },
  'POST /api/v1/tokens/:id/balance-entries': { amount: '1', key: 'once' },
  'PATCH /api/v1/parties/:id/payment-provider': { url: 'https://psp.example/' },
  'PATCH /api/v1/tokens/:id/tariff': { tariffId: null },
  'PATCH /api/v1/stations/:id/local-list': { selection: 'all' },
  'PATCH /api/v1/configuration-templates/:id': { name: 'mine' },
  'PATCH /api/v1/accounts/:id': { name: 'mine' },
  'PATCH /api/v1/reboot-schedules/:id': { name: 'mine' },
}

function ask({ method, url }: Route, headers: Headers) {
  const payload = BODIES[`${method} ${url}`]
  const path = pathOf(url, rows) + (QUERIES[url] ?? '')
  return platform.api.app.inject({ method, url: path, headers, ...(payload && { payload }) })
}

const name = ({ method, url }: Route) => `${method} ${url}`

describe('a row of North', () => {
  test('is not found by South at any route, whatever is to be done with it', async () => {
    const about = routes.filter(({ url }) => url.includes(':id'))
    expect(about.length).toBeGreaterThanOrEqual(25)
    const statuses: Record<string, number> = {}
    for (const route of about) statuses[name(route)] = (await ask(route, south)).statusCode
    expect(statuses).toEqual(Object.fromEntries(about.map((route) => [name(route), 404])))
  })

  test('is found by North and by members of every party at the same routes', async () => {
    const reading = routes.filter(({ method, url }) => method === 'GET' && url.includes(':id'))
    expect(reading.length).toBeGreaterThanOrEqual(12)
    for (const route of reading) {
      expect(await ask(route, north), name(route)).toMatchObject({
        statusCode: 200,
        body: expect.stringMatching('north'),
      })
      expect(await ask(route, every), name(route)).toMatchObject({
        statusCode: 200,
        body: expect.stringMatching('north'),
      })
    }
  })
})

/** Routes that list or count, with what they have to be asked. */
const QUERIES: Record<string, string> = {
  '/api/v1/questions/active-stations': '?withinS=31000000',
  '/api/v1/questions/completed': '?month=2026-11',
  '/api/v1/variables': '?component=north&name=north',
  '/api/v1/stations/:id/variables/history': '?component=north&name=north',
  '/api/v1/stations/:id/variables/series': '?component=north&name=north',
}

describe('a list', () => {
  const lists = () =>
    routes
      .filter(
        ({ method, url }) =>
          method === 'GET' && !url.includes(':id') && !/live|last-|summary|kinds|certificate-authority/.test(url),
      )
      .map((route) => ({ ...route, url: `${route.url}${QUERIES[route.url] ?? ''}` }))

  test('shows South nothing of North', async () => {
    expect(lists().length).toBeGreaterThanOrEqual(11)
    for (const route of lists()) {
      const answer = await ask(route, south)
      expect(answer.statusCode, name(route)).toBe(200)
      expect(answer.body, name(route)).not.toMatch(/north/i)
      for (const id of Object.values(rows)) expect(answer.body, name(route)).not.toContain(id)
    }
  })

  test('shows North what is its own', async () => {
    for (const route of lists()) expect((await ask(route, north)).body, name(route)).toMatch(/north/i)
  })

  test('filtered by a row of another party is empty', async () => {
    for (const query of ['transactions?stationId=', 'commands?kind=clear-cache&stationId=']) {
      const route: Route = { method: 'GET', url: `/api/v1/${query}north-station` }
      expect((await ask(route, south)).json()).toEqual({ items: [] })
      expect((await ask(route, north)).json().items).toHaveLength(1)
    }
  })
})

describe('South', () => {
  const inject = (method: 'GET' | 'POST', url: string, payload?: object) =>
    platform.api.app.inject({ method, url: `/api/v1${url}`, headers: south, ...(payload && { payload }) })

  test('counts its own stations only', async () => {
    expect((await inject('GET', '/station-summary')).json()).toMatchObject({ stations: 0, connected: 0 })
  })

  test('gets no answer about stations of North', async () => {
    const questions = ['last-contact?stationId=north-station', 'last-energy?stationId=north-station&reference=north-1']
    for (const question of questions) {
      expect(await inject('GET', `/questions/${question}`)).toMatchObject({ statusCode: 404 })
    }
    expect(await inject('GET', '/live?stationId=north-station')).toMatchObject({ statusCode: 404 })
  })

  test('commands no station of North', async () => {
    const payload = { stationId: 'north-station', kind: 'reset', request: { when: 'immediately' } }
    expect(await inject('POST', '/commands', payload)).toMatchObject({ statusCode: 404 })
  })

  test.each(['stations', 'locations', 'tokens', 'keys'])('adds nothing to North: %s', async (resource) => {
    const payload = {
      stations: { id: 'X', partyId: 'north' },
      locations: { name: 'x', partyId: 'north' },
      tokens: { value: 'X', partyId: 'north' },
      keys: { name: 'x', role: 'viewer', partyId: 'north' },
    }[resource]
    expect(await inject('POST', `/${resource}`, payload)).toMatchObject({ statusCode: 404 })
  })
})
