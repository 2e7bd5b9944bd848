import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { everyParty, ManualClock } from '#kernel'
import { testDatabase } from '#test/database'
import { MAX_CONTROLS } from './der-control-store.ts'
import { createDerControls, type DerControl, derFaultOf } from './index.ts'

const database = await testDatabase()
afterAll(() => database.close())
const clock = new ManualClock('2026-03-01T12:00:00Z')
const controls = createDerControls({ database, clock })
const at = new Date(clock.nowMs())

let stationId = ''
let count = 0
beforeEach(async () => {
  count += 1
  stationId = `CS-${count}`
  await database.query('', "INSERT INTO station (id, party_id) VALUES ($1, 'default')", [stationId])
})

const half: DerControl = { kind: 'limit-max-discharge', isDefault: true, priority: 5, maxDischargePct: 50 }
const startAt = '2026-03-02T00:00:00Z'
const scheduled: DerControl = {
  ...half,
  isDefault: false,
  priority: 1,
  startAt,
  durationS: 600,
}
const accept = (id: string, control: DerControl, superseded: string[] = []) =>
  controls.accepted(stationId, id, control, superseded)
const listed = async () =>
  (await controls.list(everyParty, stationId)).map(({ controlId, superseded, active }) => [
    controlId,
    superseded,
    active,
  ])

describe('R04: the controls of a station', () => {
  test('R04.FR.10 are no more once their time is over, also where nobody tells of their end', async () => {
    await accept('default', half)
    await accept('past', { ...scheduled, startAt: '2026-03-01T11:00:00Z' })
    await accept('now', { ...scheduled, startAt: '2026-03-01T11:59:00Z' })
    await accept('superseded', scheduled, ['superseded'])
    expect((await listed()).map(([id]) => id)).toEqual(['default', 'now', 'superseded'])
    clock.advance(86_400_000)
    expect((await listed()).map(([id]) => id)).toEqual(['default'])
    clock.advance(-86_400_000)
  })

  test('R04.FR.09 that were never in force and are over take no room of others', async () => {
    const over = { ...scheduled, startAt: '2026-03-01T10:00:00Z' }
    for (let each = 0; each < MAX_CONTROLS; each += 1) await accept(`over-${each}`, over, [`over-${each}`])
    await accept('new', scheduled)
    expect((await listed()).map(([id]) => id)).toEqual(['new'])
  })

  test('that take the place of one in force are not in force for that', async () => {
    await accept('a', scheduled)
    await controls.startedOrEnded(stationId, 'a', { started: true, superseded: [] })
    await accept('a', { ...scheduled, startAt: '2026-03-09T00:00:00Z' })
    expect(await listed()).toEqual([['a', false, undefined]])
  })

  test('R04.FR.03 R04.FR.08 know which of them another has put out of force', async () => {
    await accept('a', half)
    await accept('b', { ...half, priority: 1 }, ['a'])
    await accept('c', { ...half, priority: 9 }, ['c'])
    expect(await listed()).toEqual([
      ['a', true, false],
      ['b', false, undefined],
      ['c', true, undefined],
    ])
  })

  test('R04.FR.10 R04.FR.20 to 22 are in force from their start until their end, and then no more', async () => {
    await accept('a', scheduled)
    await accept('b', scheduled)
    await controls.startedOrEnded(stationId, 'a', { started: true, superseded: [] })
    expect(await listed()).toEqual([
      ['a', false, true],
      ['b', false, undefined],
    ])
    await controls.startedOrEnded(stationId, 'b', { started: true, superseded: ['a'] })
    expect(await listed()).toEqual([
      ['a', true, false],
      ['b', false, true],
    ])
    await controls.startedOrEnded(stationId, 'b', { started: false, superseded: [] })
    expect((await listed()).map(([id]) => id)).toEqual(['a'])
  })

  test('R04.FR.44 R04.FR.45 are cleared by what is said of them', async () => {
    await accept('a', half)
    await accept('b', scheduled)
    await accept('c', { kind: 'gradients', isDefault: true, priority: 0, gradient: { ramp: 1, softRamp: 1 } })
    await controls.cleared(stationId, { isDefault: true, kind: 'gradients' })
    expect((await listed()).map(([id]) => id)).toEqual(['a', 'b'])
    await controls.cleared(stationId, { isDefault: true })
    expect((await listed()).map(([id]) => id)).toEqual(['b'])
    await controls.cleared(stationId, { isDefault: false, controlId: 'b' })
    expect(await listed()).toEqual([])
  })

  test('R04 that a complete report of what was asked for does not contain are not at the station', async () => {
    const ramp: DerControl = { kind: 'gradients', isDefault: true, priority: 0, gradient: { ramp: 1, softRamp: 1 } }
    for (const [id, control] of [
      ['a', half],
      ['b', half],
      ['c', ramp],
    ] as const)
      await accept(id, control)
    clock.advance(1_000)
    const kind = 'limit-max-discharge'
    await controls.asked(stationId, 7, { kind })
    clock.advance(1_000)
    await accept('since', half)
    const told = [{ controlId: 'b', control: half, superseded: false }]
    await controls.reported(stationId, { requestId: 7, toBeContinued: true, controls: told })
    expect((await listed()).map(([id]) => id)).toEqual(['c', 'a', 'b', 'since'])
    await controls.reported(stationId, { requestId: 7, toBeContinued: false, controls: [] })
    expect((await listed()).map(([id]) => id)).toEqual(['c', 'b', 'since'])
  })

  test('R04 are not taken away by a report that nobody has asked for', async () => {
    await accept('a', half)
    clock.advance(1_000)
    await controls.reported(stationId, { requestId: 99, toBeContinued: false, controls: [] })
    expect(await listed()).toHaveLength(1)
  })

  test('are bounded, also for a station that is gone', async () => {
    await database.query(
      '',
      `INSERT INTO der_control (station_id, control_id, kind, is_default, control, superseded, told_at)
       SELECT $1, n::text, 'gradients', true, '{}', false, now() FROM generate_series(1, $2::int) n`,
      [stationId, MAX_CONTROLS],
    )
    await accept('one more', half)
    await accept('1', half)
    const ids = (await listed()).map(([id]) => id)
    expect(ids).toHaveLength(MAX_CONTROLS)
    expect(ids).not.toContain('one more')
    await controls.accepted('CS-gone', 'a', half, [])
    await controls.alarm({ stationId: 'CS-gone', kind: 'volt-var', ended: false, at })
  })
})

