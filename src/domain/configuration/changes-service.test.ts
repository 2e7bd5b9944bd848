import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import { type CommandMove, createCommands } from '#domain/commands'
import { createDeviceModel } from '#domain/device-model'
import { followLive } from '#domain/live'
import { everyParty, ManualClock, silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import { createConfiguration, type NewChange } from './index.ts'

const database = await testDatabase()
afterAll(() => database.close())
const clock = new ManualClock('2026-03-01T12:00:00Z')
const bus = memoryBus({ logger: silentLogger })
const shared = { database, bus, clock, logger: silentLogger }
const commands = createCommands({ ...shared, secretKey: new Uint8Array(32).fill(7), limits: { waitingPerStation: 10 } })
const model = createDeviceModel({ database, clock })
const make = () => createConfiguration({ ...shared, commands, secretKey: new Uint8Array(32).fill(7) })
const configuration = make()
const { changes, templates } = configuration

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
const plan = (more: Partial<NewChange> = {}): NewChange => ({
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
const members = async (id: string) => (await changes.members(everyParty, id, {}, { limit: 100 })).items
const states = async (id: string) => (await members(id)).map(({ state }) => state)

describe('a change', () => {
  test('tells so many stations at once, keeps what each answered, and comes to its end', async () => {
    const [one = '', two = '', three = ''] = await fleet(3)
    const heard: unknown[] = []
    const following = followLive(bus, everyParty, { kinds: ['configuration-change'] }, (_, event) => heard.push(event))
    const { id } = await changes.create(plan())
    await configuration.work()
    await configuration.work()
    expect(await states(id)).toEqual(['ordered', 'ordered', 'waiting'])
    expect(await commandOf(one)).toMatchObject([
      { kind: 'set-variables', request: { variables: [{ ...place, value: '300' }] }, requestedByName: 'Me' },
    ])
    await settle(one, answered('RebootRequired'))
    await settle(two, answered('Rejected'))
    await configuration.work()
    await settle(three, answered('Accepted'))
    await configuration.work()
    following.stop()
    expect(await changes.get(everyParty, id)).toMatchObject({
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
    expect((await changes.members(everyParty, id, filter, { limit: 10 })).items).toHaveLength(1)
    const later = new Date(clock.nowMs() + 1_000)
    await database.query('', 'UPDATE station SET booted_at = $2 WHERE id = $1', [one, later])
    expect((await changes.members(everyParty, id, filter, { limit: 10 })).items).toEqual([])
    expect(await changes.get(everyParty, id)).toMatchObject({ rebootsRequired: 0 })
    expect(heard.at(-1)).toMatchObject({ changeId: id, state: 'finished', succeeded: 2, failed: 1, rebootsRequired: 1 })
  })

  test('goes on where it was after a worker has died, and orders nobody twice', async () => {
    const ids = await fleet(2)
    const { id } = await changes.create(plan())
    await configuration.work()
    // Died after the command was stored, before that was noted.
    await database.query(
      '',
      "UPDATE configuration_change_station SET state = 'waiting', command_id = NULL, attempts = 0 WHERE change_id = $1",
      [id],
    )
    const another = make()
    await Promise.all([another.work(), configuration.work()])
    expect(await states(id)).toEqual(['ordered', 'ordered'])
    for (const station of ids) expect(await commandOf(station)).toHaveLength(1)
  })

  test('tells a station again that may not have heard, three times', async () => {
    const [one = ''] = await fleet(1)
    const { id } = await changes.create(plan())
    const lost: CommandMove = { state: 'lost', result: { error: { code: 'lost', message: 'gone' } } }
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await configuration.work()
      await settle(one, lost)
      clock.advance(1_000)
    }
    await configuration.work()
    expect(await members(id)).toMatchObject([{ state: 'failed', reason: 'lost', attempts: 3 }])
    expect(await commandOf(one)).toHaveLength(3)
  })

  test('leaves out who is so already, and in the end who was away all the time', async () => {
    const [right = ''] = await fleet(1)
    await model.record(right, [{ ...place, attribute: 'Actual', value: '300' }], new Date(clock.nowMs()))
    const [away = ''] = [`${vendor}-away`]
    await database.query('', "INSERT INTO station (id, party_id, vendor) VALUES ($1, 'default', $2)", [away, vendor])
    const { id } = await changes.create(plan({ waitHours: 1 }))
    await configuration.work()
    expect(await members(id)).toMatchObject([
      { stationId: right, state: 'succeeded', reason: 'it was so already' },
      { stationId: away, state: 'waiting' },
    ])
    clock.advance(3_600_000)
    await configuration.work()
    expect(await states(id)).toEqual(['succeeded', 'skipped'])
    expect(await changes.get(everyParty, id)).toMatchObject({ state: 'finished' })
    expect(await commandOf(right)).toEqual([])
  })

  test('orders nothing while it is paused, and nothing more once it is canceled', async () => {
    const [one = '', two = ''] = await fleet(2)
    const { id } = await changes.create(plan({ atOnce: 1 }))
    await configuration.work()
    await changes.pause(everyParty, id)
    await settle(one, answered('Accepted'))
    await configuration.work()
    expect(await states(id)).toEqual(['succeeded', 'waiting'])
    await expect(changes.pause(everyParty, id)).rejects.toMatchObject({ code: 'conflict' })
    await changes.resume(everyParty, id)
    await configuration.work()
    expect(await states(id)).toEqual(['succeeded', 'ordered'])
    await changes.cancel(everyParty, id)
    await settle(two, answered('Accepted'))
    await configuration.work()
    expect(await states(id)).toEqual(['succeeded', 'succeeded'])
    for (const move of ['pause', 'resume', 'cancel'] as const) {
      await expect(changes[move](everyParty, id)).rejects.toMatchObject({ code: 'conflict' })
    }
  })

  test('A-15: its secrets are sealed until they are sent, and gone when they were', async () => {
    const [one = ''] = await fleet(1)
    const { id, wanted } = await changes.create(
      plan({ wanted: [{ component: 'APN', name: 'ApnPassword', value: 'hunter2' }] }),
    )
    expect(JSON.stringify(wanted)).not.toContain('hunter2')
    await configuration.work()
    const [shown] = await commandOf(one)
    expect(JSON.stringify(shown)).not.toContain('hunter2')
    expect(await commands.toSend(shown?.id ?? '')).toMatchObject({ request: { variables: [{ value: 'hunter2' }] } })
    await settle(one, answered('Accepted'))
    await configuration.work()
    const { rows } = await database.query<{ text: string }>(
      '',
      `SELECT c::text AS text FROM configuration_change c WHERE id = $1
       UNION ALL SELECT m::text FROM configuration_change_station m WHERE change_id = $1
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
    await expect(changes.create(plan(more))).rejects.toMatchObject({ code: 'invalid' })
  })

  test('of another party is not found', async () => {
    await fleet(1)
    const { id } = await changes.create(plan())
    const other = { partyIds: ['other'] }
    await expect(changes.get(other, id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(changes.members(other, id, {}, { limit: 1 })).rejects.toMatchObject({ code: 'not-found' })
    for (const move of ['pause', 'resume', 'cancel'] as const) {
      await expect(changes[move](other, id)).rejects.toMatchObject({ code: 'not-found' })
    }
    expect(await changes.list(other, {}, { limit: 10 })).toEqual({ items: [] })
  })
})

describe('a template', () => {
  const wanted = [{ ...place, value: '300' }]

  test('is applied to the stations it fits', async () => {
    const [one = '', two = ''] = await fleet(2)
    const { id: templateId } = await templates.create({ partyId: 'default', name: 'T', group: { vendor }, wanted })
    const { wanted: _, group: __, ...rest } = plan()
    const change = await changes.create({ ...rest, templateId })
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
    await configuration.work()
    await boot()
    await configuration.work()
    expect(await commandOf(one)).toEqual([])
    await database.query('', "UPDATE station SET admission = 'accepted' WHERE id = $1", [one])
    await configuration.work()
    clock.advance(1_000)
    await boot()
    await configuration.work()
    const sent = (await commandOf(one)).filter(({ kind }) => kind === 'set-variables')
    expect(sent).toMatchObject([{ request: { variables: [{ ...place, value: '300' }] } }])
    const mine = (await changes.list(everyParty, {}, { limit: 100 })).items.filter(
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
      await configuration.work()
      await configuration.work()
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
