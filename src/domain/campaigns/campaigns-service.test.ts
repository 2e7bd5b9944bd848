import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { liveSubject } from '#domain/live'
import { everyParty } from '#kernel'
import { campaignScene } from '#test/campaign-scene'
import type { NewCampaign } from './index.ts'

const scene = await campaignScene()
const { database, clock, bus, commands, firmware, campaigns, make } = scene
const { fleet, plan, started, members, ordered, waits, charged, answer, workUntilStill } = scene
afterAll(() => scene.close())

beforeAll(async () => {
  await database.query('', "INSERT INTO party (id, name) VALUES ('other', 'Another operator')", [])
})

describe('a firmware campaign', () => {
  test('orders the canary, then wave by wave, and nobody before their turn', async () => {
    const { vendor, ids } = await fleet(6)
    const { id, waves } = await started(vendor)
    expect(waves).toBe(3)
    await workUntilStill()
    expect(await ordered(id)).toEqual([ids[0]])
    await answer(ids[0] ?? '', 'installed')
    await workUntilStill()
    expect(await ordered(id)).toEqual(ids.slice(1, 4))
    for (const station of ids.slice(1, 4)) await answer(station, 'installed')
    await workUntilStill()
    expect(await ordered(id)).toEqual(ids.slice(4))
    for (const station of ids.slice(4)) await answer(station, 'installed')
    await workUntilStill()
    expect(await campaigns.get(everyParty, id)).toMatchObject({
      state: 'finished',
      progress: { waiting: 0, ordered: 0, succeeded: 6, failed: 0, skipped: 0 },
    })
    expect((await members(id))[0]).toMatchObject({ formerVersion: '1.0', attempts: 1 })
  })

  test('stops when its canary fails, and leaves everybody else alone', async () => {
    const { vendor, ids } = await fleet(4)
    const { id } = await started(vendor, { rollbackNote: 'Install 1.0 by hand.' })
    await workUntilStill()
    await answer(ids[0] ?? '', 'installation-failed')
    await workUntilStill()
    expect(await campaigns.get(everyParty, id)).toMatchObject({
      ...{ state: 'stopped', reason: 'too many stations failed', rollbackNote: 'Install 1.0 by hand.' },
      progress: { waiting: 3, failed: 1 },
    })
    expect((await members(id))[0]).toMatchObject({ state: 'failed', reason: 'installation-failed' })
    for (const station of ids.slice(1)) {
      expect((await commands.list(everyParty, { stationId: station }, { limit: 9 })).items).toEqual([])
    }
    await expect(campaigns.start(everyParty, id)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('bears failures within its bound; what was ordered before it stops is still followed to its end', async () => {
    const { vendor, ids } = await fleet(4)
    const { id } = await started(vendor)
    await workUntilStill()
    await answer(ids[0] ?? '', 'installed')
    await workUntilStill()
    await answer(ids[1] ?? '', 'installation-failed')
    await workUntilStill()
    expect((await campaigns.get(everyParty, id)).state).toBe('running')
    await answer(ids[2] ?? '', 'installation-failed')
    await workUntilStill()
    expect((await campaigns.get(everyParty, id)).state).toBe('stopped')
    await answer(ids[3] ?? '', 'installed')
    await workUntilStill()
    expect((await campaigns.get(everyParty, id)).progress).toMatchObject({ succeeded: 2, failed: 2, ordered: 0 })
  })

  test('orders each station once, whoever works, however often, and wherever a worker broke off', async () => {
    const { vendor, ids } = await fleet(3)
    const { id } = await started(vendor, { canarySize: 3 })
    await Promise.all([campaigns.work(), make().work(), make().work()])
    // As though the worker had ended between the order and its note.
    const lost = "UPDATE campaign_station SET state = 'waiting', command_id = NULL, attempts = 0 WHERE campaign_id = $1"
    await database.query('', lost, [id])
    await make().work()
    for (const station of ids) {
      expect((await commands.list(everyParty, { stationId: station }, { limit: 9 })).items).toHaveLength(1)
    }
    expect(await ordered(id)).toEqual(ids)
  })

  test('orders a station again that never heard', async () => {
    const { vendor, ids } = await fleet(1)
    const { id } = await started(vendor)
    await workUntilStill()
    clock.advance(400_000)
    await commands.sweep()
    await workUntilStill()
    expect((await members(id))[0]).toMatchObject({ state: 'ordered', attempts: 2 })
    expect((await commands.list(everyParty, { stationId: ids[0] ?? '' }, { limit: 9 })).items).toHaveLength(2)
  })

  test('waits for stations that are away, and in the end goes on without them', async () => {
    const { vendor, ids } = await fleet(2)
    await database.query('', 'UPDATE station_presence SET connected = false WHERE station_id = $1', [ids[0]])
    const { id } = await started(vendor, { canarySize: 2, waitHours: 2 })
    await workUntilStill()
    expect(await ordered(id)).toEqual([ids[1]])
    await answer(ids[1] ?? '', 'installed')
    clock.advance(2 * 3_600_000)
    await workUntilStill()
    expect(await campaigns.get(everyParty, id)).toMatchObject({
      state: 'finished',
      progress: { succeeded: 1, skipped: 1 },
    })
  })

  test('leaves a station alone while somebody charges there', async () => {
    const { vendor, ids } = await fleet(1)
    await charged(ids[0] ?? '', 'now', new Date(clock.nowMs()))
    const { id } = await started(vendor)
    await workUntilStill()
    expect(await ordered(id)).toEqual([])
    expect(await waits(id)).toEqual([{ reason: 'charging' }])
    await charged(ids[0] ?? '', 'now', new Date(clock.nowMs()), new Date(clock.nowMs()))
    await workUntilStill()
    expect(await ordered(id)).toEqual(ids)
  })

  test('orders in the hours in which each station is little used, by its own past', async () => {
    const { vendor, ids } = await fleet(2)
    // The first is used at noon, on each of the last seven days; the second never.
    for (let day = 1; day <= 7; day += 1) {
      const at = new Date(clock.nowMs() - day * 86_400_000)
      const noon = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate(), 12))
      await charged(ids[0] ?? '', `day ${day}`, noon, new Date(noon.getTime() + 1_800_000))
    }
    while (new Date(clock.nowMs()).getUTCHours() !== 12) clock.advance(3_600_000)
    const { id } = await started(vendor, { canarySize: 2, quietHours: true, timeoutMinutes: 10_080 })
    await workUntilStill()
    expect(await ordered(id)).toEqual([ids[1]])
    const [wait] = await waits(id)
    expect(wait).toMatchObject({ reason: 'quiet-hours' })
    expect(wait?.until?.getTime()).toBeGreaterThan(clock.nowMs())
    while (new Date(clock.nowMs()).getUTCHours() !== 20) clock.advance(3_600_000)
    expect(wait?.until?.getTime()).toBeLessThanOrEqual(clock.nowMs())
    await workUntilStill()
    expect(await ordered(id)).toContain(ids[0])
  })

  test('tells every station that moves, with how the whole stands', async () => {
    const { vendor, ids } = await fleet(2)
    const told: unknown[] = []
    const subscription = bus.subscribe(liveSubject('default', ids[0] ?? '', 'campaign'), (event) => told.push(event))
    const { id } = await started(vendor)
    await workUntilStill()
    await answer(ids[0] ?? '', 'installed')
    await workUntilStill()
    subscription.stop()
    expect(told).toMatchObject([
      { campaignId: id, state: 'running', waiting: 1, ordered: 1 },
      { campaignId: id, state: 'running', waiting: 1, succeeded: 1 },
    ])
  })

  test('that is paused orders nothing; one that is canceled never again', async () => {
    const { vendor, ids } = await fleet(2)
    const { id } = await started(vendor)
    await campaigns.pause(everyParty, id)
    await workUntilStill()
    expect(await ordered(id)).toEqual([])
    await campaigns.start(everyParty, id)
    await workUntilStill()
    expect(await ordered(id)).toEqual([ids[0]])
    await campaigns.cancel(everyParty, id)
    await answer(ids[0] ?? '', 'installed')
    await workUntilStill()
    expect(await campaigns.get(everyParty, id)).toMatchObject({
      state: 'canceled',
      progress: { succeeded: 1, waiting: 1 },
    })
    await expect(campaigns.cancel(everyParty, id)).rejects.toMatchObject({ code: 'conflict' })
    await expect(campaigns.pause(everyParty, id)).rejects.toMatchObject({ code: 'conflict' })
  })

  test('lets those that wait be while it is on hold, however long, and once it is canceled', async () => {
    const { vendor, ids } = await fleet(2)
    await database.query('', 'UPDATE station_presence SET connected = false WHERE station_id = $1', [ids[1]])
    const { id } = await started(vendor, { canarySize: 2, waitHours: 1, timeoutMinutes: 10_000 })
    await workUntilStill()
    await campaigns.pause(everyParty, id)
    clock.advance(2 * 3_600_000)
    await workUntilStill()
    expect((await campaigns.get(everyParty, id)).progress).toMatchObject({ ordered: 1, waiting: 1 })
    await campaigns.cancel(everyParty, id)
    await workUntilStill()
    expect((await campaigns.get(everyParty, id)).progress).toMatchObject({ ordered: 1, waiting: 1 })
  })

  test('leaves a station alone while it is held for somebody, until they have been or will not come', async () => {
    const { vendor, ids } = await fleet(2)
    const until = (hours: number) => new Date(clock.nowMs() + hours * 3_600_000)
    for (const [at, stationId] of ids.entries()) {
      await database.query(
        '',
        `INSERT INTO reservation (id, station_id, party_id, number, command_id, state, token_value, token_kind,
           expires_at, created_at, updated_at)
         VALUES ($1, $1, 'default', 7, 'c', $2, 'ALICE', 'rfid', $3, now(), now())`,
        [stationId, at === 0 ? 'active' : 'cancelled', until(1)],
      )
    }
    const { id } = await started(vendor, { canarySize: 2 })
    await workUntilStill()
    expect(await ordered(id)).toEqual([ids[1]])
    expect(await waits(id)).toEqual([{ reason: 'reserved' }])
    clock.advance(3_600_000)
    await workUntilStill()
    expect(await ordered(id)).toEqual(ids)
  })

  test('orders only so many at once, and the next when one has ended', async () => {
    const { vendor, ids } = await fleet(4)
    const { id } = await started(vendor, { canarySize: 0, waveSize: 10, atOnce: 2 })
    await workUntilStill()
    expect(await ordered(id)).toEqual(ids.slice(0, 2))
    await answer(ids[0] ?? '', 'installed')
    await workUntilStill()
    expect(await ordered(id)).toEqual(ids.slice(1, 3))
  })

  test('of an image never goes to another make, whatever group is asked for', async () => {
    const { ids } = await fleet(1)
    const { vendor } = await fleet(1)
    await expect(campaigns.create(plan(vendor, { group: { stationIds: ids } }))).rejects.toMatchObject({
      code: 'invalid',
    })
    await expect(campaigns.create(plan(vendor, { group: { vendor: 'Else' } }))).rejects.toMatchObject({
      code: 'invalid',
    })
  })

  test('whose firmware was removed stops, and gives no order before', async () => {
    const { vendor } = await fleet(2)
    const { id, imageId } = await started(vendor)
    await firmware.images.remove(everyParty, imageId ?? '')
    await workUntilStill()
    expect(await campaigns.get(everyParty, id)).toMatchObject({ state: 'stopped', reason: 'its firmware was removed' })
    expect((await members(id)).map(({ state }) => state)).toEqual(['waiting', 'waiting'])
  })
})

test('reboots go the same way: done once the station has booted', async () => {
  const { vendor, ids } = await fleet(2)
  const { imageId: _, ...reboot } = plan(vendor, { kind: 'reboot' })
  const { id } = await campaigns.create(reboot)
  await campaigns.start(everyParty, id)
  await workUntilStill()
  const [command] = (await commands.list(everyParty, { stationId: ids[0] ?? '' }, { limit: 9 })).items
  expect(command).toMatchObject({ kind: 'reset', request: { when: 'when-idle' }, requestedByName: 'Me' })
  clock.advance(60_000)
  await database.query('', 'UPDATE station SET booted_at = $2 WHERE id = $1', [ids[0], new Date(clock.nowMs())])
  await workUntilStill()
  expect(await campaigns.get(everyParty, id)).toMatchObject({ wave: 1, progress: { succeeded: 1, ordered: 1 } })
})

describe('a plan', () => {
  test('takes no station that has the version already, and none of another make or party', async () => {
    const { vendor, ids } = await fleet(3)
    await database.query('', "UPDATE station SET firmware_version = '2.0' WHERE id = $1", [ids[0]])
    await database.query('', "UPDATE station SET vendor = 'Else' WHERE id = $1", [ids[1]])
    const { id } = await campaigns.create(plan(vendor, { group: { stationIds: ids } }))
    expect((await members(id)).map(({ stationId }) => stationId)).toEqual([ids[2]])
    const theirs = { ...plan(vendor, { group: { stationIds: ids } }), partyId: 'other' }
    await expect(campaigns.create(theirs)).rejects.toMatchObject({ code: 'not-found' })
    expect((await campaigns.list({ partyIds: ['other'] }, {}, { limit: 9 })).items).toEqual([])
  })

  test.each<Partial<NewCampaign>>([
    { group: {} },
    { group: { vendor: 'Nobody', model: 'None' } },
    { name: ' ' },
    { canarySize: -1 },
    { waveSize: 100_001 },
    { atOnce: 0 },
    { wanted: [{ name: 'HeartbeatInterval', value: '300' }] },
    { failureLimitPercent: 101 },
    { timeoutMinutes: 0.5 },
    { kind: 'reboot' },
  ])('%j is invalid', async (change) => {
    const { vendor } = await fleet(1)
    await expect(campaigns.create(plan(vendor, change))).rejects.toMatchObject({ code: 'invalid' })
  })
})
