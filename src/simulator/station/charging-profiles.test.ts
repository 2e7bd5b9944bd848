import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { car, openStand, type Stand } from '../testing/stand.ts'

const HOUR_S = 3_600

/** Words of both families for the same thing. */
const words = {
  'ocpp1.6': {
    set: (place: number, profile: object) => ({ connectorId: place, csChargingProfiles: profile }),
    profile: (id: number, purpose: string, schedule: object, more: object) => ({
      ...{ chargingProfileId: id, stackLevel: 0, chargingProfilePurpose: purpose, chargingProfileKind: 'Absolute' },
      ...{ chargingSchedule: schedule },
      ...more,
    }),
    max: 'ChargePointMaxProfile',
    clear: (id: number) => ({ id }),
    composite: (place: number, more: object = {}) => ({ connectorId: place, duration: HOUR_S, ...more }),
  },
  'ocpp2.0.1': {
    set: (place: number, profile: object) => ({ evseId: place, chargingProfile: profile }),
    profile: (id: number, purpose: string, schedule: object, more: object) => ({
      ...{ id, stackLevel: 0, chargingProfilePurpose: purpose, chargingProfileKind: 'Absolute' },
      chargingSchedule: [{ id: 1, ...schedule }],
      ...more,
    }),
    max: 'ChargingStationMaxProfile',
    clear: (id: number) => ({ chargingProfileId: id }),
    composite: (place: number, more: object = {}) => ({ evseId: place, duration: HOUR_S, ...more }),
  },
}

describe.each(['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const)('%s', (version) => {
  const is16 = version === 'ocpp1.6'
  const say = is16 ? words['ocpp1.6'] : words['ocpp2.0.1']
  let stand: Stand
  beforeEach(async () => {
    stand = await openStand({ version, hardware: 'doublePost' })
    await stand.boot()
  })
  afterEach(async () => {
    await stand.close()
    expect(stand.csms.violations).toEqual([])
  })

  const schedule = (periods: readonly (readonly [startS: number, limit: number])[], more: object = {}) => ({
    ...{ chargingRateUnit: 'A', startSchedule: new Date(stand.clock.nowMs()).toISOString() },
    chargingSchedulePeriod: periods.map(([startPeriod, limit]) => ({ startPeriod, limit })),
    ...more,
  })
  const set = (place: number, id: number, purpose: string, periods = schedule([[0, 8]]), more: object = {}) =>
    stand.csms.call('SetChargingProfile', say.set(place, say.profile(id, purpose, periods, more)))
  const accepted = { status: 'Accepted' }
  const wattsOf = (amps: number) => amps * 230 * 3
  const powerW = (evseId = 1) => stand.station.evse(evseId)?.powerW
  const composite = async (place: number, more?: object) => {
    const answer = await stand.csms.call('GetCompositeSchedule', say.composite(place, more))
    const told = is16 ? answer.chargingSchedule : answer.schedule
    return JSON.parse(JSON.stringify(told)).chargingSchedulePeriod
  }

  test('what it delivers really follows the schedule, period by period', async () => {
    expect(
      await set(
        0,
        1,
        'TxDefaultProfile',
        schedule([
          [0, 8],
          [600, 12],
          [1200, 5],
        ]),
      ),
    ).toEqual(accepted)
    await stand.charge()
    expect(powerW()).toBe(wattsOf(8))
    stand.clock.advance(600_000)
    expect(powerW()).toBe(wattsOf(12))
    stand.clock.advance(600_000)
    expect(powerW()).toBe(0)
    expect(stand.station.evse(1)?.chargingState).toBe('SuspendedEVSE')
  })

  test('a profile of a transaction overrules the default, is taken away with it, and never outlives it', async () => {
    await set(0, 1, 'TxDefaultProfile', schedule([[0, 10]]))
    expect(await set(1, 2, 'TxProfile')).toMatchObject({ status: 'Rejected' })
    await stand.charge()
    const transactionId = is16 ? 17 : stand.station.evse(1)?.transaction?.id
    expect(await set(1, 2, 'TxProfile', schedule([[0, 14]]), { transactionId })).toEqual(accepted)
    expect(powerW()).toBe(wattsOf(14))
    stand.station.unplug()
    expect(stand.station.profiles.all.map(({ id }) => id)).toEqual([1])
    stand.station.plugIn(car)
    await stand.station.presentToken({ value: 'BOB', type: 'ISO14443' })
    stand.clock.advance(1_000)
    expect(powerW()).toBe(wattsOf(10))
  })

  test('the limit of the station is shared by all that charge', async () => {
    await set(0, 1, say.max, schedule([[0, 28]]))
    await stand.charge()
    expect(powerW()).toBe(wattsOf(16))
    stand.station.plugIn(car, 2)
    await stand.station.presentToken({ value: 'BOB', type: 'ISO14443' }, 2)
    stand.clock.advance(1_000)
    expect([powerW(1), powerW(2)]).toEqual([wattsOf(14), wattsOf(14)])
    expect(await set(1, 2, say.max)).toMatchObject({ status: 'Rejected' })
  })

  test('cleared, it limits no longer; what is not there cannot be cleared', async () => {
    await set(1, 1, 'TxDefaultProfile')
    await stand.charge()
    expect(powerW()).toBe(wattsOf(8))
    expect(await stand.csms.call('ClearChargingProfile', say.clear(7))).toEqual({ status: 'Unknown' })
    expect(await stand.csms.call('ClearChargingProfile', say.clear(1))).toEqual(accepted)
    expect(powerW()).toBe(wattsOf(16))
  })

  test('the composite schedule tells what is to be expected, for one EVSE and for the station', async () => {
    await set(
      1,
      1,
      'TxDefaultProfile',
      schedule(
        [
          [0, 10],
          [60, 20],
        ],
        { duration: 600 },
      ),
    )
    await set(
      0,
      2,
      say.max,
      schedule([
        [0, 50],
        [120, 15],
      ]),
    )
    expect(await composite(1)).toEqual([
      { startPeriod: 0, limit: 10 },
      { startPeriod: 60, limit: 20 },
      { startPeriod: 120, limit: 15 },
    ])
    expect(await composite(0)).toEqual([
      { startPeriod: 0, limit: 42 },
      { startPeriod: 60, limit: 50 },
      { startPeriod: 120, limit: 15 },
    ])
    expect((await composite(1, { chargingRateUnit: 'W' }))[0]).toEqual({ startPeriod: 0, limit: wattsOf(10) })
    expect(await stand.csms.call('GetCompositeSchedule', say.composite(9))).toMatchObject({ status: 'Rejected' })
  })

  test.each<[string, (limit: readonly [number, number]) => readonly (readonly [number, number])[]]>([
    ['one that does not start at 0', () => [[5, 8]]],
    ['periods out of order', (one) => [one, [60, 9], [30, 8]]],
    ['too many periods', () => Array.from({ length: 25 }, (_, index) => [index, 8] as const)],
  ])('%s is rejected', async (_, periods) => {
    expect(await set(0, 1, 'TxDefaultProfile', schedule(periods([0, 8])))).toMatchObject({ status: 'Rejected' })
    expect(await set(9, 1, 'TxDefaultProfile')).toMatchObject({ status: 'Rejected' })
    expect(stand.station.profiles.all).toEqual([])
  })
})
