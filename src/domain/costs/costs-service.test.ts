import { afterAll, beforeAll, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import { createTariffs } from '#domain/tariffs'
import { createTransactions, type TransactionReport } from '#domain/transactions'
import { everyParty, ManualClock, noMetrics, silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import { createCosts } from './index.ts'

const database = await testDatabase()
const clock = new ManualClock('2026-03-02T12:00:00Z')
const bus = memoryBus({ clock, logger: silentLogger })
const shared = { database, clock, bus, logger: silentLogger, metrics: noMetrics }
const accepted = { status: 'accepted' } as const
const transactions = createTransactions({
  ...shared,
  authorization: {
    authorize: async () => accepted,
    startInTurn: (_party, _token, _id, start) => start(accepted),
  },
})
const tariffs = createTariffs(shared)
const asked: object[] = []
const commands = {
  async submit(_scope: unknown, { stationId, kind, request }: { stationId: string; kind: string; request: object }) {
    asked.push({ stationId, kind, ...request })
    return await Promise.reject(new Error('nobody is there'))
  },
}
const makeCosts = () => createCosts({ ...shared, tariffs, transactions, commands })
const costs = makeCosts()
/** Another node, which hears of transactions on the bus. */
const elsewhere = makeCosts()

beforeAll(async () => {
  await database.query('', "INSERT INTO party (id, name) VALUES ('north', 'North'), ('south', 'South')", [])
  await database.query(
    '',
    "INSERT INTO location (id, party_id, name, time_zone) VALUES ('L', 'north', 'L', 'Europe/Berlin')",
    [],
  )
  await database.query(
    '',
    "INSERT INTO station (id, party_id, location_id) VALUES ('N1', 'north', 'L'), ('S1', 'south', NULL)",
    [],
  )
  const when = { fromTime: '11:00', toTime: '12:00' }
  const { id } = await tariffs.create({
    ...{ partyId: 'north', currency: 'EUR' },
    energy: { prices: [{ price: '1', when }, { price: '0.50' }] },
    chargingTime: { prices: [{ price: '0.01' }] },
  })
  await costs.assign({ partyIds: ['north'] }, 'N1', 0, id)
})
afterAll(async () => {
  costs.close()
  elsewhere.close()
  await transactions.close()
  await database.close()
})

function report(
  reference: string,
  kind: TransactionReport['kind'],
  minutes: number,
  registerWh: number,
): TransactionReport {
  const at = new Date(Date.parse('2026-03-02T09:30:00Z') + minutes * 60_000)
  const facts = {
    ...{ evseId: 1, chargingState: 'Charging' },
    ...(kind === 'started' ? { token: { value: 'Alice', kind: 'rfid' } as const } : {}),
  }
  const readings = [{ at, registerWh, samples: [] }]
  const seqNo = kind === 'started' ? 0 : minutes
  return { stationId: 'N1', partyId: 'north', reference, kind, seqNo, at, receivedAt: at, facts, readings }
}

/** What the gateway does with an event of money. */
async function tell(event: TransactionReport, by = costs) {
  await transactions.report(event)
  expect(by.concerns(event)).toBe(true)
  return await by.follow(event)
}

test('I02.FR.01 times of the tariff are those of the place the station stands at', async () => {
  await tell(report('BERLIN', 'started', 0, 0))
  // 10:30 to 11:30 in Berlin: half before and half after eleven.
  expect(await tell(report('BERLIN', 'ended', 60, 2000))).toMatchObject({ total: '2.10', currency: 'EUR' })
})

test('I02.FR.01 an EVSE number that none can have counts by what holds for the whole station', async () => {
  const started = report('NOWHERE', 'started', 0, 0)
  await tell({ ...started, facts: { ...started.facts, evseId: 7e24 } })
  expect(await tell(report('NOWHERE', 'updated', 60, 2000))).toMatchObject({ total: '2.10', currency: 'EUR' })
})

test('an update of a transaction that costs nothing is no matter of money, and asks nobody', async () => {
  const free = { ...report('FREE', 'started', 0, 0), stationId: 'S1', partyId: 'south' }
  await transactions.report(free)
  expect(costs.concerns(free)).toBe(false)
  expect(costs.concerns({ ...report('FREE', 'updated', 1, 5), stationId: 'S1', partyId: 'south' })).toBe(false)
  expect(costs.concerns({ ...report('FREE', 'ended', 2, 5), stationId: 'S1', partyId: 'south' })).toBe(false)
})

test('I02.FR.01 the running cost is known wherever its station comes to, and after a restart', async () => {
  await tell(report('MOVED', 'started', 0, 0))
  const next = report('MOVED', 'updated', 20, 1000)
  expect(await tell(next, elsewhere)).toMatchObject({ total: '0.70' })
  const restarted = makeCosts()
  expect(restarted.concerns(report('MOVED', 'updated', 25, 1500))).toBe(false)
  await restarted.resume()
  expect(await tell(report('MOVED', 'updated', 25, 1500), restarted)).toMatchObject({ total: '1.00' })
  restarted.close()
})

test('I02.FR.01 a station that has said nothing for a while is told by a message, once for each cost', async () => {
  await tell(report('QUIET', 'started', 0, 0))
  clock.advance(Date.parse('2026-03-02T12:00:00Z') - clock.nowMs())
  await tell(report('QUIET', 'updated', 140, 1000))
  asked.length = 0
  await costs.tellQuiet()
  expect(asked).toEqual([])
  clock.advance(300_000)
  await costs.tellQuiet()
  expect(asked).toContainEqual({ stationId: 'N1', kind: 'update-cost', reference: 'QUIET', totalCost: '2.26' })
  const count = asked.length
  await costs.tellQuiet()
  expect(asked).toHaveLength(count)
  await tell(report('QUIET', 'ended', 150, 1000))
  clock.advance(300_000)
  await costs.tellQuiet()
  expect(asked.filter((one) => 'reference' in one && one.reference === 'QUIET')).toHaveLength(1)
})

test('what nobody completes is final after three days', async () => {
  await tell(report('LOST', 'started', 0, 0))
  await tell({ ...report('LOST', 'ended', 60, 1000), seqNo: 9 })
  const { id } = await transactions.find(everyParty, 'N1', 'LOST')
  expect(await costs.ofTransaction(everyParty, id)).toMatchObject({ revision: 1, isFinal: false })
  clock.advance(4 * 86_400_000)
  await costs.recount()
  expect(await costs.ofTransaction(everyParty, id)).toMatchObject({ revision: 1, isFinal: true })
})

test('a charge is its own party’s', async () => {
  await tell(report('OWN', 'started', 0, 0))
  await tell(report('OWN', 'ended', 60, 1000))
  const { id } = await transactions.find(everyParty, 'N1', 'OWN')
  await expect(costs.ofTransaction({ partyIds: ['south'] }, id)).rejects.toMatchObject({ code: 'not-found' })
  await expect(costs.stationTariffs({ partyIds: ['south'] }, 'N1')).rejects.toMatchObject({ code: 'not-found' })
  const foreign = await tariffs.create({ partyId: 'south', currency: 'EUR', energy: { prices: [{ price: '1' }] } })
  await expect(costs.assign(everyParty, 'N1', 0, foreign.id)).rejects.toMatchObject({ code: 'not-found' })
})
