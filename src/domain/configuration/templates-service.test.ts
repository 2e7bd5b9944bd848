import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { memoryBus } from '#bus'
import { createCommands } from '#domain/commands'
import { createDeviceModel } from '#domain/device-model'
import { liveSubject } from '#domain/live'
import { everyParty, ManualClock, silentLogger } from '#kernel'
import { testDatabase } from '#test/database'
import { createConfiguration, type Drift, type NewTemplate } from './index.ts'

const database = await testDatabase()
afterAll(() => database.close())
const clock = new ManualClock('2026-03-01T12:00:00Z')
const bus = memoryBus({ logger: silentLogger })
const shared = { database, bus, clock, logger: silentLogger }
const commands = createCommands({ ...shared, secretKey: new Uint8Array(32).fill(7), limits: { waitingPerStation: 10 } })
const secretKey = new Uint8Array(32).fill(7)
const configuration = createConfiguration({ ...shared, commands, secretKey, setAtFirstBoot: async () => {} })
const { templates } = configuration
const model = createDeviceModel({ database, clock })
const now = () => new Date(clock.nowMs())

let vendor = ''
let count = 0
beforeEach(() => {
  count += 1
  vendor = `V${count}`
})

async function station(version: string | null = 'ocpp2.1', facts: { model?: string; partyId?: string } = {}) {
  count += 1
  const id = `CS-${count}`
  const insert = 'INSERT INTO station (id, party_id, vendor, model) VALUES ($1, $2, $3, $4)'
  await database.query('', insert, [id, facts.partyId ?? 'default', vendor, facts.model ?? 'One'])
  const presence = 'INSERT INTO station_presence (station_id, connected, ocpp_version) VALUES ($1, true, $2)'
  await database.query('', presence, [id, version])
  return id
}
const place = { component: 'OCPPCommCtrlr', name: 'HeartbeatInterval' }
const tell = (id: string, value: string, component = place.component) =>
  model.record(id, [{ ...place, component, attribute: 'Actual', value }], now())
const template = (value: string, more: Partial<NewTemplate> = {}): NewTemplate => ({
  ...{ partyId: 'default', name: 'Usual', group: { vendor }, wanted: [{ ...place, value }] },
  ...more,
})
async function driftOf(id: string): Promise<readonly Drift[]> {
  await configuration.work()
  return (await templates.drift(everyParty, { stationId: id }, { limit: 100 })).items
}

describe('drift', () => {
  test('is found when a value is told, and gone when it is right again; it keeps its time meanwhile', async () => {
    const id = await station()
    const { id: templateId } = await templates.create(template('300'))
    expect(await driftOf(id)).toMatchObject([{ state: 'untold', templateId }])
    clock.advance(1_000)
    await tell(id, '600')
    const since = now()
    const found = { stationId: id, state: 'differs', told: '600', since, variable: { ...place, value: '300' } }
    expect(await driftOf(id)).toMatchObject([found])
    clock.advance(1_000)
    await tell(id, '900')
    expect(await driftOf(id)).toMatchObject([{ ...found, told: '900' }])
    await tell(id, '300')
    expect(await driftOf(id)).toEqual([])
    expect(await templates.get(everyParty, templateId)).toMatchObject({ stations: 1, differing: 0 })
  })

  test('is told to whoever follows', async () => {
    const id = await station()
    await templates.create(template('300'))
    await configuration.work()
    const heard: unknown[] = []
    const following = bus.subscribe(liveSubject('default', id, 'configuration-drift'), (event) => heard.push(event))
    await tell(id, '600')
    await configuration.work()
    await tell(id, '600')
    await configuration.work()
    following.stop()
    expect(heard).toMatchObject([{ stationId: id, differs: 1, untold: 0 }])
  })

  test('follows what a station is: another model has another template', async () => {
    const id = await station('ocpp1.6')
    await tell(id, '600', 'Configuration')
    await templates.create(template('300', { group: { vendor, model: 'o*' } }))
    await templates.create(template('600', { group: { vendor, model: 'two' } }))
    expect(await driftOf(id)).toHaveLength(1)
    await database.query('', "UPDATE station SET model = 'Two' WHERE id = $1", [id])
    expect(await driftOf(id)).toEqual([])
  })

  test('the higher priority counts, and the other one when it is gone', async () => {
    const id = await station()
    await tell(id, '300')
    await templates.create(template('300'))
    const strict = await templates.create(template('100', { priority: 1, group: { stationIds: [id] } }))
    expect(await driftOf(id)).toMatchObject([{ templateId: strict.id }])
    await templates.change(everyParty, strict.id, { priority: -1 })
    expect(await driftOf(id)).toEqual([])
    await templates.change(everyParty, strict.id, { priority: 5 })
    expect(await driftOf(id)).toHaveLength(1)
    await templates.remove(everyParty, strict.id)
    expect(await driftOf(id)).toEqual([])
  })

  test('is the same whatever order values and templates come in', async () => {
    const told = fc.record({ kind: fc.constant('tell' as const), value: fc.constantFrom('1', '2', '3') })
    const wanted = fc.record({ kind: fc.constant('want' as const), value: fc.constantFrom('1', '2', '3') })
    const removal = fc.record({ kind: fc.constant('remove' as const), value: fc.constant('') })
    const pause = fc.record({ kind: fc.constant('look' as const), value: fc.constant('') })
    const steps = fc.array(fc.oneof(told, wanted, removal, pause), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const id = await station()
        const group = { stationIds: [id] }
        let templateId: string | undefined
        let has: string | undefined
        let wants: string | undefined
        for (const { kind, value } of history) {
          clock.advance(1_000)
          if (kind === 'tell') {
            await tell(id, value)
            has = value
          } else if (kind === 'want' && templateId === undefined) {
            templateId = (await templates.create(template(value, { group }))).id
            wants = value
          } else if (kind === 'want' && templateId !== undefined) {
            await templates.change(everyParty, templateId, { wanted: [{ ...place, value }] })
            wants = value
          } else if (kind === 'remove' && templateId !== undefined) {
            await templates.remove(everyParty, templateId)
            templateId = wants = undefined
          } else if (kind === 'look') await configuration.work()
        }
        const expected =
          wants === undefined || wants === has ? [] : [has === undefined ? 'untold' : `differs: ${has} not ${wants}`]
        const found = (await driftOf(id)).map(({ state, told: actual, variable }) =>
          state === 'untold' ? state : `${state}: ${actual} not ${variable.value}`,
        )
        expect(found).toEqual(expected)
        if (templateId !== undefined) await templates.remove(everyParty, templateId)
      }),
      { numRuns: 40 },
    )
  })

  test('two workers at once find it once', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => station()))
    await templates.create(template('300'))
    await Promise.all(ids.map((id) => tell(id, '600')))
    await Promise.all([configuration.work(), configuration.work(), configuration.work()])
    for (const id of ids) expect(await driftOf(id)).toHaveLength(1)
  })
})

