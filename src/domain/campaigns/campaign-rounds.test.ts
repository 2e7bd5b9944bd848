import type { KyselyPlugin } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { everyParty } from '#kernel'
import type { Database } from '#storage'
import { campaignScene } from '#test/campaign-scene'

const scene = await campaignScene()
const { database, clock, commands, campaigns, makeWith } = scene
const { fleet, plan, started, members, ordered, waits, answer, workUntilStill } = scene
afterAll(() => scene.close())

describe('a campaign', () => {
  test('says of each station that waits why it does', async () => {
    const { vendor, ids } = await fleet(6)
    await database.query('', 'UPDATE station_presence SET connected = false WHERE station_id = $1', [ids[5]])
    const { id } = await campaigns.create(plan(vendor, { canarySize: 4, atOnce: 2, quietHours: true }))
    const reasons = async () => (await waits(id)).map(({ reason }) => reason)
    expect(await reasons()).toEqual(Array.from({ length: 6 }, () => 'not-started'))
    await campaigns.start(everyParty, id)
    expect(await reasons()).toEqual([...Array.from({ length: 4 }, () => 'next-look'), 'later-wave', 'later-wave'])
    await workUntilStill()
    expect(await reasons()).toEqual(['others-first', 'others-first', 'later-wave', 'later-wave'])
    for (const station of ids.slice(0, 4)) {
      await answer(station, 'installed')
      await workUntilStill()
    }
    expect(await reasons()).toEqual(['offline'])
    await campaigns.pause(everyParty, id)
    expect(await reasons()).toEqual(['paused'])
    await campaigns.cancel(everyParty, id)
    expect(await reasons()).toEqual(['ended'])
  })

  test('says of a station that as many commands wait for it as may, and lets others go before it', async () => {
    const { vendor, ids } = await fleet(3)
    const [full = '', ...others] = ids
    const ask = { stationId: full, kind: 'clear-cache', request: {}, requestedBy: 'me', expiresInS: 60 } as const
    for (let count = 0; count < 100; count += 1) await commands.submit(everyParty, ask)
    const { id } = await started(vendor, { canarySize: 3, atOnce: 1 })
    await workUntilStill()
    expect(await ordered(id)).toEqual([others[0]])
    expect((await members(id))[0]).toMatchObject({ state: 'waiting', wait: { reason: 'others-first' } })
    for (const other of others) {
      await answer(other, 'installed')
      await workUntilStill()
    }
    expect(await waits(id)).toEqual([{ reason: 'command-limit' }])
    clock.advance(61_000)
    await workUntilStill()
    expect(await ordered(id)).toEqual([full])
  })

  test('waits for a station that is not accepted yet, and for one that could not be sent its order just then', async () => {
    const { vendor, ids } = await fleet(2)
    const [pending = '', full = ''] = ids
    await database.query('', "UPDATE station SET registration = 'pending' WHERE id = $1", [pending])
    const { id } = await started(vendor, { canarySize: 2 })
    await workUntilStill()
    expect(await waits(id)).toEqual([{ reason: 'not-accepted' }])
    const [command] = (await commands.list(everyParty, { stationId: full }, { limit: 1 })).items
    const result = { error: { code: 'too-many', message: 'too many commands wait for this station' } }
    await commands.move(command?.id ?? '', { state: 'refused', result })
    await database.query('', "UPDATE station SET registration = 'accepted' WHERE id = $1", [pending])
    await workUntilStill()
    expect(await ordered(id)).toEqual(ids)
    expect((await members(id))[1]).toMatchObject({ stationId: full, attempts: 2 })
  })

  test('that is paused in the middle of a round orders nothing more', async () => {
    const { vendor, ids } = await fleet(3)
    const { id } = await started(vendor, { canarySize: 3 })
    const submit: typeof commands.submit = async (scope, asked) => {
      const command = await commands.submit(scope, asked)
      if (asked.requestedBy === id) await campaigns.pause(everyParty, id)
      return command
    }
    await makeWith({ commands: { ...commands, submit } }).work()
    expect(await ordered(id)).toEqual([ids[0]])
  })

  test('that is paused while others have their round is let be', async () => {
    const first = await fleet(1)
    const other = await started(first.vendor)
    clock.advance(1)
    const second = await fleet(1)
    await database.query('', 'UPDATE station_presence SET connected = false WHERE station_id = $1', second.ids)
    const { id } = await started(second.vendor, { waitHours: 1 })
    clock.advance(2 * 3_600_000)
    const submit: typeof commands.submit = async (scope, asked) => {
      if (asked.requestedBy === other.id) await campaigns.pause(everyParty, id)
      return await commands.submit(scope, asked)
    }
    await makeWith({ commands: { ...commands, submit } }).work()
    expect(await ordered(other.id)).toEqual(first.ids)
    expect(await waits(id)).toEqual([{ reason: 'paused' }])
  })

  test('counts a failure once that another node has noted in between', async () => {
    const { vendor, ids } = await fleet(4)
    const { id } = await started(vendor, { canarySize: 4 })
    await workUntilStill()
    await answer(ids[0] ?? '', 'installation-failed')
    // One of four may fail, two may not: right after the first statement another node has noted the failure.
    let noted = false
    const plugin: KyselyPlugin = {
      transformQuery: ({ node }) => node,
      async transformResult({ result }) {
        if (noted || result.rows.every((row) => row.command_state === undefined || row.station_id !== ids[0]))
          return result
        noted = true
        const failed = "UPDATE campaign_station SET state = 'failed' WHERE campaign_id = $1 AND station_id = $2"
        await database.pool.query(failed, [id, ids[0]])
        return result
      },
    }
    const between: Database = {
      ...database,
      kysely: database.kysely.withPlugin(plugin),
      transaction: (work) =>
        database.transaction((queries) => work({ ...queries, kysely: queries.kysely.withPlugin(plugin) })),
    }
    await makeWith({ database: between }).work()
    expect(noted).toBe(true)
    await workUntilStill()
    expect(await campaigns.get(everyParty, id)).toMatchObject({ state: 'running', progress: { failed: 1 } })
  })
})

test('what has been over for long goes, a little at a time; whatever is not over stays', async () => {
  const { vendor, ids } = await fleet(3)
  const done = await started(vendor, { canarySize: 3 })
  await workUntilStill()
  for (const station of ids) await answer(station, 'installed')
  await workUntilStill()
  const [other] = [await fleet(2)]
  const ordered = await started(other.vendor, { canarySize: 2, timeoutMinutes: 10_080 })
  await workUntilStill()
  await campaigns.cancel(everyParty, ordered.id)
  const draft = await campaigns.create(plan(other.vendor))
  clock.advance(1_000)
  const later = new Date(clock.nowMs())
  expect(await campaigns.removeBefore(new Date(0), 10)).toBe(0)
  expect(await campaigns.removeBefore(later, 2)).toBe(2)
  while ((await campaigns.removeBefore(later, 2)) > 0);
  await expect(campaigns.get(everyParty, done.id)).rejects.toMatchObject({ code: 'not-found' })
  expect(await campaigns.get(everyParty, ordered.id)).toMatchObject({ progress: { ordered: 2 } })
  expect(await campaigns.get(everyParty, draft.id)).toMatchObject({ state: 'draft' })
})
