import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { everyParty, ManualClock } from '#kernel'
import { testDatabase } from '#test/database'
import { createDeviceModel, type FleetFilter, type ReportedVariable } from './index.ts'
import { valueSeries } from './value-series.ts'
import { MAX_FORMER } from './variable-store.ts'

const database = await testDatabase()
afterAll(() => database.close())
const clock = new ManualClock('2026-03-01T12:00:00Z')
const model = createDeviceModel({ database, clock })

let count = 0
async function newStation(facts: { partyId?: string; vendor?: string; firmware?: string } = {}) {
  count += 1
  const id = `CS-${String(count).padStart(5, '0')}`
  await database.query(
    '',
    'INSERT INTO station (id, party_id, vendor, model, firmware_version) VALUES ($1, $2, $3, $4, $5)',
    [id, facts.partyId ?? 'default', facts.vendor ?? null, 'One', facts.firmware ?? null],
  )
  return id
}
const now = () => new Date(clock.nowMs())
const key = (name: string, value: string): ReportedVariable => ({
  ...{ component: 'Configuration', name, attribute: 'Actual', value },
})
const heartbeat = (value: string): ReportedVariable => ({
  ...{ component: 'OCPPCommCtrlr', name: 'HeartbeatInterval', attribute: 'Actual', value },
})
const name = { component: 'OCPPCommCtrlr', name: 'HeartbeatInterval' }

