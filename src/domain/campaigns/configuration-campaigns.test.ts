import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import { type CommandMove, createCommands } from '#domain/commands'
import { createConfiguration } from '#domain/configuration'
import { createDeviceModel } from '#domain/device-model'
import { followLive } from '#domain/live'
import { everyParty, ManualClock, silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import { testFiling } from '#test/filing'
import { MOST_ATTEMPTS } from './campaign-step.ts'
import { createCampaigns, type NewCampaign } from './index.ts'

const database = await testDatabase()
const clock = new ManualClock('2026-03-01T12:00:00Z')
const bus = memoryBus({ logger: silentLogger })
const shared = { database, bus, clock, logger: silentLogger }
const commands = createCommands({ ...shared, secretKey: new Uint8Array(32).fill(7), limits: { waitingPerStation: 10 } })
const model = createDeviceModel({ database, clock })
const filing = await testFiling({ database, bus, clock })
const keyed = { ...shared, commands, secretKey: new Uint8Array(32).fill(7) }
const make = () => createCampaigns({ ...keyed, firmware: filing.firmware })
const campaigns = make()
const configuration = createConfiguration({ ...keyed, setAtFirstBoot: campaigns.setAtFirstBoot })
const { templates } = configuration
afterAll(async () => {
  await filing.close()
  await database.close()
})
/** What the workers do, one after the other. */
async function work(): Promise<void> {
  await configuration.work()
  await campaigns.work()
}

let vendor = ''
let fleets = 0
beforeEach(() => {
  fleets += 1
  vendor = `V${fleets}`
})

async function fleet(count: number, connected = true): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, n) => `${vendor}-${n + 1}`)
  for (const id of ids) {
    await database.query('', "INSERT INTO station (id, party_id, vendor) VALUES ($1, 'default', $2)", [id, vendor])
    const presence = "INSERT INTO station_presence (station_id, connected, ocpp_version) VALUES ($1, $2, 'ocpp2.0.1')"
    await database.query('', presence, [id, connected])
  }
  return ids
}
const place = { component: 'OCPPCommCtrlr', name: 'HeartbeatInterval' }
const plan = (more: Partial<NewCampaign> = {}): NewCampaign => ({
  ...{ kind: 'configuration', begin: true },
  ...{ partyId: 'default', name: 'Spring', wanted: [{ ...place, value: '300' }], group: { vendor }, atOnce: 2 },
  ...{ requestedBy: 'me', requestedByName: 'Me', ...more },
})
const commandOf = async (stationId: string) => (await commands.list(everyParty, { stationId }, { limit: 10 })).items
async function settle(stationId: string, move: CommandMove) {
  const [command] = await commandOf(stationId)
  expect(await commands.move(command?.id ?? '', move)).toBe(true)
}
const answered = (status: string): CommandMove => ({
  state: status === 'Rejected' ? 'refused' : 'answered',
  result: { status, details: { variables: [{ ...place, attribute: 'Actual', status }] } },
})
const members = async (id: string) => (await campaigns.members(everyParty, id, {}, { limit: 100 })).items
const states = async (id: string) => (await members(id)).map(({ state }) => state)

