import { beforeEach, describe, expect, test } from 'vitest'
import type { ChargingSchedule, NeedsRule, NewChargingProfile, SchedulePeriod } from '#domain/smart-charging'
import type { RawStation } from '#test/raw-station'
import { resultOf, yesterdayAt } from '../booted-station.ts'
import { openScene } from '../scene.ts'
import { field } from '../simulated.ts'

const { operator, raw } = await openScene()

let station: RawStation
let stationId = ''
beforeEach(async () => {
  ;({ id: stationId, station } = await raw('ocpp2.1'))
  await say('TransactionEvent', {
    ...{ eventType: 'Started', timestamp: yesterdayAt('12:00:00'), triggerReason: 'CablePluggedIn', seqNo: 0 },
    ...{ transactionInfo: { transactionId: 'T1' }, evse: { id: 1, connectorId: 1 } },
  })
  return () => station.connection.terminate()
})

const say = async (action: string, payload: object) => resultOf(await station.call(action, payload))
const rule = (wanted: NeedsRule) => operator.ask('PUT', `/stations/${stationId}/charging-needs-rule`, wanted)
const needs = (controlMode: string, v2x: object = {}, maxScheduleTuples = 1) =>
  say('NotifyEVChargingNeeds', {
    ...{ evseId: 1, maxScheduleTuples },
    chargingNeeds: {
      ...{ requestedEnergyTransfer: 'AC_three_phase', controlMode },
      v2xChargingParameters: { maxChargePower: 22_000, ...v2x },
    },
  })
/** The profile that the station is sent next; it accepts it. */
const hear = async () => {
  const { id, action, payload } = await station.asked()
  expect(action).toBe('SetChargingProfile')
  station.send([3, id, { status: 'Accepted' }])
  return field(payload, 'chargingProfile')
}
const expectSilence = async () => {
  expect(await say('Heartbeat', {})).toHaveProperty('currentTime')
  expect(station.frames.size).toBe(0)
}
type Change = Partial<Omit<NewChargingProfile, 'schedules'>> & { readonly schedule?: Partial<ChargingSchedule> }
const profileOf = (period: Partial<SchedulePeriod>, { schedule, ...more }: Change = {}): NewChargingProfile => ({
  ...{ purpose: 'transaction-default', stackLevel: 0, kind: 'absolute' },
  ...more,
  schedules: [
    {
      rateUnit: 'W',
      ...(more.kind === 'dynamic' ? {} : { startAt: yesterdayAt('00:00:00') }),
      periods: [{ startS: 0, ...period }],
      ...schedule,
    },
  ],
})
const send = (profile: NewChargingProfile) =>
  operator.command(stationId, 'set-charging-profile', {
    ...{ evseId: 1, profile },
    ...(profile.purpose === 'transaction' && { reference: 'T1' }),
  })
const limit = { limit: '7000' }

describe('what a profile of 2.1 can say', () => {
  test('K01.FR.80 its id is higher than those the station keeps for itself', async () => {
    await say('NotifyReport', {
      ...{ requestId: 1, generatedAt: yesterdayAt('12:00:00'), seqNo: 0 },
      reportData: [
        {
          component: { name: 'SmartChargingCtrlr' },
          variable: { name: 'MaxExternalConstraintsId' },
          variableAttribute: [{ value: '500' }],
        },
      ],
    })
    await send(profileOf(limit))
    expect(Number(field(await hear(), 'id'))).toBeGreaterThan(500)
  })

  test.each<[string, NewChargingProfile, object]>([
    [
      'K01.FR.96 local time and a random delay',
      profileOf(limit, { schedule: { usesLocalTime: true, randomDelayS: 30 } }),
      { chargingSchedule: [{ useLocalTime: true, randomizedDelay: 30 }] },
    ],
    [
      'K01.FR.104 for how long it holds without a connection',
      profileOf(limit, { maxOfflineS: 600, endsWhenOffline: true }),
      { maxOfflineDuration: 600, invalidAfterOfflineDuration: true },
    ],
    [
      'K01.FR.104 that it comes back after that',
      profileOf(limit, { maxOfflineS: 600, endsWhenOffline: false }),
      { maxOfflineDuration: 600, invalidAfterOfflineDuration: false },
    ],
    [
      'K01.FR.105 a limit by state of charge',
      profileOf(limit, { schedule: { limitAtSoc: { soc: 80, limit: '3000' } } }),
      { chargingSchedule: [{ limitAtSoC: { soc: 80, limit: 3_000 } }] },
    ],
    [
      'Q07.FR.02 Q07.FR.03 setpoints for the frequency',
      profileOf({ setpoint: '-5000', operationMode: 'central-frequency' }, { kind: 'dynamic' }),
      {
        chargingProfileKind: 'Dynamic',
        chargingSchedule: [
          { chargingSchedulePeriod: [{ startPeriod: 0, setpoint: -5_000, operationMode: 'CentralFrequency' }] },
        ],
      },
    ],
  ])('%s', async (_, profile, sent) => {
    const command = await send(profile)
    expect(await hear()).toMatchObject(sent)
    expect(await operator.settled(command)).toMatchObject({ state: 'answered' })
  })

  test.each<[string, NewChargingProfile]>([
    ['K01.FR.143 limits of single phases for all transactions', profileOf({ limit: '7000', limitL2: '6000' })],
    [
      'K01.FR.145 limits of single phases without the first',
      profileOf({ limitL2: '6000' }, { purpose: 'transaction' }),
    ],
    [
      'Q07.FR.02 setpoints for the frequency in a profile that is not dynamic',
      profileOf({ setpoint: '5000', operationMode: 'central-frequency' }),
    ],
    [
      'Q07.FR.03 a limit beside a setpoint for the frequency',
      profileOf({ setpoint: '1', limit: '2', operationMode: 'central-frequency' }, { kind: 'dynamic' }),
    ],
  ])('%s is not sent', async (_, profile) => {
    const command = await operator.settled(await send(profile))
    expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'invalid' } } })
    await expectSilence()
  })

  test('K01.FR.142 limits of single phases go to a vehicle that has told of these phases, and to no other', async () => {
    const profile = profileOf({ limit: '7000', limitL2: '6000' }, { purpose: 'transaction' })
    await rule({ decides: 'by-hand' })
    await needs('ScheduledControl')
    expect(await operator.settled(await send(profile))).toMatchObject({
      ...{ state: 'refused', result: { error: { code: 'invalid' } } },
    })
    await needs('ScheduledControl', { maxChargePower_L2: 7_000 })
    const command = await send(profile)
    expect(await hear()).toMatchObject({
      chargingSchedule: [{ chargingSchedulePeriod: [{ limit: 7_000, limit_L2: 6_000 }] }],
    })
    expect(await operator.settled(command)).toMatchObject({ state: 'answered' })
  })
})

