import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'

let platform: ApiPlatform
let root: { authorization: string }
let operator: { authorization: string }
let viewer: { authorization: string }

beforeAll(async () => {
  platform = await apiPlatform()
  root = await platform.keyFor('', 'owner')
  operator = await platform.keyFor('north', 'operator')
  viewer = await platform.keyFor('north', 'viewer')
})
afterAll(() => platform.close())

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'
function ask(method: Method, url: string, headers: { authorization: string }, payload?: object) {
  return platform.api.app.inject({ method, url: `/api/v1${url}`, headers, ...(payload && { payload }) })
}

describe('parties', () => {
  test('are added by owners of the installation, and found at once', async () => {
    const answer = await ask('POST', '/parties', root, { id: 'east', name: 'East' })
    expect(answer.statusCode).toBe(201)
    expect(answer.headers.location).toBe('/api/v1/parties/east')
    expect(answer.json()).toEqual({ id: 'east', name: 'East', createdAt: '2026-11-15T12:00:00.000Z' })
    expect((await ask('GET', '/parties/east', root)).json()).toEqual(answer.json())
    expect((await ask('GET', '/parties', root)).json().items).toContainEqual(answer.json())
  })

  test('cannot be added twice, nor by the owner of one', async () => {
    expect(await ask('POST', '/parties', root, { id: 'default', name: 'x' })).toMatchObject({ statusCode: 409 })
    const north = await platform.keyFor('north', 'owner')
    expect(await ask('POST', '/parties', north, { id: 'west', name: 'x' })).toMatchObject({ statusCode: 403 })
  })

  test('are renamed by their owners', async () => {
    const north = await platform.keyFor('north', 'owner')
    expect((await ask('PATCH', '/parties/north', north, { name: 'Norden' })).json()).toMatchObject({ name: 'Norden' })
  })
})

describe('locations', () => {
  test('are added, changed, found and removed by operators', async () => {
    const added = await ask('POST', '/locations', operator, {
      name: 'Harbour',
      city: 'Kiel',
      timeZone: 'Europe/Berlin',
    })
    expect(added.statusCode).toBe(201)
    expect(added.json()).toMatchObject({ partyId: 'north', name: 'Harbour', city: 'Kiel', timeZone: 'Europe/Berlin' })
    const url = `/locations/${added.json().id}`
    expect(added.headers.location).toBe(`/api/v1${url}`)
    expect((await ask('PATCH', url, operator, { name: 'Old harbour' })).json()).toMatchObject({ name: 'Old harbour' })
    expect((await ask('GET', '/locations?search=harb', viewer)).json().items).toHaveLength(1)
    expect((await ask('GET', '/locations?search=airport', viewer)).json().items).toEqual([])
    expect(await ask('DELETE', url, operator)).toMatchObject({ statusCode: 204 })
    expect(await ask('GET', url, viewer)).toMatchObject({ statusCode: 404 })
  })

  test.each([
    [{ name: 'x', timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ name: 'x', latitude: 91 }, 'latitude'],
    [{ name: 'x', country: 'Germany' }, 'country'],
  ])('are not added with what cannot be: %j', async (payload, field) => {
    const answer = await ask('POST', '/locations', operator, payload)
    expect(answer.statusCode).toBe(400)
    expect(answer.body).toContain(field)
  })
})

describe('what can be taken away', () => {
  test('goes when it is set to null', async () => {
    const place = { name: 'Quay', city: 'Emden', postalCode: '26721', country: 'DEU', latitude: 53, longitude: 7 }
    const made = (await ask('POST', '/locations', operator, place)).json()
    const cleared = { city: null, postalCode: null, country: null, latitude: null, longitude: null, address: null }
    const left = (await ask('PATCH', `/locations/${made.id}`, operator, cleared)).json()
    expect(Object.keys(left).sort()).toEqual(['createdAt', 'id', 'name', 'partyId', 'timeZone'])
    await ask('POST', '/stations', operator, { id: 'CS-cleared', name: 'Left', locationId: made.id })
    const bare = (await ask('PATCH', '/stations/CS-cleared', operator, { name: null, locationId: null })).json()
    expect(bare).not.toHaveProperty('name')
    expect(bare).not.toHaveProperty('locationId')
  })

  test('is not what has to be there', async () => {
    const made = (await ask('POST', '/locations', operator, { name: 'Quay' })).json()
    for (const change of [{ name: null }, { timeZone: null }])
      expect(await ask('PATCH', `/locations/${made.id}`, operator, change)).toMatchObject({ statusCode: 400 })
  })
})

