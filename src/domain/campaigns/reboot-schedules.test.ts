import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import { everyParty, ManualClock, silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import { testDomain } from '#test/domain'
import { createRebootSchedules, type NewRebootSchedule, nextTurn } from './index.ts'

const database = await testDatabase()
// A Monday, at noon.
const clock = new ManualClock('2026-03-02T12:00:00Z')
const domain = await testDomain({ database, bus: memoryBus({ logger: silentLogger }), clock })
const { campaigns, commands, rebootSchedules: schedules, transactions } = domain.services
const another = createRebootSchedules({ database, clock, logger: silentLogger })
afterAll(async () => {
  await domain.close()
  await database.close()
})

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const page = { limit: 100 }
let vendors = 0
let vendor = ''
beforeEach(() => {
  vendors += 1
  vendor = `V${vendors}`
})

async function station(name: string): Promise<string> {
  const id = `${vendor}-${name}`
  await database.query('', "INSERT INTO station (id, party_id, vendor) VALUES ($1, 'default', $2)", [id, vendor])
  await database.query('', 'INSERT INTO station_presence (station_id, connected) VALUES ($1, true)', [id])
  return id
}

const plan = (more: Partial<NewRebootSchedule> = {}): NewRebootSchedule => ({
  ...{ partyId: 'default', name: 'Weekly', group: { vendor }, everyDays: 7 },
  ...{ requestedBy: 'me', requestedByName: 'Me', ...more },
})

async function charged(stationId: string, from: Date, to?: Date): Promise<void> {
  const said = { stationId, partyId: 'default', reference: from.toISOString(), readings: [] } as const
  const facts = { evseId: 1, token: { value: 'ALICE', kind: 'rfid' } } as const
  await transactions.report({ ...said, kind: 'started', seqNo: 0, facts, at: from, receivedAt: from })
  if (to !== undefined) {
    await transactions.report({ ...said, kind: 'ended', seqNo: 1, facts: {}, at: to, receivedAt: to })
  }
}

const now = () => new Date(clock.nowMs())
const after = (ms: number) => new Date(clock.nowMs() + ms)
const begun = async (scheduleId: string) => (await campaigns.list(everyParty, { scheduleId }, page)).items
const resets = async (stationId: string) => (await commands.list(everyParty, { stationId, kind: 'reset' }, page)).items

/** What the workers do, until nothing moves. */
async function work(): Promise<void> {
  await schedules.begin()
  for (let round = 0; round < 3; round += 1) await campaigns.work()
}

async function booted(stationId: string): Promise<void> {
  clock.advance(60_000)
  await database.query('', 'UPDATE station SET booted_at = $2 WHERE id = $1', [stationId, now()])
  await work()
}

describe('a schedule', () => {
  test('begins a campaign each time, and shows when the next is', async () => {
    const one = await station('one')
    const firstAt = after(HOUR_MS)
    const { id, nextAt } = await schedules.create(plan({ firstAt }))
    expect(nextAt).toEqual(firstAt)
    await work()
    expect(await resets(one)).toEqual([])
    clock.advance(HOUR_MS)
    const lastAt = now()
    await work()
    expect(await schedules.get(everyParty, id)).toMatchObject({
      ...{ lastAt, lastResult: 'begun', nextAt: new Date(firstAt.getTime() + 7 * DAY_MS) },
    })
    expect(await resets(one)).toMatchObject([{ request: { when: 'when-idle' }, requestedByName: 'Me' }])
    await booted(one)
    expect(await begun(id)).toMatchObject([{ kind: 'reboot', state: 'finished', progress: { succeeded: 1 } }])
    clock.advance(7 * DAY_MS)
    await work()
    expect(await begun(id)).toHaveLength(2)
    expect(await resets(one)).toHaveLength(2)
  })

  test('begins once, whoever works, and makes up for nothing that was missed', async () => {
    await station('one')
    const { id } = await schedules.create(plan({ firstAt: now(), everyDays: 1 }))
    clock.advance(3 * DAY_MS + HOUR_MS)
    await Promise.all([schedules.begin(), another.begin(), another.begin()])
    await schedules.begin()
    expect(await begun(id)).toHaveLength(1)
    expect((await schedules.get(everyParty, id)).nextAt).toEqual(after(DAY_MS - HOUR_MS))
  })

  test('reboots nobody who charges or holds a reservation, until they have been', async () => {
    const [charging, held, free] = [await station('charging'), await station('held'), await station('free')]
    await charged(charging, now())
    await database.query(
      '',
      `INSERT INTO reservation (id, station_id, party_id, number, command_id, state, token_value, token_kind, expires_at,
         created_at, updated_at) VALUES ($1, $1, 'default', 1, 'c', 'active', 'ALICE', 'rfid', $2, now(), now())`,
      [held, after(2 * HOUR_MS)],
    )
    const started = now()
    await schedules.create(plan())
    await work()
    expect([await resets(charging), await resets(held)]).toEqual([[], []])
    expect(await resets(free)).toHaveLength(1)
    clock.advance(HOUR_MS)
    await charged(charging, started, now())
    clock.advance(HOUR_MS)
    for (let hours = 0; hours < 168 && (await resets(charging)).length === 0; hours += 1) {
      clock.advance(HOUR_MS)
      await work()
    }
    expect(await resets(charging)).toHaveLength(1)
    expect(await resets(held)).toHaveLength(1)
  })

  test('reboots each station in the hours in which it is little used, and says when that is', async () => {
    const [used, idle] = [await station('used'), await station('idle')]
    // Used at each hour from eight to twenty, on each of the last seven days.
    while (now().getUTCHours() !== 12) clock.advance(HOUR_MS)
    const midnight = Math.floor(clock.nowMs() / DAY_MS) * DAY_MS
    for (let day = 1; day <= 7; day += 1) {
      const morning = midnight - day * DAY_MS + 8 * HOUR_MS
      await charged(used, new Date(morning), new Date(morning + 12 * HOUR_MS))
    }
    const { id } = await schedules.create(plan())
    const turns = async () => (await schedules.stations(everyParty, id, page)).items
    expect(await turns()).toEqual([
      { stationId: idle, nextAt: now() },
      { stationId: used, nextAt: new Date(midnight + 21 * HOUR_MS) },
    ])
    await work()
    expect([await resets(used), (await resets(idle)).length]).toEqual([[], 1])
    expect(await turns()).toMatchObject([{}, { nextAt: new Date(midnight + 21 * HOUR_MS) }])
    await booted(idle)
    clock.advance(9 * HOUR_MS)
    await work()
    expect(await resets(used)).toHaveLength(1)
    const { nextAt } = await schedules.get(everyParty, id)
    for (const turn of await turns()) expect(turn.nextAt?.getTime()).toBeGreaterThanOrEqual(nextAt?.getTime() ?? 0)
  })

  test('waits for the campaign before; a station that is away all week does not keep it from coming again', async () => {
    const one = await station('one')
    await database.query('', 'UPDATE station_presence SET connected = false WHERE station_id = $1', [one])
    const { id } = await schedules.create(plan())
    await work()
    const [first] = await begun(id)
    await campaigns.pause(everyParty, first?.id ?? '')
    clock.advance(7 * DAY_MS)
    await work()
    expect(await begun(id)).toHaveLength(1)
    await campaigns.cancel(everyParty, first?.id ?? '')
    await work()
    expect(await begun(id)).toHaveLength(2)
    clock.advance(7 * DAY_MS)
    await work()
    await work()
    expect(await begun(id)).toMatchObject([{ state: 'running' }, { state: 'finished' }, { state: 'canceled' }])
  })

  test('on hold begins nothing and has no next; with nobody to reboot it says so', async () => {
    const { id } = await schedules.create(plan())
    await schedules.change(everyParty, id, { active: false })
    await work()
    const held = await schedules.get(everyParty, id)
    expect(held.nextAt).toBeUndefined()
    expect(held.lastAt).toBeUndefined()
    await schedules.change(everyParty, id, { active: true, everyDays: 2, name: 'Other' })
    await work()
    expect(await schedules.get(everyParty, id)).toMatchObject({
      ...{ name: 'Other', lastResult: 'no-stations', nextAt: after(2 * DAY_MS) },
    })
    expect(await begun(id)).toEqual([])
  })

  test('that is removed begins nothing more; what it began stays', async () => {
    await station('one')
    const { id } = await schedules.create(plan())
    await work()
    const [campaign] = await begun(id)
    await schedules.remove(everyParty, id)
    await work()
    await expect(schedules.get(everyParty, id)).rejects.toMatchObject({ code: 'not-found' })
    expect(await campaigns.get(everyParty, campaign?.id ?? '')).toMatchObject({ state: 'running' })
  })

  test.each<Partial<NewRebootSchedule>>([
    { group: {} },
    { group: { locationId: 'none' } },
    { everyDays: 0 },
    { everyDays: 367 },
    { everyDays: 1.5 },
    { atOnce: 0 },
    { name: 'two\nlines' },
    { partyId: 'none' },
  ])('cannot be with %j', async (more) => {
    await expect(schedules.create(plan(more))).rejects.toMatchObject({ code: 'invalid' })
  })

  test('of another party is not found', async () => {
    const { id } = await schedules.create(plan())
    const other = { partyIds: ['other'] }
    const refused = { code: 'not-found' }
    await expect(schedules.get(other, id)).rejects.toMatchObject(refused)
    await expect(schedules.stations(other, id, page)).rejects.toMatchObject(refused)
    await expect(schedules.change(other, id, { active: false })).rejects.toMatchObject(refused)
    await expect(schedules.remove(other, id)).rejects.toMatchObject(refused)
    expect((await schedules.list(other, page)).items).toEqual([])
  })
})

test.each([
  ['2026-03-01T00:00:00Z', '2026-03-08T00:00:00.000Z'],
  ['2026-02-22T12:00:00Z', '2026-03-08T12:00:00.000Z'],
  ['2026-02-22T12:00:01Z', '2026-03-01T12:00:01.000Z'],
  ['2026-04-01T00:00:00Z', '2026-04-08T00:00:00.000Z'],
])('a week after %s is, on the first of March at noon, next %s', (at, next) => {
  expect(nextTurn(new Date(at), 7, new Date('2026-03-01T12:00:00Z')).toISOString()).toBe(next)
})