describe('one variable of all stations', () => {
  const found = async (filter: Omit<FleetFilter, 'name'> & { name?: string }) => {
    const { items } = await model.find(everyParty, { ...name, ...filter }, { limit: 100 })
    return items.map(({ stationId, value }) => [stationId, value])
  }
  let old: string
  let newer: string
  let vendor: string
  beforeEach(async () => {
    vendor = `V_${count}`
    old = await newStation({ vendor: `${vendor} Old`, firmware: '1.2.3' })
    newer = await newStation({ vendor: `${vendor} New`, firmware: '2.0.0' })
    await model.record(old, [key('heartbeatInterval', '300'), key('WebSocketPingInterval', '1')], now())
    await model.record(newer, [heartbeat('600')], now())
  })

  test('has one answer whatever generation they are of, by the name of either', async () => {
    const both = [
      [old, '300'],
      [newer, '600'],
    ]
    expect(await found({ vendor: `${vendor}*` })).toEqual(both)
    const byKey = await model.find(everyParty, { name: 'HEARTBEATINTERVAL', vendor: `${vendor} *` }, { limit: 100 })
    expect(byKey.items.map(({ stationId, value }) => [stationId, value])).toEqual(both)
    expect(byKey.items[0]).toMatchObject({
      component: 'Configuration',
      vendor: `${vendor} Old`,
      firmwareVersion: '1.2.3',
    })
  })

  test('can be narrowed by what the stations are and by the value', async () => {
    expect(await found({ vendor: `${vendor} old` })).toEqual([[old, '300']])
    expect(await found({ vendor: `${vendor}*`, firmware: '2.*' })).toEqual([[newer, '600']])
    expect(await found({ vendor: `${vendor}*`, value: ' 300' })).toEqual([[old, '300']])
    expect(await found({ vendor: `${vendor}*`, differsFrom: '300' })).toEqual([[newer, '600']])
    expect(await found({ vendor: `${vendor}*`, evseId: 1 })).toEqual([])
    // In a pattern only * stands for anything.
    expect(await found({ vendor: `${vendor.replace('_', '%')}*` })).toEqual([])
    expect(await found({ vendor: vendor.replace('_', '?') })).toEqual([])
  })

  test('comes by page, and never from another party', async () => {
    const one = await model.find(everyParty, { ...name, vendor: `${vendor}*` }, { limit: 1 })
    expect(one.items.map(({ stationId }) => stationId)).toEqual([old])
    const rest = { limit: 1, cursor: one.nextCursor ?? '' }
    const two = await model.find(everyParty, { ...name, vendor: `${vendor}*` }, rest)
    expect(two.items.map(({ stationId }) => stationId)).toEqual([newer])
    expect(two.nextCursor).toBeUndefined()
    expect(await model.find({ partyIds: ['other'] }, name, { limit: 10 })).toEqual({ items: [] })
    await expect(model.find(everyParty, name, { limit: 1, cursor: 'W10' })).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('the values of a variable over time', () => {
  let stationId = ''
  beforeEach(async () => {
    stationId = await newStation()
  })
  const history = async (span = {}) => (await model.history(everyParty, stationId, name, span, { limit: 1_000 })).items

  test('are kept with when and how each became known', async () => {
    await model.record(stationId, [heartbeat('300')], now())
    const first = now()
    clock.advance(60_000)
    await model.record(stationId, [heartbeat('300')], now(), 'get')
    clock.advance(60_000)
    await model.record(stationId, [heartbeat('600')], now(), 'set')
    expect(await history()).toEqual([
      { ...name, value: '600', source: 'set', since: now() },
      { ...name, value: '300', source: 'report', since: first, until: now() },
    ])
    expect(await model.list(everyParty, stationId)).toMatchObject([{ value: '600', source: 'set', since: now() }])
    expect(await history({ to: now() })).toMatchObject([{ value: '300' }])
    expect(await history({ from: now() })).toMatchObject([{ value: '600' }])
    expect(await model.series(everyParty, stationId, name, {})).toEqual({
      times: [first.getTime() / 1_000, clock.nowMs() / 1_000],
      values: [300, 600],
    })
  })

  test('are those of every change, also of changes that come at once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('1', '2', '3'), { minLength: 1, maxLength: 12 }), async (told) => {
        stationId = await newStation()
        await Promise.all(told.map((value) => model.record(stationId, [heartbeat(value)], now())))
        const changes = told.filter((value, at) => value !== told[at - 1])
        expect((await history()).map(({ value }) => value)).toEqual(changes.toReversed())
      }),
      { numRuns: 20 },
    )
  })

  test('are bounded: the oldest goes first', async () => {
    for (let value = 0; value <= MAX_FORMER + 5; value += 50) {
      const some = Array.from({ length: 50 }, (_, each) => heartbeat(String(value + each)))
      await Promise.all(some.map((each) => model.record(stationId, [each], now())))
    }
    const kept = await history()
    expect(kept).toHaveLength(MAX_FORMER + 1)
    expect(kept[0]?.value).toBe('549')
    expect(kept.at(-1)?.value).toBe(String(549 - MAX_FORMER))
  })

  test('go after their time; what is still so stays', async () => {
    await model.record(stationId, [heartbeat('1')], now())
    clock.advance(1_000)
    await model.record(stationId, [heartbeat('2')], now())
    await model.removeBefore(now(), 1_000_000)
    expect(await history()).toHaveLength(2)
    await model.removeBefore(new Date(clock.nowMs() + 1), 1_000_000)
    expect(await history()).toMatchObject([{ value: '2' }])
  })

  test('A-15: are none of a variable that turns out to be write-only', async () => {
    await model.record(stationId, [heartbeat('hidden')], now())
    await model.record(stationId, [heartbeat('hidden too')], now())
    await model.record(stationId, [{ ...heartbeat('hidden three'), mutability: 'WriteOnly' }], now())
    await model.record(stationId, [heartbeat('hidden four')], now())
    expect(JSON.stringify(await history())).not.toContain('hidden')
    const { rows } = await database.query('', 'SELECT FROM variable_former WHERE station_id = $1', [stationId])
    expect(rows).toEqual([])
  })

  test('come by page, and not of a station of another party', async () => {
    for (const value of ['1', '2', '3']) await model.record(stationId, [heartbeat(value)], now())
    const first = await model.history(everyParty, stationId, name, {}, { limit: 2 })
    const cursor = first.nextCursor ?? ''
    const second = await model.history(everyParty, stationId, name, {}, { limit: 2, cursor })
    expect([...first.items, ...second.items].map(({ value }) => value)).toEqual(['3', '2', '1'])
    const other = { partyIds: ['other'] }
    await expect(model.history(other, stationId, name, {}, { limit: 2 })).rejects.toMatchObject({ code: 'not-found' })
    await expect(model.series(other, stationId, name, {})).rejects.toMatchObject({ code: 'not-found' })
  })
})

test('words are drawn by their place in a list', () => {
  const at = (second: number, value?: string) => ({
    since: new Date(second * 1_000),
    ...(value !== undefined && { value }),
  })
  expect(valueSeries([at(3, 'true'), at(2), at(1, 'false'), at(0, 'true')])).toEqual({
    times: [0, 1, 2, 3],
    values: [1, 0, null, 1],
    words: ['false', 'true'],
  })
  expect(valueSeries([])).toEqual({ times: [], values: [] })
})
