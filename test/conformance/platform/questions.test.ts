import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Transaction } from '#domain/transactions'
import { type TestPlatform, testPlatform } from '#test/platform'
import type { RawStation } from '#test/raw-station'
import { bootedStation, resultOf } from '../booted-station.ts'
import { type List, Operator, type Wire } from '../operator.ts'
import { field } from '../simulated.ts'

/**
 * A month of two stations, told in one go, with the offsets that stations write. In Berlin October 2025 begins at 22:00Z
 * of the 30th of September and, because summer time ends in it, is over at 23:00Z of the 31st of October.
 */
const MONTH = [
  // [reference, started, ended, Wh]
  ['long-before', '2025-09-10T08:00:00Z', '2025-09-10T09:00:00Z', 1_000],
  ['last-of-september', '2025-09-30T20:00:00Z', '2025-09-30T21:59:59.999Z', 2_000],
  ['first-of-berlin', '2025-09-30T21:00:00Z', '2025-10-01T00:00:00+02:00', 3_000],
  ['last-before-utc', '2025-09-30T22:00:00Z', '2025-09-30T23:59:59.999Z', 4_000],
  ['first-of-utc', '2025-09-30T23:00:00Z', '2025-10-01T00:00:00Z', 5_000],
  ['middle', '2025-10-15T10:00:00Z', '2025-10-15T12:30:00Z', 6_000],
  ['last-of-berlin', '2025-10-31T20:00:00Z', '2025-10-31T22:59:59.999Z', 7_000],
  ['first-after-berlin', '2025-10-31T21:00:00Z', '2025-11-01T00:00:00+01:00', 8_000],
  ['last-of-utc', '2025-10-31T22:00:00Z', '2025-10-31T23:59:59.999Z', 9_000],
  ['first-after-utc', '2025-10-31T23:00:00Z', '2025-11-01T00:00:00Z', 10_000],
] as const
const RUNNING_WH = 750

let platform: TestPlatform
let operator: Operator
let newer: RawStation
let older: RawStation
let number: number
beforeAll(async () => {
  platform = await testPlatform()
  operator = new Operator(platform, platform.ownerKey)
  newer = await bootedStation(platform, 'CS-new', 'ocpp2.0.1')
  older = await bootedStation(platform, 'CS-old', 'ocpp1.6')
  // Each on an EVSE of its own, so that none is ended by the next.
  for (const [at, [reference, startedAt, endedAt, energyWh]] of MONTH.entries()) {
    await tell(reference, 'Started', 0, startedAt, 500, at + 1)
    await tell(reference, 'Ended', 1, endedAt, 500 + energyWh, at + 1)
  }
  await tell('running', 'Started', 0, '2025-10-20T10:00:00Z', 100, 99)
  await tell('running', 'Updated', 1, '2025-10-20T11:00:00Z', 100 + RUNNING_WH, 99)
  const start = { connectorId: 1, idTag: 'A', meterStart: 0, timestamp: '2025-09-29T10:00:00Z' }
  number = Number(field(resultOf(await older.call('StartTransaction', start)), 'transactionId'))
  const stop = { transactionId: number, meterStop: 11_000, timestamp: '2025-10-02T10:00:00Z' }
  resultOf(await older.call('StopTransaction', stop))
})
afterAll(() => platform.stop())

async function tell(
  transactionId: string,
  eventType: string,
  seqNo: number,
  timestamp: string,
  registerWh: number,
  evseId: number,
): Promise<void> {
  const event = {
    ...{
      eventType,
      seqNo,
      timestamp,
      triggerReason: 'Authorized',
      evse: { id: evseId },
      transactionInfo: { transactionId },
    },
    meterValue: [{ timestamp, sampledValue: [{ value: registerWh }] }],
  }
  resultOf(await newer.call('TransactionEvent', event))
}

async function completed(query: Readonly<Record<string, string>>): Promise<readonly Wire<Transaction>[]> {
  const all: Wire<Transaction>[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const more: Readonly<Record<string, string>> = cursor === '' ? {} : { cursor }
    const page: List<Wire<Transaction>> = await operator.get(
      `/questions/completed?${new URLSearchParams({ ...query, ...more, limit: '3' })}`,
    )
    all.push(...page.items)
    cursor = page.nextCursor
  }
  return all
}

