import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyParty } from '#kernel'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'
import { REMOVED_AT_ONCE, removeOld } from './maintenance.ts'
import { loadSettings } from './settings/index.ts'

const settings = loadSettings({
  overrides: {
    events: { keepMonths: 1 },
    commands: { keepDays: 10 },
    variables: { keepMonths: 1 },
    payments: { keepMonths: 1 },
  },
})
const DAY_MS = 86_400_000

let platform: ApiPlatform
beforeAll(async () => {
  platform = await apiPlatform()
  await platform.services.stations.create({ id: 'CS-1', partyId: 'north' })
})
afterAll(() => platform.close())

async function tellEvents(count: number, prefix: string): Promise<void> {
  const at = new Date(platform.clock.nowMs())
  const told = { stationId: 'CS-1', partyId: 'north', kind: 'security', at, receivedAt: at, facts: {} } as const
  await platform.services.stationEvents.record(
    Array.from({ length: count }, (_, n) => ({ ...told, type: `${prefix} ${n}` })),
  )
}

async function rows(table: string): Promise<number> {
  const { rows: counted } = await platform.database.pool.query(`SELECT count(*) AS count FROM ${table}`)
  return counted[0].count
}

test('what stations told of themselves goes after its months, many or few at a time, and nothing younger', async () => {
  const { services, clock } = platform
  await tellEvents(REMOVED_AT_ONCE + 3, 'old')
  clock.advance(20 * DAY_MS)
  await tellEvents(2, 'young')
  expect(await services.stationEvents.removeBefore(new Date(clock.nowMs() - DAY_MS), 5)).toBe(5)
  await removeOld({ services, settings, clock })
  expect(await rows('station_event')).toBe(REMOVED_AT_ONCE)
  clock.advance(12 * DAY_MS)
  await removeOld({ services, settings, clock })
  const { items } = await services.stationEvents.list(everyParty, {}, { limit: 10 })
  expect(items.map(({ type }) => type).sort()).toEqual(['young 0', 'young 1'])
})

test('settled commands go after their days; what still waits stays', async () => {
  const { services, clock } = platform
  const ask = { stationId: 'CS-1', kind: 'clear-cache', request: {}, requestedBy: 'test' } as const
  const settled = await services.commands.submit(everyParty, { ...ask, expiresInS: 0 })
  const waiting = await services.commands.submit(everyParty, ask)
  expect([settled.state, waiting.state]).toEqual(['expired', 'queued'])
  clock.advance(9 * DAY_MS)
  await removeOld({ services, settings, clock })
  expect(await rows('command')).toBe(2)
  clock.advance(2 * DAY_MS)
  await removeOld({ services, settings, clock })
  await expect(services.commands.get(everyParty, settled.id)).rejects.toMatchObject({ code: 'not-found' })
  expect(await services.commands.get(everyParty, waiting.id)).toMatchObject({ state: 'queued' })
})

test('what stations told of customers goes with the commands of that time', async () => {
  const { services, clock } = platform
  const told = { stationId: 'CS-1', partyId: 'north', seqNo: 0, toBeContinued: false, data: 'x' }
  const tell = (requestId: number) =>
    services.customerInformation.recordPart({ ...told, requestId, receivedAt: new Date(clock.nowMs()) })
  await tell(1)
  clock.advance(6 * DAY_MS)
  await tell(2)
  clock.advance(5 * DAY_MS)
  await removeOld({ services, settings, clock })
  expect(await services.customerInformation.list(everyParty, 'CS-1')).toMatchObject([{ requestId: 2 }])
})

test('sessions and links go once they have expired', async () => {
  const { services, clock, accounts } = platform
  await platform.signIn([{ partyId: '', role: 'owner' }])
  const [person] = await accounts.list()
  await accounts.createLink(person?.id ?? '', 60)
  expect(await rows('sign_in')).toBe(2)
  clock.advance(61_000)
  await removeOld({ services, settings, clock })
  expect(await rows('sign_in')).toBe(1)
  clock.advance(8 * DAY_MS)
  await removeOld({ services, settings, clock })
  expect(await rows('sign_in')).toBe(0)
})

test('former values of variables go after their months; the values stations have stay', async () => {
  const { services, clock } = platform
  const tell = (value: string) =>
    services.deviceModel.record(
      'CS-1',
      [{ component: 'Configuration', name: 'HeartbeatInterval', attribute: 'Actual', value }],
      new Date(clock.nowMs()),
    )
  await tell('1')
  await tell('2')
  clock.advance(30 * DAY_MS)
  await removeOld({ services, settings, clock })
  expect(await rows('variable_former')).toBe(1)
  clock.advance(2 * DAY_MS)
  await removeOld({ services, settings, clock })
  expect(await rows('variable_former')).toBe(0)
  expect(await services.deviceModel.list(everyParty, 'CS-1')).toMatchObject([{ value: '2' }])
})

test('what was paid and swapped goes after its months; what is to be settled stays, and the cost it is settled by', async () => {
  const { services, clock } = platform
  const { payments, tariffs, batterySwaps } = services
  const tell = async (name: string) => {
    const at = new Date(clock.nowMs())
    await payments.settledByStation({ stationId: 'CS-1', reference: name, state: 'settled' })
    await payments.begun({ stationId: 'CS-1', transactionReference: `${name} owed` }, `${name} owed`)
    const cost = { stationId: 'CS-1', partyId: 'north', final: true, at, currency: 'EUR', details: {} }
    await tariffs.recordCost({ ...cost, reference: name })
    await tariffs.recordCost({ ...cost, reference: `${name} owed` })
    const swap = { stationId: 'CS-1', requestId: 1, kind: 'in', token: name, tokenKind: 'rfid' } as const
    await batterySwaps.record({ ...swap, batteries: [], receivedAt: at })
  }
  const counts = () => Promise.all(['payment', 'transaction_cost', 'battery_swap_event'].map(rows))
  await tell('old')
  clock.advance(30 * DAY_MS)
  await tell('young')
  await removeOld({ services, settings, clock })
  expect(await counts()).toEqual([4, 4, 2])
  clock.advance(2 * DAY_MS)
  await removeOld({ services, settings, clock })
  expect(await counts()).toEqual([3, 3, 1])
})