test('R05: the latest alarm of each kind is kept; an older one that comes late changes nothing', async () => {
  const alarm = { stationId, kind: 'volt-var', fault: 'OverVoltage' } as const
  await controls.alarm({ ...alarm, ended: false, at })
  await controls.alarm({ ...alarm, ended: true, at: new Date(at.getTime() + 1_000) })
  await controls.alarm({ ...alarm, ended: false, at, info: 'late' })
  await controls.alarm({ ...alarm, kind: 'volt-watt', ended: false, at })
  expect(await controls.listAlarms(everyParty, stationId)).toMatchObject([
    { kind: 'volt-var', ended: true, fault: 'OverVoltage' },
    { kind: 'volt-watt', ended: false },
  ])
})

test('another party sees nothing of it', async () => {
  const gone = { code: 'not-found' }
  await expect(controls.list({ partyIds: ['other'] }, stationId)).rejects.toMatchObject(gone)
  await expect(controls.listAlarms({ partyIds: ['other'] }, stationId)).rejects.toMatchObject(gone)
})

describe('a control may be sent', () => {
  const curve = { unit: 'max-w', points: [{ x: 1, y: 2 }] } as const
  test.each<[string, DerControl]>([
    ['a default', half],
    ['a scheduled one', scheduled],
    ['a curve', { kind: 'volt-watt', isDefault: true, priority: 0, curve }],
  ])('%s', (_, control) => {
    expect(derFaultOf(control)).toBeUndefined()
  })

  test.each<[string, DerControl]>([
    ['without its setting', { kind: 'volt-watt', isDefault: true, priority: 0 }],
    ['with the setting of another', { ...half, curve }],
    ['a default for a time', { ...half, durationS: 60 }],
    ['a scheduled one without a start', { ...half, isDefault: false, durationS: 600 }],
    [
      'a gradient for a time',
      {
        kind: 'gradients',
        ...{ isDefault: false, priority: 0, durationS: 9, startAt },
        gradient: { ramp: 1, softRamp: 1 },
      },
    ],
  ])('but not %s', (_, control) => {
    expect(derFaultOf(control)).toMatch(/\w/)
  })
})
