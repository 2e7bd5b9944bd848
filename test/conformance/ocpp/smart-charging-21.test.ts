import { beforeEach, describe, expect, test } from 'vitest'
import type { NeedsRule, NewChargingProfile, SchedulesOfEvse, StationNeeds } from '#domain/smart-charging'
import type { RawStation } from '#test/raw-station'
import { resultOf, yesterdayAt } from '../booted-station.ts'
import type { List, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { field, type Simulated, simulated, VERSIONS } from '../simulated.ts'

const { platform, operator, raw, real } = await openScene()

const startAt = yesterdayAt('00:00:00')
const periods = [{ startS: 0, limit: '10.123456789' }]
const dynamic: NewChargingProfile = {
  ...{ purpose: 'transaction-default', stackLevel: 0, kind: 'dynamic' },
  schedules: [{ rateUnit: 'A', periods }],
}
const holds = async (stationId: string) =>
  (await operator.get<Wire<SchedulesOfEvse>>(`/stations/${stationId}/charging-schedule?evseId=1&rateUnit=A`)).calculated
    .periods

describe('a simulated station of 2.1', () => {
  let simulation: Simulated
  let stationId = ''
  beforeEach(async () => {
    simulation = await real('ocpp2.1', { hardware: 'doublePost' })
    stationId = simulation.station.id
    return () => simulation.station.stop()
  })

  test('K28 a dynamic profile takes new values at once, in six decimals (B-17)', async () => {
    const { station, journal, clock } = simulation
    await simulation.charge('ALICE')
    const set = await operator.carryOut(stationId, 'set-charging-profile', { evseId: 1, profile: dynamic })
    const { profileId } = set.result?.details ?? {}
    const id = Number(profileId)
    expect(set).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    const { request } = await journal.served('SetChargingProfile')
    expect(field(request, 'chargingProfile')).toMatchObject({
      chargingProfileKind: 'Dynamic',
      chargingSchedule: [{ chargingSchedulePeriod: [{ startPeriod: 0, limit: 10.123456 }] }],
    })
    clock.advance(1_000)
    expect(station.evse(1)?.powerW).toBeCloseTo(10.123456 * 690, 6)
    const update = { profileId: id, values: { limit: '7.9999999' } }
    expect(await operator.carryOut(stationId, 'update-dynamic-schedule', update)).toMatchObject({ state: 'answered' })
    const updated = await journal.served('UpdateDynamicSchedule')
    expect(updated.request).toEqual({ chargingProfileId: id, scheduleUpdate: { limit: 7.999999 } })
    clock.advance(1_000)
    expect(station.evse(1)?.powerW).toBeCloseTo(7.999999 * 690, 6)
    expect(await holds(stationId)).toEqual([{ startS: 0, limit: '7.999999' }])
    const other = { profileId: id + 1, values: { limit: '1' } }
    expect(await operator.carryOut(stationId, 'update-dynamic-schedule', other)).toMatchObject({
      ...{ state: 'refused', result: { status: 'Rejected', details: { reasonCode: 'InvalidProfile' } } },
    })
    expect(await holds(stationId)).toEqual([{ startS: 0, limit: '7.999999' }])
  })

  test('K28.FR.07 a station that asks for the values of its profile gets them', async () => {
    const { journal, clock } = simulation
    const profile = { ...dynamic, updateIntervalS: 30 }
    await operator.carryOut(stationId, 'set-charging-profile', { evseId: 1, profile })
    clock.advance(30_000)
    const { request, response } = await journal.exchange('PullDynamicScheduleUpdate')
    expect(request).toEqual({ chargingProfileId: 1 })
    expect(response).toEqual({ status: 'Accepted', scheduleUpdate: { limit: 10.123456 } })
  })

  test('K21.FR.09 K21.FR.10 K01.FR.72 priority is asked for, takes effect, is told, and ends', async () => {
    const { station, journal, clock } = simulation
    const reference = await simulation.charge('ALICE')
    const schedules = (limit: string) => [{ rateUnit: 'A' as const, startAt, periods: [{ startS: 0, limit }] }]
    const shared = { stackLevel: 0, kind: 'absolute' } as const
    const set = (purpose: 'transaction-default' | 'priority', limit: string) => {
      const profile = { ...shared, purpose, schedules: schedules(limit) }
      return operator.carryOut(stationId, 'set-charging-profile', { evseId: 0, profile })
    }
    await set('transaction-default', '8')
    const use = (activate: boolean) => operator.carryOut(stationId, 'use-priority-charging', { reference, activate })
    expect(await use(true)).toMatchObject({ state: 'refused', result: { status: 'NoProfile' } })
    expect(await set('priority', '15')).toMatchObject({ state: 'answered' })
    expect(await holds(stationId)).toEqual([{ startS: 0, limit: '8' }])
    expect(await use(true)).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    expect(await journal.exchange('NotifyPriorityCharging')).toMatchObject({
      ...{ request: { transactionId: reference, activated: true }, response: {}, refused: false },
    })
    clock.advance(1_000)
    expect(station.evse(1)?.powerW).toBe(15 * 690)
    expect(await holds(stationId)).toEqual([{ startS: 0, limit: '15' }])
    await use(false)
    expect((await journal.exchange('NotifyPriorityCharging')).request).toMatchObject({ activated: false })
    expect(await holds(stationId)).toEqual([{ startS: 0, limit: '8' }])
  })

  test.each<[string, NewChargingProfile]>([
    [
      'K01.FR.70 K01.FR.73 priority for a time',
      {
        ...dynamic,
        purpose: 'priority',
        kind: 'absolute',
        schedules: [{ rateUnit: 'A', startAt, durationS: 60, periods }],
      },
    ],
    [
      'K28.FR.01 two periods of a dynamic one',
      { ...dynamic, schedules: [{ rateUnit: 'A', periods: [...periods, { startS: 5, limit: '1' }] }] },
    ],
    ['K01.FR.122 an interval of one that is not dynamic', { ...dynamic, kind: 'relative', updateIntervalS: 5 }],
  ])('%s is not sent', async (_, profile) => {
    const command = await operator.carryOut(stationId, 'set-charging-profile', { evseId: 1, profile })
    expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'invalid' } } })
    expect(command.sentAt).toBeUndefined()
  })
})

