import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import { liveSubject } from '#domain/live'
import { everyParty, ManualClock, silentLogger, systemClock } from '#kernel'
import { testDatabase } from '#test/database'
import { MAX_CONNECTORS } from './connector-store.ts'
import { createStations, MAX_CLOCK_SKEW_MS, type StatusReport } from './index.ts'
import { orderingTime } from './status-order.ts'

const database = await testDatabase()
afterAll(() => database.close())
const bus = memoryBus({ logger: silentLogger })
const clock = new ManualClock('2026-03-01T12:00:00Z')
const settings = {
  unknownStations: 'refuse',
  heartbeatIntervalS: 300,
  securityProfileMinimum: 0,
  defaultPartyId: 'default',
} as const
const options = { database, bus, logger: silentLogger, settings, secretKey: Buffer.alloc(32) }
const stations = createStations({ ...options, clock })

let stationId = ''
let count = 0
async function newStation() {
  count += 1
  stationId = `CS-${count}`
  await stations.create({ id: stationId, partyId: 'default' })
}
beforeEach(newStation)

const secondsAgo = (seconds: number) => new Date(clock.nowMs() - seconds * 1_000)
const report = (change: Partial<StatusReport> = {}): StatusReport => ({
  stationId,
  evseId: 1,
  connectorId: 1,
  status: 'available',
  at: secondsAgo(0),
  ...change,
})
const connectors = async () => (await stations.get(everyParty, stationId)).connectors

describe('the status of a connector', () => {
  test('an older status never takes the place of a newer one', async () => {
    await stations.reportStatus(report({ status: 'charging', at: secondsAgo(10) }))
    await stations.reportStatus(report({ status: 'preparing', at: secondsAgo(20) }))
    expect(await connectors()).toMatchObject([{ status: 'charging', statusAt: secondsAgo(10) }])
  })

  test('of two with the same time the one that arrived later holds', async () => {
    await stations.reportStatus(report({ status: 'preparing' }))
    await stations.reportStatus(report({ status: 'charging' }))
    expect(await connectors()).toMatchObject([{ status: 'charging' }])
  })

  test('whatever order they arrive in, one by one or together, the newest holds', async () => {
    const statuses = ['available', 'preparing', 'charging', 'finishing', 'faulted'] as const
    const reports = statuses.map((status, index) => ({ status, at: secondsAgo(100 - index) }))
    const arrival = fc.record({
      order: fc.shuffledSubarray([...reports, ...reports], { minLength: 10 }),
      together: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(arrival, async ({ order, together }) => {
        await newStation()
        const told = order.map((each) => report(each))
        if (together) await Promise.all(told.map((each) => stations.reportStatus(each)))
        else for (const each of told) await stations.reportStatus(each)
        expect(await connectors()).toMatchObject([{ status: 'faulted' }])
      }),
      { numRuns: 30 },
    )
  })

  test('it is told as it takes effect, and only then', async () => {
    const told: unknown[] = []
    const subscription = bus.subscribe(liveSubject('default', stationId, 'status'), (payload) => told.push(payload))
    await Promise.all([
      stations.reportStatus(report({ status: 'charging', at: secondsAgo(1) })),
      stations.reportStatus(report({ status: 'preparing', at: secondsAgo(2) })),
    ])
    await stations.reportStatus(report({ status: 'faulted', errorCode: 'GroundFailure' }))
    subscription.stop()
    expect(told).toMatchObject([
      { evseId: 1, connectorId: 1, status: 'charging' },
      { status: 'faulted', errorCode: 'GroundFailure' },
    ])
  })
})

describe('C-08: clocks that cannot be right', () => {
  test.each(['1970-01-01T00:00:10Z', '2099-01-01T00:00:00Z', 'no time at all'])(
    'a status of %s is ordered by its arrival',
    async (text) => {
      await stations.reportStatus(report({ status: 'charging' }))
      clock.advance(1_000)
      await stations.reportStatus(report({ status: 'finishing', at: new Date(text) }))
      expect(await connectors()).toMatchObject([{ status: 'finishing' }])
      clock.advance(1_000)
      await stations.reportStatus(report({ status: 'available' }))
      expect(await connectors()).toMatchObject([{ status: 'available' }])
    },
  )

  test('what the station said is kept all the same', async () => {
    const at = new Date('1970-01-01T00:00:10Z')
    await stations.reportStatus(report({ at }))
    expect(await connectors()).toMatchObject([{ statusAt: at }])
  })

  test('five minutes off is the limit, either way', () => {
    const now = new Date('2026-03-01T12:00:00Z')
    const off = (ms: number) => new Date(now.getTime() + ms)
    for (const ms of [0, MAX_CLOCK_SKEW_MS, -MAX_CLOCK_SKEW_MS]) expect(orderingTime(off(ms), now)).toEqual(off(ms))
    for (const ms of [MAX_CLOCK_SKEW_MS + 1, -MAX_CLOCK_SKEW_MS - 1]) expect(orderingTime(off(ms), now)).toEqual(now)
  })
})

describe('bounds', () => {
  test('numbers that no EVSE has are not stored and disturb nobody', async () => {
    await Promise.all([
      stations.reportStatus(report({ evseId: 3_000_000_000 })),
      stations.reportStatus(report({ connectorId: -1 })),
      stations.reportStatus(report({ evseId: 1.5 })),
      stations.reportStatus(report({ evseId: 2 })),
    ])
    expect(await connectors()).toMatchObject([{ evseId: 2, connectorId: 1 }])
  })

  test('a station cannot grow the table without end; what it has stays up to date', async () => {
    for (let evseId = 1; evseId <= MAX_CONNECTORS + 3; evseId++) await stations.reportStatus(report({ evseId }))
    clock.advance(1_000)
    await stations.reportStatus(report({ evseId: 1, status: 'faulted' }))
    const found = await connectors()
    expect(found).toHaveLength(MAX_CONNECTORS)
    expect(found[0]).toMatchObject({ evseId: 1, status: 'faulted' })
  })

  test('text of any length is cut', async () => {
    await stations.reportStatus(report({ info: 'i\0'.repeat(10_000) }))
    expect((await connectors())[0]?.info).toHaveLength(500)
  })
})

test('C-11: first statuses of one new station on several nodes at once are all stored, with no deadlock to see', async () => {
  const nodes = [1, 2, 3].map(() => createStations({ ...options, clock: systemClock }))
  const evses = Array.from({ length: 40 }, (_, index) => index + 1)
  const reports = nodes.flatMap((node, turn) =>
    (turn % 2 === 0 ? evses : evses.toReversed()).map((evseId) =>
      node.reportStatus({ ...report({ evseId }), at: new Date(systemClock.nowMs()) }),
    ),
  )
  await Promise.all(reports)
  expect(await connectors()).toHaveLength(40)
})

test('a station that is gone costs the others in its group nothing', async () => {
  await Promise.all([stations.reportStatus(report({ stationId: 'CS-gone' })), stations.reportStatus(report())])
  expect(await connectors()).toHaveLength(1)
})
