import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'

let platform: ApiPlatform
let viewer: { authorization: string }

/** On 15 November 2026, so many minutes after eleven (UTC). */
const minute = (count: number) => new Date(Date.UTC(2026, 10, 15, 11, count))

beforeAll(async () => {
  platform = await apiPlatform()
  viewer = await platform.keyFor('north', 'viewer')
  await platform.services.stations.create({ id: 'N1', partyId: 'north' })
  await charge('first', minute(0), 1000, 4500)
  // Ends in the last second of October as Berlin has it.
  await charge('october', new Date('2026-10-31T22:00:00Z'), 0, 700)
})
afterAll(() => platform.close())

/** N1 was connected, and last heard of at this time. */
async function contact(lastSeenAt: Date): Promise<void> {
  const connection = { stationId: 'N1', node: 'n', remoteAddress: '203.0.113.5', securityProfile: 0 } as const
  const { epoch } = await platform.services.stations.connect({ ...connection, protocol: 'ocpp2.0.1' })
  await platform.services.stations.disconnect('N1', epoch, lastSeenAt)
}

/** A charge of 2.x: begins at `at` and ends 59 minutes and 59 seconds later. */
async function charge(reference: string, at: Date, startWh: number, endWh: number): Promise<void> {
  const reading = (when: Date, registerWh: number) => ({ at: when, registerWh, samples: [{ value: registerWh }] })
  const end = new Date(at.getTime() + 3_599_000)
  const common = { stationId: 'N1', partyId: 'north', reference, receivedAt: end }
  const { transactions } = platform.services
  const facts = { evseId: 1, token: { value: 'ABC123', kind: 'rfid' } } as const
  await transactions.report({ ...common, kind: 'started', seqNo: 0, at, facts, readings: [reading(at, startWh)] })
  await transactions.report({ ...common, kind: 'ended', seqNo: 1, at: end, facts: {}, readings: [reading(end, endWh)] })
}

const ask = (url: string) => platform.api.app.inject({ url: `/api/v1${url}`, headers: viewer })

describe('transactions', () => {
  test('tell what was charged', async () => {
    const { items } = (await ask('/transactions?stationId=N1&status=ended&startedFrom=2026-11-01T00:00:00Z')).json()
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({
      stationId: 'N1',
      partyId: 'north',
      reference: 'first',
      status: 'ended',
      energyWh: 3500,
      startedAt: '2026-11-15T11:00:00.000Z',
      endedAt: '2026-11-15T11:59:59.000Z',
      token: { value: 'ABC123', kind: 'rfid' },
    })
    expect((await ask(`/transactions/${items[0].id}`)).json()).toEqual(items[0])
  })

  test('are found by token, flag and time, half-open', async () => {
    const found = async (query: string) =>
      (await ask(`/transactions?${query}`)).json().items.map(({ reference }: { reference: string }) => reference)
    expect(await found('token=abc123')).toEqual(expect.arrayContaining(['first', 'october']))
    expect(await found('token=other')).toEqual([])
    expect(await found('flag=token-refused&token=other')).toEqual([])
    expect(await found('endedFrom=2026-11-15T11:59:59Z')).toEqual(['first'])
    expect(await found('endedFrom=2026-11-01T00:00:00Z&endedTo=2026-11-15T11:59:59Z')).toEqual([])
  })

  test('tell their events and readings', async () => {
    const [{ id }] = (await ask('/transactions?startedFrom=2026-11-01T00:00:00Z')).json().items
    expect((await ask(`/transactions/${id}/events`)).json().items).toMatchObject([
      { kind: 'started', seqNo: 0, at: '2026-11-15T11:00:00.000Z', registerWh: 1000 },
      { kind: 'ended', seqNo: 1, at: '2026-11-15T11:59:59.000Z', registerWh: 4500 },
    ])
    const readings = (await ask(`/transactions/${id}/readings`)).json().items
    expect(readings.map(({ registerWh }: { registerWh: number }) => registerWh).sort()).toEqual([1000, 4500])
    expect(readings[0]).toMatchObject({ transactionId: id, stationId: 'N1' })
    const some = (await ask('/stations/N1/readings?from=2026-11-15T11:30:00Z&to=2026-11-15T12:30:00Z')).json().items
    expect(some).toMatchObject([{ registerWh: 4500, samples: [{ value: 4500 }] }])
  })

  test('tell their readings without samples to who asks so', async () => {
    const [{ id }] = (await ask('/transactions?startedFrom=2026-11-01T00:00:00Z')).json().items
    for (const list of [`/transactions/${id}/readings`, '/stations/N1/readings']) {
      const { items } = (await ask(`${list}?samples=false`)).json()
      expect(items).toEqual(expect.arrayContaining([expect.objectContaining({ registerWh: 4500 })]))
      for (const reading of items) expect(reading).not.toHaveProperty('samples')
      for (const reading of (await ask(`${list}?samples=true`)).json().items) expect(reading).toHaveProperty('samples')
    }
  })
})