describe('final time and energy of every transaction completed in a month', () => {
  test.each<[string, Record<string, string>, readonly string[]]>([
    ['of UTC', { month: '2025-10' }, ['first-of-utc', 'middle', 'last-of-berlin', 'first-after-berlin', 'last-of-utc']],
    [
      'of Berlin, which loses an hour of it',
      { month: '2025-10', timeZone: 'Europe/Berlin' },
      ['first-of-berlin', 'last-before-utc', 'first-of-utc', 'middle', 'last-of-berlin'],
    ],
    ['before it', { month: '2025-09' }, ['long-before', 'last-of-september', 'first-of-berlin', 'last-before-utc']],
    ['after it', { month: '2025-11' }, ['first-after-utc']],
    ['in which nothing ended', { month: '2025-08' }, []],
  ])('%s', async (_, query, references) => {
    const found = (await completed(query)).filter(({ stationId }) => stationId === 'CS-new')
    expect(found.map(({ reference }) => reference).toSorted()).toEqual([...references].toSorted())
    for (const { reference, endedAt, energyWh, status } of found) {
      const [, , end, wh] = MONTH.find(([name]) => name === reference) ?? MONTH[0]
      expect({ endedAt, energyWh, status }).toEqual({
        endedAt: new Date(end).toISOString(),
        energyWh: wh,
        status: 'ended',
      })
    }
  })

  test('counts a transaction of 1.6 that began in the month before', async () => {
    const found = (await completed({ month: '2025-10' })).filter(({ stationId }) => stationId === 'CS-old')
    expect(found).toMatchObject([
      { reference: String(number), endedAt: '2025-10-02T10:00:00.000Z', energyWh: 11_000, complete: true },
    ])
  })

  test('moves a transaction when its end is told late, and counts it once', async () => {
    await tell('late', 'Started', 0, '2025-06-30T20:00:00Z', 0, 50)
    await tell('late-next', 'Started', 0, '2025-07-02T08:00:00Z', 5_000, 50)
    const names = async (month: string) => (await completed({ month })).map(({ reference }) => reference)
    expect(await names('2025-07')).toEqual(['late'])
    await tell('late', 'Ended', 1, '2025-06-30T23:00:00Z', 5_000, 50)
    expect([await names('2025-06'), await names('2025-07')]).toEqual([['late'], []])
  })

  test.each([{ month: '2025-13' }, { month: 'October' }, { month: '2025-10', timeZone: 'Mars/Olympus' }])(
    '%j is refused',
    async (query) => {
      expect(await operator.status('GET', `/questions/completed?${new URLSearchParams(query)}`)).toBe(400)
    },
  )
})

test('the last known energy of a station and transaction, running or ended', async () => {
  const energy = (stationId: string, reference: string) =>
    operator.get(`/questions/last-energy?${new URLSearchParams({ stationId, reference })}`)
  expect(await energy('CS-old', String(number))).toMatchObject({
    status: 'ended',
    energyWh: 11_000,
    lastRegisterWh: 11_000,
  })
  await expect
    .poll(() => energy('CS-new', 'running'))
    .toMatchObject({
      ...{ stationId: 'CS-new', reference: 'running', status: 'active', energyWh: RUNNING_WH, lastRegisterWh: 850 },
      at: '2025-10-20T11:00:00.000Z',
    })
  const unknown = new URLSearchParams({ stationId: 'CS-old', reference: 'running' })
  expect(await operator.status('GET', `/questions/last-energy?${unknown}`)).toBe(404)
})

test('which stations are active, and when one was heard of last', async () => {
  const contact = (stationId: string) =>
    operator.get<{ connected: boolean; lastSeenAt: string }>(`/questions/last-contact?stationId=${stationId}`)
  const active = async () => {
    const { items } = await operator.get<List<{ id: string }>>('/questions/active-stations?withinS=3600')
    return items.map(({ id }) => id).toSorted()
  }
  await operator.post('/stations', { id: 'CS-never', partyId: 'default' })
  await operator.untilConnected('CS-new')
  await operator.untilConnected('CS-old')
  expect(await active()).toEqual(['CS-new', 'CS-old'])
  expect(await operator.get('/questions/last-contact?stationId=CS-never')).toEqual({
    stationId: 'CS-never',
    connected: false,
  })
  const before = Date.now()
  resultOf(await older.call('Heartbeat'))
  older.connection.close()
  await operator.untilConnected('CS-old', false)
  const { connected, lastSeenAt } = await contact('CS-old')
  expect(connected).toBe(false)
  expect(Date.parse(lastSeenAt)).toBeGreaterThanOrEqual(before - 1_000)
  // Gone, but heard of within the hour.
  expect(await active()).toEqual(['CS-new', 'CS-old'])
})