describe('a vehicle by ISO 15118-20', () => {
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
  const needs = (controlMode: string, requestedEnergyTransfer = 'DC_BPT') =>
    say('NotifyEVChargingNeeds', {
      ...{ evseId: 1, maxScheduleTuples: 1 },
      chargingNeeds: {
        ...{ requestedEnergyTransfer, controlMode },
        v2xChargingParameters: { maxChargePower: 50_000, maxDischargePower: 10_000, evTargetEnergyRequest: 30_000 },
      },
    })
  const modes = [
    ['K18.FR.02 K18.FR.03 K18.FR.07 Q02.FR.01', 'ScheduledControl'],
    ['K19.FR.02 K19.FR.03 K19.FR.07 K17.FR.19', 'DynamicControl'],
  ] as const

  test.each(modes)('%s %s: accepted, one schedule of its transaction follows', async (_, mode) => {
    await rule({ decides: 'automatically', maxPowerW: '22000' })
    expect(await needs(mode)).toEqual({ status: 'Accepted' })
    const { id, action, payload } = await station.asked()
    station.send([3, id, { status: 'Accepted' }])
    expect(action).toBe('SetChargingProfile')
    expect(payload).toMatchObject({
      evseId: 1,
      chargingProfile: {
        ...{ chargingProfilePurpose: 'TxProfile', transactionId: 'T1' },
        chargingSchedule: [
          { chargingSchedulePeriod: [{ startPeriod: 0, limit: 22_000, operationMode: 'ChargingOnly' }] },
        ],
      },
    })
    const { items } = await operator.get<List<Wire<StationNeeds>>>(`/stations/${stationId}/charging-needs`)
    expect(items).toMatchObject([{ needs: { transfer: 'dc-bidirectional', maxPowerW: '50000', energyWh: '30000' } }])
  })

  test.each([
    ['K18.FR.04', 'ScheduledControl'],
    ['K19.FR.04', 'DynamicControl'],
  ])('%s %s: without a rule it charges without a profile', async (_, mode) => {
    expect(await needs(mode)).toEqual({ status: 'NoChargingProfile' })
  })

  test.each([
    ['K18.FR.22', 'ScheduledControl'],
    ['K19.FR.15', 'DynamicControl'],
  ])('%s %s: a transfer that the operator does not want is rejected', async (_, mode) => {
    await rule({ decides: 'automatically', maxPowerW: '22000', transfers: ['dc'] })
    expect(await needs(mode)).toEqual({ status: 'Rejected' })
    expect(await needs(mode, 'WPT')).toEqual({ status: 'Rejected' })
    expect(await needs(mode, 'DC')).toEqual({ status: 'Accepted' })
    expect(await station.asked()).toMatchObject({ action: 'SetChargingProfile' })
  })

  test('K28.FR.12 values of a profile that is not dynamic, or not there, are not given', async () => {
    const rejected = { status: 'Rejected', statusInfo: { reasonCode: 'InvalidProfile' } }
    expect(await say('PullDynamicScheduleUpdate', { chargingProfileId: 1 })).toEqual(rejected)
    await operator.untilConnected(stationId)
    const schedules = [{ rateUnit: 'A' as const, startAt, periods }]
    const profile = { purpose: 'transaction-default', stackLevel: 0, kind: 'absolute', schedules } as const
    const command = await operator.command(stationId, 'set-charging-profile', { evseId: 1, profile })
    station.send([3, (await station.asked()).id, { status: 'Accepted' }])
    expect(await operator.settled(command)).toMatchObject({ result: { details: { profileId: 1 } } })
    expect(await say('PullDynamicScheduleUpdate', { chargingProfileId: 1 })).toEqual(rejected)
  })

  test('K22.FR.06 priority that was chosen at the station is acknowledged', async () => {
    expect(await say('NotifyPriorityCharging', { transactionId: 'T1', activated: true })).toEqual({})
    expect(await say('NotifyPriorityCharging', { transactionId: 'unheard of', activated: true })).toEqual({})
  })

  test('Q08.FR.01 Q08.FR.03 Q08.FR.05 what flows by the frequency goes out with its baseline and curves, in watts', async () => {
    await operator.untilConnected(stationId)
    const frequencyControl = {
      baselineW: '-1000',
      frequencies: [
        { frequencyHz: '49.8', powerW: '-5000' },
        { frequencyHz: '50.2', powerW: '5000.5' },
      ],
      signals: [
        { signal: -40, powerW: '-2000' },
        { signal: 40, powerW: '2000' },
      ],
    }
    const send = (
      rateUnit: 'A' | 'W',
      control?: NewChargingProfile['schedules'][0]['periods'][0]['frequencyControl'],
    ) =>
      operator.command(stationId, 'set-charging-profile', {
        evseId: 1,
        profile: {
          ...{ purpose: 'transaction-default', stackLevel: 0, kind: 'absolute' },
          schedules: [
            {
              ...{ rateUnit, startAt },
              periods: [{ startS: 0, operationMode: 'local-frequency', ...(control && { frequencyControl: control }) }],
            },
          ],
        },
      })
    for (const wrong of [
      await send('W'),
      await send('A', frequencyControl),
      await send('W', { ...frequencyControl, frequencies: frequencyControl.frequencies.slice(0, 1) }),
      // The errata of Q08.FR.02.
      await send('W', { ...frequencyControl, signals: frequencyControl.signals.slice(0, 1) }),
    ]) {
      expect(await operator.settled(wrong)).toMatchObject({ state: 'refused', result: { error: { code: 'invalid' } } })
    }
    const command = await send('W', frequencyControl)
    const { id, payload } = await station.asked()
    expect(field(payload, 'chargingProfile', 'chargingSchedule', 0, 'chargingSchedulePeriod')).toEqual([
      {
        ...{ startPeriod: 0, operationMode: 'LocalFrequency', v2xBaseline: -1000 },
        v2xFreqWattCurve: [
          { frequency: 49.8, power: -5000 },
          { frequency: 50.2, power: 5000.5 },
        ],
        v2xSignalWattCurve: [
          { signal: -40, power: -2000 },
          { signal: 40, power: 2000 },
        ],
      },
    ])
    station.send([3, id, { status: 'Accepted' }])
    expect(await operator.settled(command)).toMatchObject({ state: 'answered' })
  })

  test('Q02.FR.05 Q08.FR.12 a signal goes out with its value and the time given, or the present one; a choice of transfers as it is given', async () => {
    await operator.untilConnected(stationId)
    const hear = async () => {
      const { id, action, payload } = await station.asked()
      station.send([3, id, { status: 'Accepted' }])
      return [action, payload]
    }
    const at = '2026-03-01T12:00:00Z'
    const signal = await operator.command(stationId, 'signal-frequency-restoration', { signal: -40, at })
    expect(await hear()).toEqual(['AFRRSignal', { timestamp: at, signal: -40 }])
    expect(await operator.settled(signal)).toMatchObject({ state: 'answered' })
    const before = Date.now()
    await operator.command(stationId, 'signal-frequency-restoration', { signal: 7 })
    const [action, now] = await hear()
    expect([action, now]).toEqual(['AFRRSignal', { timestamp: expect.any(String), signal: 7 }])
    const sentMs = Date.parse(String(field(now, 'timestamp')))
    expect(sentMs).toBeGreaterThanOrEqual(before)
    expect(sentMs).toBeLessThanOrEqual(Date.now())
    const request = { reference: 'T1', transfers: ['dc', 'dc-bidirectional'] } as const
    const choice = await operator.command(stationId, 'notify-allowed-energy-transfer', request)
    const allowedEnergyTransfer = ['DC', 'DC_BPT']
    expect(await hear()).toEqual(['NotifyAllowedEnergyTransfer', { transactionId: 'T1', allowedEnergyTransfer }])
    expect(await operator.settled(choice)).toMatchObject({ state: 'answered' })
  })
})

