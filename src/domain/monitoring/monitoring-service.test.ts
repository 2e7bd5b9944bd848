import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { everyParty, ManualClock } from '#kernel'
import { testDatabase } from '#test/database'
import { createMonitoring, type MonitoringPart, type ToldMonitor } from './index.ts'
import { MAX_MONITORS } from './monitor-store.ts'

const database = await testDatabase()
afterAll(() => database.close())
const clock = new ManualClock('2026-03-01T12:00:00Z')
const monitoring = createMonitoring({ database, clock })

let stationId = ''
let count = 0
beforeEach(async () => {
  count += 1
  stationId = `CS-${count}`
  await database.query('', "INSERT INTO station (id, party_id) VALUES ($1, 'default')", [stationId])
})

const monitor = (id: number, change: Partial<ToldMonitor> = {}): ToldMonitor => ({
  ...{ id, component: 'EVSE', name: 'Power', type: 'upper-threshold', value: 7_000, severity: 4 },
  duringTransaction: false,
  ...change,
})
const now = () => new Date(clock.nowMs())
const set = (...monitors: ToldMonitor[]) => monitoring.learn(stationId, { kind: 'set', monitors })
const answer = (requestId: number, whole = true, empty = false) =>
  monitoring.learn(stationId, { kind: 'report', requestId, whole, empty })
const part = (requestId: number, seqNo: number, toBeContinued: boolean, ...monitors: ToldMonitor[]) =>
  monitoring.recordPart({ stationId, requestId, seqNo, toBeContinued, monitors })
const seen = () => monitoring.get(everyParty, stationId)
const ids = async () => (await seen()).monitors.map(({ id }) => id)