describe('a change', () => {
  test('tells so many stations at once, keeps what each answered, and comes to its end', async () => {
    const [one = '', two = '', three = ''] = await fleet(3)
    const heard: unknown[] = []
    const following = followLive(bus, everyParty, { kinds: ['campaign'] }, (_, event) => heard.push(event))
    const { id } = await campaigns.create(plan())
    await work()
    await work()
    expect(await states(id)).toEqual(['ordered', 'ordered', 'waiting'])
    expect(await commandOf(one)).toMatchObject([
      { kind: 'set-variables', request: { variables: [{ ...place, value: '300' }] }, requestedByName: 'Me' },
    ])
    await settle(one, answered('RebootRequired'))
    await settle(two, answered('Rejected'))
    await work()
    await settle(three, answered('Accepted'))
    await work()
    following.stop()
    expect(await campaigns.get(everyParty, id)).toMatchObject({
      state: 'finished',
      progress: { waiting: 0, ordered: 0, succeeded: 2, failed: 1, skipped: 0 },
      rebootsRequired: 1,
      finishedAt: new Date(clock.nowMs()),
    })
    expect(await members(id)).toMatchObject([
      { stationId: one, state: 'succeeded', rebootRequired: true, results: [{ ...place, status: 'RebootRequired' }] },
      { stationId: two, state: 'failed', reason: 'HeartbeatInterval: Rejected', rebootRequired: false },
      { stationId: three, state: 'succeeded' },
    ])
    const filter = { rebootRequired: true }
    expect((await campaigns.members(everyParty, id, filter, { limit: 10 })).items).toHaveLength(1)
    const later = new Date(clock.nowMs() + 1_000)
    await database.query('', 'UPDATE station SET booted_at = $2 WHERE id = $1', [one, later])
    expect((await campaigns.members(everyParty, id, filter, { limit: 10 })).items).toEqual([])
    expect(await campaigns.get(everyParty, id)).toMatchObject({ rebootsRequired: 0 })
    expect(heard.at(-1)).toMatchObject({
      campaignId: id,
      campaignKind: 'configuration',
      succeeded: 2,
      failed: 1,
      rebootsRequired: 1,
    })
  })

  test('goes on where it was after a worker has died, and orders nobody twice', async () => {
    const ids = await fleet(2)
    const { id } = await campaigns.create(plan())
    await work()
    // Died after the command was stored, before that was noted.
    await database.query(
      '',
      "UPDATE campaign_station SET state = 'waiting', command_id = NULL, attempts = 0 WHERE campaign_id = $1",
      [id],
    )
    const another = make()
    await Promise.all([another.work(), campaigns.work()])
    expect(await states(id)).toEqual(['ordered', 'ordered'])
    for (const station of ids) expect(await commandOf(station)).toHaveLength(1)
  })

  test('tells a station again that may not have heard, so many times', async () => {
    const [one = ''] = await fleet(1)
    const { id } = await campaigns.create(plan())
    const lost: CommandMove = { state: 'lost', result: { error: { code: 'lost', message: 'gone' } } }
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      // Once to see that it was lost, once to tell it again.
      await work()
      await work()
      await settle(one, lost)
      clock.advance(1_000)
    }
    await work()
    expect(await members(id)).toMatchObject([{ state: 'failed', reason: 'lost', attempts: MOST_ATTEMPTS }])
    expect(await commandOf(one)).toHaveLength(MOST_ATTEMPTS)
  })

  test('leaves out who is so already, and in the end who was away all the time', async () => {
    const [right = ''] = await fleet(1)
    await model.record(right, [{ ...place, attribute: 'Actual', value: '300' }], new Date(clock.nowMs()))
    const [away = ''] = [`${vendor}-away`]
    await database.query('', "INSERT INTO station (id, party_id, vendor) VALUES ($1, 'default', $2)", [away, vendor])
    const { id } = await campaigns.create(plan({ waitHours: 1 }))
    await work()
    expect(await members(id)).toMatchObject([
      { stationId: right, state: 'succeeded', reason: 'it was so already' },
      { stationId: away, state: 'waiting' },
    ])
    clock.advance(3_600_000)
    await work()
    expect(await states(id)).toEqual(['succeeded', 'skipped'])
    expect(await campaigns.get(everyParty, id)).toMatchObject({ state: 'finished' })
    expect(await commandOf(right)).toEqual([])
  })

  test('orders nothing while it is paused, and nothing more once it is canceled', async () => {
    const [one = '', two = ''] = await fleet(2)
    const { id } = await campaigns.create(plan({ atOnce: 1 }))
    await work()
    await campaigns.pause(everyParty, id)
    await settle(one, answered('Accepted'))
    await work()
    expect(await states(id)).toEqual(['succeeded', 'waiting'])
    await expect(campaigns.pause(everyParty, id)).rejects.toMatchObject({ code: 'conflict' })
    await campaigns.start(everyParty, id)
    await work()
    expect(await states(id)).toEqual(['succeeded', 'ordered'])
    await campaigns.cancel(everyParty, id)
    await settle(two, answered('Accepted'))
    await work()
    expect(await states(id)).toEqual(['succeeded', 'succeeded'])
    for (const move of ['pause', 'start', 'cancel'] as const) {
      await expect(campaigns[move](everyParty, id)).rejects.toMatchObject({ code: 'conflict' })
    }
  })

  test('A-15: its secrets are sealed until they are sent, and gone when they were', async () => {
    const [one = ''] = await fleet(1)
    const { id, wanted } = await campaigns.create(
      plan({ wanted: [{ component: 'APN', name: 'ApnPassword', value: 'hunter2' }] }),
    )
    expect(JSON.stringify(wanted)).not.toContain('hunter2')
    await work()
    const [shown] = await commandOf(one)
    expect(JSON.stringify(shown)).not.toContain('hunter2')
    expect(await commands.toSend(shown?.id ?? '')).toMatchObject({ request: { variables: [{ value: 'hunter2' }] } })
    await settle(one, answered('Accepted'))
    await work()
    const { rows } = await database.query<{ text: string }>(
      '',
      `SELECT c::text AS text FROM campaign c WHERE id = $1
       UNION ALL SELECT m::text FROM campaign_station m WHERE campaign_id = $1
       UNION ALL SELECT c::text FROM command c WHERE requested_by = $1`,
      [id],
    )
    expect(rows).toHaveLength(3)
    expect(rows.filter(({ text }) => text.includes('hunter2'))).toEqual([])
  })

  test.each([
    ['without a group', { group: {} }],
    ['for nobody', { group: { vendor: 'nobody' } }],
    ['without values', { wanted: [] }],
    ['with a template and values', { templateId: 'x' }],
  ])('cannot be %s', async (_, more) => {
    await expect(campaigns.create(plan(more))).rejects.toMatchObject({ code: 'invalid' })
  })

  test('of another party is not found', async () => {
    await fleet(1)
    const { id } = await campaigns.create(plan())
    const other = { partyIds: ['other'] }
    await expect(campaigns.get(other, id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(campaigns.members(other, id, {}, { limit: 1 })).rejects.toMatchObject({ code: 'not-found' })
    for (const move of ['pause', 'start', 'cancel'] as const) {
      await expect(campaigns[move](other, id)).rejects.toMatchObject({ code: 'not-found' })
    }
    expect(await campaigns.list(other, {}, { limit: 10 })).toEqual({ items: [] })
  })
})

describe('a template', () => {
  const wanted = [{ ...place, value: '300' }]

  test('is applied to the stations it fits', async () => {
    const [one = '', two = ''] = await fleet(2)
    const { id: templateId } = await templates.create({ partyId: 'default', name: 'T', group: { vendor }, wanted })
    const { wanted: _, group: __, ...rest } = plan()
    const change = await campaigns.create({ ...rest, templateId })
    expect(change).toMatchObject({ templateId, wanted })
    expect((await members(change.id)).map(({ stationId }) => stationId)).toEqual([one, two])
  })

  test('goes to a new station when it boots for the first time and is let in, once', async () => {
    const [one = ''] = await fleet(1)
    const about = { partyId: 'default', group: { vendor }, wanted }
    const { id: templateId } = await templates.create({ ...about, name: 'Start', applyOnBoot: true })
    await templates.create({ ...about, name: 'Later', wanted: [{ name: 'ResetRetries', value: '3' }] })
    const boot = () => database.query('', 'UPDATE station SET booted_at = now() WHERE id = $1', [one])
    await database.query('', "UPDATE station SET admission = 'waiting' WHERE id = $1", [one])
    await work()
    await boot()
    await work()
    expect(await commandOf(one)).toEqual([])
    await database.query('', "UPDATE station SET admission = 'accepted' WHERE id = $1", [one])
    await work()
    clock.advance(1_000)
    await boot()
    await work()
    const sent = (await commandOf(one)).filter(({ kind }) => kind === 'set-variables')
    expect(sent).toMatchObject([{ request: { variables: [{ ...place, value: '300' }] } }])
    const mine = (await campaigns.list(everyParty, {}, { limit: 100 })).items.filter(
      (one) => one.templateId === templateId,
    )
    expect(mine).toMatchObject([{ name: `First boot of ${one}: Start`, requestedBy: templateId }])
  })

  test('has a station asked after each boot for what it has not told or differs in, and for nothing else', async () => {
    const [one = ''] = await fleet(1)
    const values = [
      ...wanted,
      { name: 'ResetRetries', value: '3' },
      { component: 'APN', name: 'ApnPassword', value: 'x' },
    ]
    await templates.create({ partyId: 'default', group: { vendor }, name: 'T', wanted: values })
    const boot = async () => {
      clock.advance(1_000)
      await database.query('', 'UPDATE station SET booted_at = $2 WHERE id = $1', [one, new Date(clock.nowMs())])
      await work()
      await work()
      return (await commandOf(one)).map(({ kind, request }) => [kind, request])
    }
    const retries = { component: 'OCPPCommCtrlr', name: 'ResetRetries' }
    expect(await boot()).toEqual([['get-variables', { variables: [place, retries] }]])
    const tell = (name: { component: string; name: string }, value: string) =>
      model.record(one, [{ ...name, attribute: 'Actual', value }], new Date(clock.nowMs()))
    await tell(place, '300')
    await tell(retries, '1')
    // B01.FR.04: the heartbeat interval may be another after any boot.
    expect((await boot())[0]).toEqual(['get-variables', { variables: [place, retries] }])
    await tell(retries, '3')
    expect((await boot())[0]).toEqual(['get-variables', { variables: [place] }])
  })
})