describe('the needs of a vehicle by ISO 15118-20', () => {
  test.each([
    ['K18.FR.05', 'ScheduledControl'],
    ['K19.FR.05', 'DynamicControl'],
  ])('%s %s: by hand they are Processing', async (_, mode) => {
    await rule({ decides: 'by-hand' })
    expect(await needs(mode)).toEqual({ status: 'Processing' })
  })

  test('K20.FR.03 told anew under dynamic control they bring a new profile', async () => {
    await rule({ decides: 'automatically', maxPowerW: '11000' })
    await needs('DynamicControl')
    const first = await hear()
    await rule({ decides: 'automatically', maxPowerW: '4000' })
    expect(await needs('DynamicControl')).toEqual({ status: 'Accepted' })
    const second = await hear()
    expect(field(second, 'id')).toBe(field(first, 'id'))
    expect(second).toMatchObject({
      ...{ chargingProfilePurpose: 'TxProfile', transactionId: 'T1' },
      chargingSchedule: [{ chargingSchedulePeriod: [{ startPeriod: 0, limit: 4_000 }] }],
    })
    expect(field(second, 'chargingSchedule')).toHaveLength(1)
  })

  test('K18.FR.11 K18.FR.12 K18.FR.13 its own schedule is Accepted within its limits; beyond, it is negotiated anew', async () => {
    await rule({ decides: 'automatically', maxPowerW: '11000' })
    await needs('ScheduledControl')
    await hear()
    const path = `/stations/${stationId}/charging-profiles`
    await expect.poll(() => operator.get(path)).toMatchObject({ items: [{ standing: 'accepted' }] })
    const chosen = (power: number) =>
      say('NotifyEVChargingSchedule', {
        ...{ evseId: 1, timeBase: new Date(Date.now() + 1_000).toISOString(), selectedChargingScheduleId: 1 },
        chargingSchedule: {
          ...{ id: 1, chargingRateUnit: 'W', duration: 3_600 },
          chargingSchedulePeriod: [{ startPeriod: 0, limit: power }],
        },
      })
    expect(await chosen(11_000)).toEqual({ status: 'Accepted' })
    await expectSilence()
    expect(await chosen(11_001)).toEqual({ status: 'Rejected' })
    expect(await hear()).toMatchObject({ chargingProfilePurpose: 'TxProfile', transactionId: 'T1' })
  })
})

describe('a control of feeding the grid', () => {
  const at = { startAt: yesterdayAt('00:00:00'), durationS: 600 }
  test.each([
    [
      'R04.FR.12 a default one that has a start and a duration',
      { kind: 'limit-max-discharge', isDefault: true, maxDischargePct: 50, ...at },
    ],
    [
      'R04.FR.14 gradients that are no default',
      { kind: 'gradients', isDefault: false, gradient: { ramp: 1, softRamp: 1 }, ...at },
    ],
    [
      'R04.FR.16 one with the setting of another kind',
      { kind: 'limit-max-discharge', isDefault: true, gradient: { ramp: 1, softRamp: 1 } },
    ],
    [
      'R04.FR.16 one with two settings',
      { kind: 'limit-max-discharge', isDefault: true, maxDischargePct: 50, gradient: { ramp: 1, softRamp: 1 } },
    ],
  ] as const)('%s is not sent', async (_, control) => {
    const request = { controlId: 'c1', control: { priority: 0, ...control } }
    const command = await operator.settled(await operator.command(stationId, 'set-der-control', request))
    expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'unsupported' } } })
    await expectSilence()
  })
})
