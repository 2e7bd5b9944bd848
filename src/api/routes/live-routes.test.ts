import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishLive } from '#domain/live'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'
import { HEARTBEAT_MS, MOST_STREAMS_EACH } from '../live/live-streams.ts'

let platform: ApiPlatform
let address: string
beforeAll(async () => {
  platform = await apiPlatform()
  address = await platform.api.listen()
  await platform.services.stations.create({ id: 'N1', partyId: 'north' })
  await platform.services.stations.create({ id: 'S1', partyId: 'south' })
})
afterAll(() => platform.close())

interface Follower {
  readonly response: IncomingMessage
  /** Reads until something matches; fails when the stream ends before. */
  until(pattern: RegExp): Promise<string>
  leave(): void
}

async function follow(headers: Record<string, string>, query = '', at = address): Promise<Follower> {
  const request = get(`${at}/api/v1/live${query}`, { headers, agent: false })
  const [response]: IncomingMessage[] = await once(request, 'response')
  if (response === undefined) throw new Error('No response')
  response.setEncoding('utf8')
  const chunks = response.iterator({ destroyOnReturn: false })
  let text = ''
  return {
    response,
    async until(pattern) {
      while (!pattern.test(text)) {
        const { done, value } = await chunks.next()
        if (done) throw new Error(`The stream ended after: ${text}`)
        text += value
      }
      return text
    },
    leave: () => request.destroy(),
  }
}

function tell(partyId: string, stationId: string, reference: string): void {
  publishLive(platform.bus, partyId, stationId, new Date('2026-11-15T12:00:00Z'), {
    kind: 'transaction',
    transactionId: 't',
    reference,
    status: 'active',
    energyWh: 5,
  })
}

function tellMessage(stationId: string, frame: string): void {
  const at = new Date('2026-11-15T12:00:00Z')
  publishLive(platform.bus, 'north', stationId, at, { kind: 'message', direction: 'in', frameKind: 'call', frame })
}

describe('whoever follows live events', () => {
  test('gets each as it happens, named by its kind', async () => {
    const follower = await follow(await platform.keyFor('north', 'viewer'))
    expect(follower.response.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    })
    tell('north', 'N1', 'first')
    const text = await follower.until(/event: transaction\n.*\n\n/)
    expect(JSON.parse(/data: (.*)/.exec(text)?.[1] ?? '')).toEqual({
      kind: 'transaction',
      version: 1,
      partyId: 'north',
      stationId: 'N1',
      at: '2026-11-15T12:00:00.000Z',
      transactionId: 't',
      reference: 'first',
      status: 'active',
      energyWh: 5,
    })
    follower.leave()
  })

  test('gets nothing of other parties', async () => {
    const follower = await follow(await platform.keyFor('north', 'viewer'))
    tell('south', 'S1', 'secret')
    tell('north', 'N1', 'own')
    expect(await follower.until(/own/)).not.toContain('secret')
    follower.leave()
  })

  test('gets everything as a member of every party', async () => {
    const follower = await follow(await platform.keyFor('', 'viewer'))
    tell('south', 'S1', 'southern')
    tell('north', 'N1', 'northern')
    await follower.until(/southern.*\s+.*\s+.*northern/)
    follower.leave()
  })

  test('gets the messages of a station only when following that station', async () => {
    const headers = await platform.keyFor('north', 'viewer')
    const [overview, station] = [await follow(headers), await follow(headers, '?stationId=N1')]
    tellMessage('N2', '[2,"other"]')
    tellMessage('N1', '[2,"mine"]')
    tell('north', 'N2', 'of another station')
    tell('north', 'N1', 'last')
    expect(await station.until(/last/)).not.toMatch(/other/)
    expect(await station.until(/mine/)).toBeDefined()
    const seen = await overview.until(/last/)
    expect(seen).not.toContain('mine')
    expect(seen).toContain('of another station')
    overview.leave()
    station.leave()
  })

  test('does not find a station of another party', async () => {
    const headers = await platform.keyFor('north', 'viewer')
    const answer = await platform.api.app.inject({ url: '/api/v1/live?stationId=S1', headers })
    expect(answer.statusCode).toBe(404)
  })

  test('hears a heartbeat when nothing happens', async () => {
    const follower = await follow(await platform.keyFor('north', 'viewer'))
    await follower.until(/retry: 2000/)
    platform.clock.advance(HEARTBEAT_MS)
    await follower.until(/\n:\n\n/)
    follower.leave()
  })

  test('leaves nothing behind when going away', async () => {
    const follower = await follow(await platform.keyFor('north', 'viewer'))
    expect(platform.bus.hasSubscribers('live.north.N1.transaction')).toBe(true)
    follower.leave()
    await expect.poll(() => platform.bus.hasSubscribers('live.north.N1.transaction')).toBe(false)
  })

  test('and never reads costs a bounded amount of memory, and is cut off', async () => {
    const follower = await follow(await platform.keyFor('south', 'viewer'))
    await follower.until(/retry: 2000/)
    follower.response.pause()
    const long = 'x'.repeat(10_000)
    const tellMuch = () => {
      for (let count = 0; count < 50; count += 1) tell('south', 'S1', long)
      platform.clock.advance(HEARTBEAT_MS)
      return platform.bus.hasSubscribers('live.south.S1.transaction')
    }
    // It goes on until the sockets between take no more.
    await expect.poll(tellMuch, { interval: 1 }).toBe(false)
    follower.leave()
  })

  test('may have so many streams open, and no more', async () => {
    const headers = await platform.keyFor('north', 'viewer')
    const open: Follower[] = []
    for (let count = 0; count < MOST_STREAMS_EACH; count += 1) open.push(await follow(headers))
    expect(open.every(({ response }) => response.statusCode === 200)).toBe(true)
    const refused = await platform.api.app.inject({ url: '/api/v1/live', headers })
    expect(refused.statusCode).toBe(429)
    for (const follower of open) follower.leave()
  })
})