describe('a template', () => {
  test('is kept by neutral names, whichever the operator used', async () => {
    const wanted = [
      { name: 'heartbeatinterval', value: '300' },
      { name: 'VendorKey', value: 'x' },
    ]
    const made = await templates.create(template('', { wanted }))
    expect(made.wanted).toEqual([
      { ...place, value: '300' },
      { component: 'Configuration', name: 'VendorKey', value: 'x' },
    ])
  })

  test('A-15: its secrets are never shown nor kept in clear, and stay when they are not said again', async () => {
    const secret = { component: 'Vendor', name: 'ApnPassword' }
    const made = await templates.create(template('300', { wanted: [{ ...secret, value: 'hunter2' }] }))
    expect(made.wanted).toEqual([{ ...secret, secret: true }])
    const stored = async () => {
      const { rows } = await database.query<{ text: string }>(
        '',
        'SELECT t::text AS text FROM configuration_template t WHERE id = $1',
        [made.id],
      )
      return rows[0]?.text ?? ''
    }
    const before = await stored()
    expect(before).not.toContain('hunter2')
    await templates.change(everyParty, made.id, { name: 'Other', wanted: [{ ...secret }, { ...place, value: '1' }] })
    const sealed = /s1\.[\w-]+/.exec(before)?.[0] ?? 'none'
    expect(await stored()).toContain(sealed)
  })

  test.each([
    ['no values', { wanted: [] }],
    [
      'a variable twice',
      {
        wanted: [
          { ...place, value: '1' },
          { name: 'HeartbeatInterval', value: '2' },
        ],
      },
    ],
    ['a value that is missing', { wanted: [place] }],
    ['the password of a station', { wanted: [{ name: 'AuthorizationKey', value: 'x'.repeat(20) }] }],
    ['no group', { group: {} }],
    ['a name on two lines', { name: 'a\nb' }],
    ['a location that is not there', { group: { locationId: 'nowhere' } }],
  ])('cannot be with %s', async (_, more) => {
    await expect(templates.create(template('300', more))).rejects.toMatchObject({ code: 'invalid' })
  })

  test('of another party is not found, and never fits its stations', async () => {
    await database.query('', "INSERT INTO party (id, name) VALUES ('other', 'Another') ON CONFLICT DO NOTHING", [])
    const theirs = await station('ocpp2.1', { partyId: 'other' })
    const made = await templates.create(template('300'))
    await tell(theirs, '600')
    expect(await driftOf(theirs)).toEqual([])
    const other = { partyIds: ['other'] }
    await expect(templates.get(other, made.id)).rejects.toMatchObject({ code: 'not-found' })
    await expect(templates.change(other, made.id, { name: 'x' })).rejects.toMatchObject({ code: 'not-found' })
    await expect(templates.remove(other, made.id)).rejects.toMatchObject({ code: 'not-found' })
  })
})

test('two who change a template at once change what is theirs, and nothing of the other', async () => {
  const { id } = await templates.create(template('300'))
  await Promise.all([
    templates.change(everyParty, id, { name: 'Renamed' }),
    templates.change(everyParty, id, { priority: 7 }),
    templates.change(everyParty, id, { wanted: [{ ...place, value: '400' }] }),
  ])
  expect(await templates.get(everyParty, id)).toMatchObject({
    ...{ name: 'Renamed', priority: 7, wanted: [{ ...place, value: '400' }] },
  })
})