describe('what only 2.1 has', () => {
  const reference = { reference: '1' }
  const at = '2026-03-01T12:00:00Z'
  const profileOf = (purpose: NewChargingProfile['purpose'], kind: NewChargingProfile['kind'] = 'absolute') => ({
    ...{
      purpose,
      stackLevel: 0,
      kind,
      schedules: [{ rateUnit: 'A' as const, periods, ...(kind === 'absolute' && { startAt }) }],
    },
  })

  test.each(VERSIONS.slice(0, 2))('is not said in %s, and nothing is sent', async (version) => {
    const station = simulated({ id: `CS-${version}`, version, url: platform.ocppUrl })
    await station.boot()
    await operator.untilConnected(`CS-${version}`)
    const commands = [
      ['use-priority-charging', { ...reference, activate: true }],
      ['update-dynamic-schedule', { profileId: 1, values: { limit: '1' } }],
      ['signal-frequency-restoration', { signal: 1, at }],
      ['notify-allowed-energy-transfer', { ...reference, transfers: ['dc'] }],
      ['set-charging-profile', { evseId: 1, profile: profileOf('priority') }],
      ['set-charging-profile', { evseId: 0, profile: profileOf('local-generation') }],
      ['set-charging-profile', { evseId: 1, profile: profileOf('transaction-default', 'dynamic') }],
      ['clear-charging-profile', { purpose: 'priority' }],
      ...(version === 'ocpp1.6' ? [['get-charging-profiles', {}] as const] : []),
    ] as const
    for (const [kind, request] of commands) {
      const command = await operator.carryOut(`CS-${version}`, kind, request)
      expect(command, kind).toMatchObject({ state: 'refused', result: { error: { code: 'unsupported' } } })
      expect(command.sentAt).toBeUndefined()
    }
    expect(await operator.get(`/stations/CS-${version}/charging-profiles`)).toEqual({ items: [] })
    station.station.stop()
  })
})
