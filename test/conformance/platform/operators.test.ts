import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Mailbox } from '#test/mailbox'
import { type TestPlatform, testPlatform } from '#test/platform'
import type { RawStation } from '#test/raw-station'
import { bootedStation, resultOf, yesterdayAt } from '../booted-station.ts'
import { type List, Operator } from '../operator.ts'
import { field } from '../simulated.ts'

const PARTIES = ['north', 'south'] as const
type Party = (typeof PARTIES)[number]

interface Side {
  readonly party: Party
  readonly stationId: string
  readonly tokenId: string
  readonly operator: Operator
  readonly key: string
  readonly station: RawStation
}

let platform: TestPlatform
let sides: readonly Side[]
beforeAll(async () => {
  platform = await testPlatform({ ocpp: { unknownStations: 'refuse' } })
  const owner = new Operator(platform, platform.ownerKey)
  const made: Side[] = []
  for (const party of PARTIES) {
    await owner.post('/parties', { id: party, name: party })
    const { secret: key } = await owner.post<{ secret: string }>('/keys', {
      name: party,
      role: 'operator',
      partyId: party,
    })
    const operator = new Operator(platform, key)
    const stationId = `CS-${party}`
    await operator.post('/stations', { id: stationId })
    const token = await operator.post<{ id: string }>('/tokens', { value: `card-${party}`, concurrentLimit: 0 })
    const station = await bootedStation(platform, stationId, 'ocpp2.0.1')
    made.push({ party, stationId, tokenId: token.id, operator, key, station })
  }
  sides = made
})
afterAll(() => platform.stop())

/** Each party beside the other one. */
function pairs(): readonly (readonly [own: Side, other: Side])[] {
  const [north, south] = sides
  if (north === undefined || south === undefined) throw new Error('a party is missing')
  return [
    [north, south],
    [south, north],
  ]
}

const eventOf = (eventType: string, seqNo: number, more: object = {}) => ({
  ...{ eventType, seqNo, timestamp: yesterdayAt(`10:0${seqNo}:00`), triggerReason: 'Authorized' },
  // Both stations call their transaction the same, as they may (E-11).
  transactionInfo: { transactionId: 'tx-1' },
  meterValue: [{ timestamp: yesterdayAt(`10:0${seqNo}:00`), sampledValue: [{ value: 1_000 * seqNo }] }],
  ...more,
})
const cardOf = ({ party }: Side) => ({ idToken: `card-${party}`, type: 'ISO14443' })

test('a token charges at the stations of its own party only', async () => {
  for (const [own, other] of pairs()) {
    const authorize = (idToken: object) => own.station.call('Authorize', { idToken })
    expect(resultOf(await authorize(cardOf(own)))).toEqual({ idTokenInfo: { status: 'Accepted' } })
    expect(resultOf(await authorize(cardOf(other)))).toEqual({ idTokenInfo: { status: 'Unknown' } })
    const started = eventOf('Started', 0, { evse: { id: 1, connectorId: 1 }, idToken: cardOf(own) })
    expect(resultOf(await own.station.call('TransactionEvent', started))).toEqual({
      idTokenInfo: { status: 'Accepted' },
    })
    const foreign = { ...started, transactionInfo: { transactionId: 'tx-2' }, evse: { id: 2 }, idToken: cardOf(other) }
    expect(resultOf(await own.station.call('TransactionEvent', foreign))).toEqual({
      idTokenInfo: { status: 'Unknown' },
    })
  }
})

test.each(['stations', 'tokens', 'transactions', 'commands', 'locations', 'parties'] as const)(
  "a list of %s holds what is one's own",
  async (noun) => {
    for (const [own] of pairs()) {
      if (noun === 'locations') await own.operator.post('/locations', { name: `Yard of ${own.party}` })
      if (noun === 'commands') {
        await own.operator.command(own.stationId, 'clear-cache', {})
        own.station.send([3, (await own.station.asked()).id, { status: 'Accepted' }])
      }
    }
    for (const [own] of pairs()) {
      const { items } = await own.operator.get<List<object>>(`/${noun}`)
      expect(items.length).toBeGreaterThan(0)
      for (const item of items) expect(field(item, noun === 'parties' ? 'id' : 'partyId')).toBe(own.party)
    }
  },
)