describe('a monitor', () => {
  test('is kept with all that is known of it', async () => {
    const place = { componentInstance: 'left', evseId: 1, connectorId: 2, instance: 'L1' }
    await set(monitor(1, place), monitor(2, { origin: 'custom' }))
    expect(await seen()).toEqual({
      stationId,
      monitors: [
        { ...monitor(1, place), setAt: now() },
        { ...monitor(2, { origin: 'custom' }), setAt: now() },
      ],
      reports: [],
    })
  })

  test('is replaced by one of the same id (N04.FR.12), and stays the one that was set when it is reported', async () => {
    const stream = { intervalS: 30 }
    await monitoring.learn(stationId, {
      kind: 'set',
      monitors: [{ ...monitor(1, { value: 5, origin: 'custom' }), stream }],
    })
    const setAt = now()
    clock.advance(1_000)
    await part(1, 0, false, monitor(1, { value: 6 }))
    const reported = { value: 6, stream, origin: 'custom', setAt, reportedAt: now() }
    expect((await seen()).monitors).toMatchObject([reported])
    await part(2, 0, false, monitor(1, { type: 'delta' }))
    expect((await seen()).monitors).toEqual([{ ...monitor(1, { type: 'delta' }), reportedAt: now() }])
  })

  test('of another instance of the component is another, though it has the same id', async () => {
    await set(monitor(1, { componentInstance: 'left', origin: 'custom' }))
    clock.advance(1_000)
    await part(1, 0, false, monitor(1, { componentInstance: 'right' }))
    expect((await seen()).monitors).toEqual([{ ...monitor(1, { componentInstance: 'right' }), reportedAt: now() }])
  })

  test('that cannot be is left out, and there are never too many', async () => {
    const odd = [
      { severity: 10 },
      { severity: -1 },
      { value: Number.NaN },
      { component: '' },
      { evseId: -3 },
      { id: 1.5 },
    ]
    await set(...odd.map((change, at) => monitor(at, change)))
    expect(await ids()).toEqual([])
    await set(...Array.from({ length: MAX_MONITORS + 10 }, (_, id) => monitor(id)))
    await set(monitor(MAX_MONITORS + 20), monitor(3, { value: 1 }))
    const { monitors } = await seen()
    expect(monitors).toHaveLength(MAX_MONITORS)
    expect(monitors[3]).toMatchObject({ id: 3, value: 1 })
  })

  test('of a station that is not there or of another party is not seen', async () => {
    await monitoring.learn('nobody', { kind: 'set', monitors: [monitor(1)] })
    await expect(monitoring.get(everyParty, 'nobody')).rejects.toMatchObject({ code: 'not-found' })
    await expect(monitoring.get({ partyIds: ['north'] }, stationId)).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('what the station accepts', () => {
  test('N06: cleared monitors are gone, others are not', async () => {
    await set(monitor(1), monitor(2))
    await monitoring.learn(stationId, { kind: 'cleared', ids: [1, 99] })
    expect(await ids()).toEqual([2])
  })

  test('N03.FR.03 to 05: a base takes away what it does not have', async () => {
    const told = [monitor(1, { origin: 'custom' }), monitor(2, { origin: 'preconfigured' })]
    await part(1, 0, false, ...told, monitor(3, { origin: 'hard-wired' }))
    await monitoring.learn(stationId, { kind: 'base', base: 'all' })
    expect(await ids()).toEqual([1, 2, 3])
    await monitoring.learn(stationId, { kind: 'base', base: 'factory-default' })
    expect(await ids()).toEqual([2, 3])
    await monitoring.learn(stationId, { kind: 'base', base: 'hard-wired-only' })
    expect(await ids()).toEqual([3])
  })

  test('N05: the level is remembered, and the base beside it', async () => {
    await monitoring.learn(stationId, { kind: 'base', base: 'all' })
    await monitoring.learn(stationId, { kind: 'level', severity: 5 })
    expect(await seen()).toMatchObject({ base: 'all', level: 5 })
  })
})

describe('F-06: a report', () => {
  test('comes in any order, and what a whole one leaves out is gone, whenever its answer is learnt', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), fc.nat(3), async (order, answerAt) => {
        count += 1
        stationId = `CS-${count}`
        await database.query('', "INSERT INTO station (id, party_id) VALUES ($1, 'default')", [stationId])
        await set(monitor(90))
        clock.advance(1_000)
        for (const [at, seqNo] of order.entries()) {
          if (at === answerAt) await answer(7)
          await part(7, seqNo, seqNo < 2, monitor(seqNo))
        }
        if (answerAt === 3) await answer(7)
        expect(await ids()).toEqual([0, 1, 2])
        expect((await seen()).reports).toMatchObject([
          { requestId: 7, whole: true, complete: true, missing: [], parts: 3 },
        ])
      }),
      { numRuns: 12 },
    )
  })

  test('of which a part is missing says which, and takes nothing away', async () => {
    await set(monitor(90))
    clock.advance(1_000)
    await answer(7)
    await part(7, 0, true, monitor(0))
    expect(await part(7, 3, false, monitor(3))).toMatchObject({ complete: false, missing: [1, 2] })
    expect(await ids()).toEqual([0, 3, 90])
    expect((await seen()).reports).toMatchObject([{ complete: false, missing: [1, 2] }])
  })

  test('N02.FR.05 and 08: one with criteria takes nothing away', async () => {
    await set(monitor(90))
    clock.advance(1_000)
    await answer(7, false)
    await part(7, 0, false, monitor(1))
    expect(await ids()).toEqual([1, 90])
  })

  test('N02.FR.10: an empty result of everything means that there is nothing', async () => {
    await set(monitor(90))
    clock.advance(1_000)
    await answer(7, true, true)
    expect(await ids()).toEqual([])
  })

  test('leaves alone what was set after it was asked for', async () => {
    await answer(7)
    clock.advance(1_000)
    await set(monitor(90))
    await part(7, 0, false, monitor(1))
    expect(await ids()).toEqual([1, 90])
  })

  test('is one of a few that are remembered, and an odd number is no part', async () => {
    for (let requestId = 1; requestId <= 20; requestId += 1) {
      clock.advance(1_000)
      await part(requestId, 0, true)
    }
    expect((await seen()).reports.map(({ requestId }) => requestId)).toEqual([20, 19, 18, 17, 16, 15, 14, 13])
    const odd: Partial<MonitoringPart>[] = [{ seqNo: -1 }, { seqNo: 1e9 }, { requestId: 0.5 }, { requestId: 2 ** 60 }]
    for (const change of odd) {
      const told = { stationId, requestId: 21, seqNo: 0, toBeContinued: false, monitors: [], ...change }
      expect(await monitoring.recordPart(told)).toBeUndefined()
    }
  })
})