describe('the questions', () => {
  test('which stations are active?', async () => {
    await platform.services.stations.create({ id: 'N2', partyId: 'north' })
    await contact(new Date(platform.clock.nowMs()))
    platform.clock.advance(60_000)
    const active = async (query: string) =>
      (await ask(`/questions/active-stations${query}`)).json().items.map(({ id }: { id: string }) => id)
    expect(await active('')).toEqual(['N1'])
    expect(await active('?withinS=60')).toEqual(['N1'])
    expect(await active('?withinS=59')).toEqual([])
  })

  test('what is the last known energy of this station and transaction?', async () => {
    const answer = (await ask('/questions/last-energy?stationId=N1&reference=first')).json()
    expect(answer).toEqual({
      stationId: 'N1',
      reference: 'first',
      transactionId: expect.any(String),
      status: 'ended',
      energyWh: 3500,
      lastRegisterWh: 4500,
      at: '2026-11-15T11:59:59.000Z',
    })
    expect(await ask('/questions/last-energy?stationId=N1&reference=none')).toMatchObject({ statusCode: 404 })
    const byId = (stationId: string) =>
      ask(`/questions/last-energy?stationId=${stationId}&reference=${answer.transactionId}`)
    expect((await byId('N1')).json()).toEqual(answer)
    expect(await byId('N2')).toMatchObject({ statusCode: 404 })
  })

  test('when was the last contact with this station?', async () => {
    const at = new Date(platform.clock.nowMs())
    await contact(at)
    platform.clock.advance(60_000)
    expect((await ask('/questions/last-contact?stationId=N1')).json()).toEqual({
      stationId: 'N1',
      connected: false,
      lastSeenAt: at.toISOString(),
    })
    await platform.services.stations.create({ id: 'N3', partyId: 'north' })
    const never = (await ask('/questions/last-contact?stationId=N3')).json()
    expect(never).toEqual({ stationId: 'N3', connected: false })
  })

  test('when did each transaction completed in a month end, and with how much energy?', async () => {
    const completed = async (query: string) =>
      (await ask(`/questions/completed?${query}`))
        .json()
        .items.map(({ reference, endedAt, energyWh }: Record<string, unknown>) => [reference, endedAt, energyWh])
    const first = ['first', '2026-11-15T11:59:59.000Z', 3500]
    const october = ['october', '2026-10-31T22:59:59.000Z', 700]
    expect(await completed('month=2026-11')).toEqual([first])
    expect(await completed('month=2026-10')).toEqual([october])
    expect(await completed('month=2026-10&timeZone=Europe/Berlin')).toEqual([october])
    expect(await completed('month=2026-11&timeZone=Asia/Tokyo')).toEqual(expect.arrayContaining([first, october]))
    expect((await ask('/questions/completed?month=2026-11&timeZone=Mars/Olympus')).json()).toMatchObject({
      status: 400,
    })
    expect((await ask('/questions/completed?month=November')).json()).toMatchObject({ status: 400 })
  })
})