test('what belongs to the other party does not exist, whatever is asked of it', async () => {
  for (const [own, other] of pairs()) {
    const [transaction] = await other.operator.transactions(other.stationId)
    const { items: commands } = await other.operator.get<List<{ id: string }>>('/commands')
    const station = `/stations/${other.stationId}`
    const paths = [
      ...[station, `${station}/messages`, `${station}/readings`, `${station}/variables`, `${station}/events`],
      ...[`/tokens/${other.tokenId}`, `/commands/${commands[0]?.id}`, `/parties/${other.party}`],
      ...[`/transactions/${transaction?.id}`, `/transactions/${transaction?.id}/events`],
      ...[`/transactions/${transaction?.id}/readings`, `/live?stationId=${other.stationId}`],
      `/questions/last-contact?stationId=${other.stationId}`,
      `/questions/last-energy?stationId=${other.stationId}&reference=tx-1`,
    ]
    for (const path of paths) {
      expect([path, await own.operator.status('GET', path)]).toEqual([path, 404])
    }
    const writes: readonly (readonly [string, string, object?])[] = [
      ['PATCH', station, { name: 'mine' }],
      ['POST', `${station}/accept`, {}],
      ['POST', `${station}/refuse`, {}],
      ['POST', `${station}/secret`, {}],
      ['PATCH', `/tokens/${other.tokenId}`, { status: 'blocked' }],
      ['DELETE', `/tokens/${other.tokenId}`],
      ['POST', '/commands', { stationId: other.stationId, kind: 'clear-cache', request: {} }],
      ['POST', '/tokens', { value: 'x', partyId: other.party }],
      ['POST', '/stations', { id: 'CS-x', partyId: other.party }],
    ]
    for (const [method, path, body] of writes) {
      expect([method, path, await own.operator.status(method, path, body)]).toEqual([method, path, 404])
    }
  }
})

test("the questions are answered from one's own stations", async () => {
  for (const [own] of pairs()) {
    const query = new URLSearchParams({ stationId: own.stationId, reference: 'tx-1' })
    expect(await own.operator.get(`/questions/last-energy?${query}`)).toMatchObject({ stationId: own.stationId })
    const { items } = await own.operator.get<List<{ id: string }>>('/questions/active-stations')
    expect(items.map(({ id }) => id)).toEqual([own.stationId])
  }
})

describe('live events', () => {
  /** The stations a stream tells of, as they come; resolves once the stream is open. */
  async function follow({ operator, key }: Side): Promise<Mailbox<{ stationId: unknown; kind: unknown }>> {
    const events = new Mailbox<{ stationId: unknown; kind: unknown }>()
    const headers = { Authorization: `Bearer ${key}` }
    const response = await fetch(`${platform.apiUrl}/api/v1/live`, { headers })
    expect([response.status, operator]).toEqual([200, operator])
    void read(response.body, events)
    return events
  }

  async function read(body: ReadableStream<Uint8Array> | null, into: Mailbox<{ stationId: unknown; kind: unknown }>) {
    const decoder = new TextDecoder()
    let rest = ''
    for await (const chunk of body ?? []) {
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (!line.startsWith('data: ')) continue
        const event: unknown = JSON.parse(line.slice(6))
        into.push({ stationId: field(event, 'stationId'), kind: field(event, 'kind') })
      }
    }
  }

  test('of one party are not told to the other', async () => {
    const streams = await Promise.all(pairs().map(async ([own]) => [own, await follow(own)] as const))
    const status = (connectorStatus: string) => ({
      ...{ evseId: 1, connectorId: 1, connectorStatus, timestamp: new Date().toISOString() },
    })
    // The other one always speaks first: had it been told, it would have come before one's own.
    for (const [own, other] of pairs()) {
      for (const { station } of [other, own]) await station.call('StatusNotification', status('Occupied'))
      for (const { station } of [other, own]) await station.call('StatusNotification', status('Available'))
      for (const { station } of [other, own]) await station.call('TransactionEvent', eventOf('Updated', 1))
    }
    for (const [own, events] of streams) {
      let statuses = 0
      while (statuses < 4) {
        const { stationId, kind } = await events.next()
        expect(stationId).toBe(own.stationId)
        if (kind === 'status') statuses += 1
      }
    }
  })
})

test('a key that sees every party sees both', async () => {
  const owner = new Operator(platform, platform.ownerKey)
  const { items } = await owner.get<List<{ id: string }>>('/stations')
  expect(items.map(({ id }) => id).toSorted()).toEqual(['CS-north', 'CS-south'])
})