describe('a stream ends', () => {
  const ended = (follower: Follower) => expect(follower.until(/never/)).rejects.toThrow('The stream ended')

  test('at once when its session signs out', async () => {
    const session = await platform.signIn([{ partyId: 'north', role: 'viewer' }])
    const follower = await follow(session)
    await platform.api.app.inject({ method: 'POST', url: '/api/v1/sign-out', headers: session })
    await ended(follower)
  })

  test('at once when its key is revoked', async () => {
    const { key, secret } = await platform.accounts.createKey({ name: 'x', partyId: 'north', role: 'viewer' })
    const follower = await follow({ authorization: `Bearer ${secret}` })
    const owner = await platform.keyFor('north', 'owner')
    await platform.api.app.inject({ method: 'DELETE', url: `/api/v1/keys/${key.id}`, headers: owner })
    await ended(follower)
  })

  test('with the next heartbeat when its key was revoked by anybody else', async () => {
    const { key, secret } = await platform.accounts.createKey({ name: 'x', partyId: 'north', role: 'viewer' })
    const follower = await follow({ authorization: `Bearer ${secret}` })
    await platform.accounts.revokeKey(key.id)
    platform.clock.advance(HEARTBEAT_MS)
    await ended(follower)
  })

  test('when what its reader may see has changed, so that it asks anew', async () => {
    const session = await platform.signIn([{ partyId: 'north', role: 'viewer' }])
    const follower = await follow(session)
    const { id } = (await platform.api.app.inject({ url: '/api/v1/me', headers: session })).json().principal
    await platform.accounts.setMemberships(id, [{ partyId: 'south', role: 'viewer' }])
    platform.clock.advance(HEARTBEAT_MS)
    await ended(follower)
  })

  test('when the platform stops, which does not wait for it', async () => {
    const other = await apiPlatform()
    const headers = await other.keyFor('north', 'viewer')
    const follower = await follow(headers, '', await other.api.listen())
    await follower.until(/retry/)
    await other.close()
    await ended(follower)
  })
})
