import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { planningSedan } from '../physics/vehicle-models.ts'
import { car, openStand, type Stand, token } from '../testing/stand.ts'
import { changeNeeds } from './vehicle-needs.ts'

const planner = { ...car, model: planningSedan }

describe.each(['ocpp2.0.1', 'ocpp2.1'] as const)('%s', (version) => {
  let stand: Stand
  beforeEach(async () => {
    stand = await openStand({ version })
    await stand.boot()
  })
  afterEach(async () => {
    await stand.close()
    expect(stand.csms.violations).toEqual([])
  })

  const transactionId = () => stand.station.evse(1)?.transaction?.id ?? ''
  const begin = async (vehicle = planner) => {
    stand.station.plugIn(vehicle)
    await stand.station.presentToken(token)
  }
  const told = () => stand.csms.calls.next(({ action }) => action === 'NotifyEVChargingNeeds')
  const scheduled = () => stand.csms.calls.next(({ action }) => action === 'NotifyEVChargingSchedule')
  const profile = (limits: readonly (readonly [startPeriod: number, limit: number])[], id = 4) => ({
    evseId: 1,
    chargingProfile: {
      ...{ id, stackLevel: 0, chargingProfilePurpose: 'TxProfile', chargingProfileKind: 'Relative' },
      transactionId: transactionId(),
      chargingSchedule: [
        {
          ...{ id: 7, chargingRateUnit: 'A' },
          chargingSchedulePeriod: limits.map(([startPeriod, limit]) => ({ startPeriod, limit })),
        },
      ],
    },
  })
  const set = (more: object) => stand.csms.call('SetChargingProfile', more)
  const agreed = async () => {
    stand.csms.answer('NotifyEVChargingNeeds', () => ({ status: 'Accepted' }))
    await begin()
    await stand.journal.exchange('NotifyEVChargingNeeds')
  }

  test('K15.FR.01 K15.FR.06 K15.FR.16 a vehicle that speaks ISO 15118 tells its needs once the CSMS knows its driver', async () => {
    await begin()
    const { payload } = await told()
    expect(payload).toEqual({
      evseId: 1,
      maxScheduleTuples: 12,
      chargingNeeds: {
        requestedEnergyTransfer: 'AC_three_phase',
        acChargingParameters: { energyAmount: 46_440, evMinCurrent: 6, evMaxCurrent: 16, evMaxVoltage: 230 },
      },
    })
    const before = stand.journal.unread.map(({ action, request }) => [action, 'idToken' in request])
    expect(before).toContainEqual(['TransactionEvent', true])
  })

  test('a vehicle that does not speak it tells nothing, and chooses from nothing', async () => {
    await begin(car)
    await stand.heard('TransactionEvent')
    const { chargingProfile } = profile([[0, 10]])
    const two = [...chargingProfile.chargingSchedule, ...chargingProfile.chargingSchedule]
    expect(await set({ evseId: 1, chargingProfile: { ...chargingProfile, chargingSchedule: two } })).toMatchObject({
      status: 'Rejected',
    })
    expect(await set(profile([[0, 10]]))).toEqual({ status: 'Accepted' })
    await stand.station.presentToken(token)
    await stand.heard('TransactionEvent')
    const said = stand.journal.unread.map(({ action }) => action)
    expect(said).not.toContain('NotifyEVChargingNeeds')
    expect(said).not.toContain('NotifyEVChargingSchedule')
  })

  test('K15.FR.10 the profile is followed, and the schedule of the vehicle told', async () => {
    await agreed()
    expect(stand.station.vehicles.of(1, transactionId())?.verdict).toBe('Accepted')
    const fullW = stand.station.evse(1)?.powerW
    expect(
      await set(
        profile([
          [0, 10],
          [3_600, 8],
        ]),
      ),
    ).toEqual({ status: 'Accepted' })
    const { payload } = await scheduled()
    expect(payload).toMatchObject({
      evseId: 1,
      chargingSchedule: {
        chargingRateUnit: 'A',
        chargingSchedulePeriod: [
          { startPeriod: 0, limit: 10 },
          { startPeriod: 3_600, limit: 8 },
        ],
      },
    })
    expect(payload.selectedChargingScheduleId).toBe(version === 'ocpp2.1' ? 7 : undefined)
    expect(fullW).toBe(11_040)
    expect(stand.station.evse(1)?.powerW).toBe(6_900)
  })

  test('K15.FR.07 of three schedules it takes the first; four are too many', async () => {
    await agreed()
    const wanted = profile([[0, 10]])
    const [first] = wanted.chargingProfile.chargingSchedule
    const other = { ...first, id: 8, chargingSchedulePeriod: [{ startPeriod: 0, limit: 6 }] }
    const many = (chargingSchedule: unknown[]) => ({
      ...wanted,
      chargingProfile: { ...wanted.chargingProfile, chargingSchedule },
    })
    expect(await set(many([first, other, other, other]))).toMatchObject({ status: 'Rejected' })
    expect(await set(many([first, other, other]))).toEqual({ status: 'Accepted' })
    await scheduled()
    expect(stand.station.evse(1)?.powerW).toBe(6_900)
  })

  test('K15.FR.01 no more periods are answered than the vehicle said it can take, the last never more than any it stands for', async () => {
    await agreed()
    await set(profile(Array.from({ length: 14 }, (_, at) => [at * 600, at === 13 ? 7 : 15 - (at % 2)] as const)))
    const { payload } = await scheduled()
    expect(payload).toMatchObject({ chargingSchedule: { chargingSchedulePeriod: { length: 12 } } })
    expect(payload).toHaveProperty('chargingSchedule.chargingSchedulePeriod.11', { startPeriod: 6_600, limit: 7 })
  })

  test('K15.FR.04 K15.FR.05 rejected or still thought about, it charges by what holds without', async () => {
    stand.csms.answer('NotifyEVChargingNeeds', () => ({ status: 'Processing' }))
    await begin()
    await stand.journal.exchange('NotifyEVChargingNeeds')
    expect(stand.station.vehicles.of(1, transactionId())?.verdict).toBe('Processing')
    expect(stand.station.evse(1)?.powerW).toBe(11_040)
    stand.csms.answer('NotifyEVChargingNeeds', () => ({ status: 'Rejected' }))
    expect(changeNeeds(stand.station, 1, 60)).toBe(true)
    await stand.journal.exchange('NotifyEVChargingNeeds')
    expect(stand.station.vehicles.of(1, transactionId())?.verdict).toBe('Rejected')
    expect(stand.station.evse(1)?.powerW).toBe(11_040)
  })

  test('K15.FR.17 a profile that comes before the needs is out of turn', async () => {
    stand.station.settings.txStartPoint = ['EVConnected']
    stand.station.plugIn(planner)
    await stand.heard('TransactionEvent')
    expect(await set(profile([[0, 10]]))).toEqual({
      status: 'Rejected',
      statusInfo: { reasonCode: 'InvalidMessageSeq' },
    })
  })

  test('K16.FR.01 K16.FR.02 K16.FR.05 K16.FR.09 K16.FR.11 a new profile is negotiated again, without needs', async () => {
    await agreed()
    await set(profile([[0, 10]]))
    await scheduled()
    expect(await set(profile([[0, 7]]))).toEqual({ status: 'Accepted' })
    const { payload } = await scheduled()
    expect(payload).toHaveProperty('chargingSchedule.chargingSchedulePeriod', [{ startPeriod: 0, limit: 7 }])
    expect(stand.station.evse(1)?.powerW).toBe(4_830)
    expect(stand.journal.unread.map(({ action }) => action)).not.toContain('NotifyEVChargingNeeds')
  })

  test('K17.FR.01 K17.FR.10 a vehicle that changes its mind tells its needs again', async () => {
    await agreed()
    await told()
    expect(changeNeeds(stand.station, 1, 40)).toBe(true)
    const { payload } = await told()
    expect(payload).toHaveProperty('chargingNeeds.acChargingParameters.energyAmount', 15_480)
    await set(profile([[0, 9]]))
    expect((await scheduled()).payload).toHaveProperty('chargingSchedule.chargingSchedulePeriod.0.limit', 9)
  })

  test('K17 nobody changes the needs of a vehicle that is not there, or tells none', async () => {
    expect(changeNeeds(stand.station, 1, 40)).toBe(false)
    expect(changeNeeds(stand.station, 9, 40)).toBe(false)
    await begin(car)
    expect(changeNeeds(stand.station, 1, 40)).toBe(false)
  })

  test('K15.FR.15 K15.FR.20 offline it charges by the defaults, and tells later what it needed and when', async () => {
    stand.station.goOffline()
    stand.station.plugIn(planner)
    stand.station.settings.allowOfflineUnknown = true
    await stand.station.presentToken(token)
    expect(stand.station.evse(1)?.powerW).toBe(11_040)
    const began = new Date(stand.clock.nowMs()).toISOString()
    stand.clock.advance(60_000)
    stand.station.goOnline()
    const { payload } = await told()
    expect(payload.timestamp).toBe(version === 'ocpp2.1' ? began : undefined)
  })

  test('needs that the CSMS cannot take are told with the next event', async () => {
    stand.csms.answer('NotifyEVChargingNeeds', () => 'refuse')
    await begin()
    await stand.journal.exchange('NotifyEVChargingNeeds')
    expect(stand.station.vehicles.of(1, transactionId())).toBeUndefined()
    stand.csms.answer('NotifyEVChargingNeeds', () => ({ status: 'Accepted' }))
    stand.clock.advance(60_000)
    await stand.journal.exchange('NotifyEVChargingNeeds')
    expect(stand.station.vehicles.of(1, transactionId())?.verdict).toBe('Accepted')
  })
})

test('K15.FR.06 at a DC outlet it tells what its battery takes', async () => {
  const stand = await openStand({ version: 'ocpp2.0.1', hardware: 'fastCharger' })
  await stand.boot()
  stand.station.plugIn(planner)
  await stand.station.presentToken(token)
  const { payload } = await stand.csms.calls.next(({ action }) => action === 'NotifyEVChargingNeeds')
  expect(payload).toMatchObject({
    chargingNeeds: {
      requestedEnergyTransfer: 'DC',
      dcChargingParameters: { evMaxVoltage: 780, energyAmount: 46_440, evEnergyCapacity: 77_400, stateOfCharge: 20 },
    },
  })
  await stand.close()
  expect(stand.csms.violations).toEqual([])
})