describe('tokens', () => {
  test('are added, blocked, given an end, and removed by operators', async () => {
    const added = await ask('POST', '/tokens', operator, {
      value: 'ABC123',
      label: 'Nora',
      validUntil: '2027-01-01T00:00:00Z',
    })
    expect(added.statusCode).toBe(201)
    expect(added.json()).toMatchObject({ value: 'ABC123', status: 'active', validUntil: '2027-01-01T00:00:00.000Z' })
    const url = `/tokens/${added.json().id}`
    const changed = await ask('PATCH', url, operator, { status: 'blocked', validUntil: null, label: null })
    expect(changed.json()).toMatchObject({ status: 'blocked' })
    expect(changed.json()).not.toHaveProperty('validUntil')
    expect(changed.json()).not.toHaveProperty('label')
    expect((await ask('GET', '/tokens?status=blocked', viewer)).json().items).toEqual([changed.json()])
    expect((await ask('GET', '/tokens?status=active', viewer)).json().items).toEqual([])
    expect(await ask('DELETE', url, operator)).toMatchObject({ statusCode: 204 })
    expect(await ask('GET', url, viewer)).toMatchObject({ statusCode: 404 })
  })

  test('come in pages that hold each once', async () => {
    for (const value of ['T1', 'T2', 'T3', 'T4', 'T5']) await ask('POST', '/tokens', operator, { value })
    const found: string[] = []
    let cursor = ''
    do {
      const page = (await ask('GET', `/tokens?limit=2&cursor=${cursor}`.replace(/&cursor=$/, ''), viewer)).json()
      expect(page.items.length).toBeLessThanOrEqual(2)
      found.push(...page.items.map(({ value }: { value: string }) => value))
      cursor = page.nextCursor ?? ''
    } while (cursor !== '')
    expect(found.sort()).toEqual(['T1', 'T2', 'T3', 'T4', 'T5'])
  })

  test('have no page at a cursor that is none', async () => {
    expect((await ask('GET', '/tokens?cursor=nonsense', viewer)).json()).toMatchObject({ status: 400, code: 'invalid' })
  })
})

describe('stations', () => {
  test('are added by operators, and their secret is not shown', async () => {
    const payload = { id: 'CS 1/a', name: 'First', secret: 'sixteen characters' }
    const added = await ask('POST', '/stations', operator, payload)
    expect(added.statusCode).toBe(201)
    expect(added.body).not.toContain(payload.secret)
    expect(added.json()).toMatchObject({
      id: 'CS 1/a',
      partyId: 'north',
      hasSecret: true,
      presence: { connected: false, connectionCount: 0 },
      connectors: [],
    })
    expect(added.headers.location).toBe('/api/v1/stations/CS%201%2Fa')
    expect((await ask('GET', '/stations/CS%201%2Fa', viewer)).json()).toEqual(added.json())
  })

  test('are changed, refused and accepted again', async () => {
    await ask('POST', '/stations', operator, { id: 'CS-2' })
    const changed = await ask('PATCH', '/stations/CS-2', operator, { name: 'Second', validation: 'strict' })
    expect(changed.json()).toMatchObject({ name: 'Second', validation: 'strict' })
    const cleared = await ask('PATCH', '/stations/CS-2', operator, { validation: null })
    expect(cleared.statusCode).toBe(200)
    expect(cleared.json()).not.toHaveProperty('validation')
    expect((await ask('POST', '/stations/CS-2/refuse', operator)).json()).toMatchObject({ admission: 'refused' })
    expect((await ask('GET', '/stations?admission=refused', viewer)).json().items).toMatchObject([{ id: 'CS-2' }])
    expect((await ask('POST', '/stations/CS-2/accept', operator)).json()).toMatchObject({ admission: 'accepted' })
  })

  test('get a secret that is shown once', async () => {
    await ask('POST', '/stations', operator, { id: 'CS-3' })
    const made = (await ask('POST', '/stations/CS-3/secret', operator)).json()
    expect(made).toEqual({ secret: expect.stringMatching(/^.{16,}$/) })
    const chosen = await ask('POST', '/stations/CS-3/secret', operator, { secret: 'a chosen one of mine' })
    expect(chosen.json()).toEqual({ secret: 'a chosen one of mine' })
    const shown = await ask('GET', '/stations/CS-3', viewer)
    expect(shown.json()).toMatchObject({ hasSecret: true })
    expect(shown.body).not.toContain('a chosen one')
  })

  test('are counted', async () => {
    const { stations, connected } = (await ask('GET', '/station-summary', viewer)).json()
    expect(stations).toBeGreaterThanOrEqual(1)
    expect(connected).toBe(0)
  })

  test('are added to a party that exists, by who may', async () => {
    expect(await ask('POST', '/stations', root, { id: 'X', partyId: 'nowhere' })).toMatchObject({ statusCode: 404 })
    expect(await ask('POST', '/stations', operator, { id: 'X', partyId: 'south' })).toMatchObject({ statusCode: 404 })
    expect((await ask('POST', '/stations', root, { id: 'X' })).json()).toMatchObject({ status: 400 })
    expect(await ask('POST', '/stations', operator, { id: 'CS-2' })).toMatchObject({ statusCode: 409 })
  })

  test('are changed by operators of their party, not by who only views it', async () => {
    const both = await platform.signIn([
      { partyId: 'north', role: 'viewer' },
      { partyId: 'south', role: 'owner' },
    ])
    const change = () =>
      platform.api.app.inject({ method: 'PATCH', url: '/api/v1/stations/CS-2', headers: both, payload: { name: 'x' } })
    expect(await change()).toMatchObject({ statusCode: 403 })
  })
})
