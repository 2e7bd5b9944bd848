import { beforeEach, describe, expect, test } from 'vitest'
import type { EnergyTransfer, NeedsRule, NewChargingProfile, SchedulePeriod } from '#domain/smart-charging'
import type { RawStation } from '#test/raw-station'
import { bootedStation, resultOf, yesterdayAt } from '../booted-station.ts'
import { openScene } from '../scene.ts'
import { field } from '../simulated.ts'

const { platform, operator, raw } = await openScene()

let station: RawStation
let stationId = ''
let count = 0
beforeEach(async () => {
  count += 1
  ;({ id: stationId, station } = await raw('ocpp2.1'))
  return () => station.connection.terminate()
})

const say = async (action: string, payload: object) => resultOf(await station.call(action, payload))
const idToken = () => ({ idToken: `DRIVER-${count}`, type: 'eMAID' })
const token = (transfers?: readonly EnergyTransfer[]) =>
  operator.post('/tokens', {
    ...{ partyId: 'default', value: `DRIVER-${count}`, kind: 'emaid', concurrentLimit: 0 },
    ...(transfers && { transfers }),
  })
const rule = (wanted: NeedsRule) => operator.ask('PUT', `/stations/${stationId}/charging-needs-rule`, wanted)
/** What the station tells of itself: component, variable, value. */
const report = (
  ...variables: readonly (readonly [component: string, name: string, value: string, instance?: string])[]
) =>
  say('NotifyReport', {
    ...{ requestId: 1, generatedAt: yesterdayAt('12:00:00'), seqNo: 0 },
    reportData: variables.map(([name, variable, value, instance]) => ({
      component: { name },
      variable: { name: variable, ...(instance && { instance }) },
      variableAttribute: [{ value }],
    })),
  })
const isBidirectional = (v2x = 'true', iso15118 = 'true') =>
  report(['V2XChargingCtrlr', 'Enabled', v2x], ['ISO15118Ctrlr', 'Enabled', iso15118])
const event = (eventType: string, triggerReason: string, seqNo: number, more: object = {}) =>
  say('TransactionEvent', {
    ...{ eventType, timestamp: yesterdayAt('12:00:00'), triggerReason, seqNo },
    ...{ transactionInfo: { transactionId: 'T1' }, evse: { id: 1, connectorId: 1 }, ...more },
  })
const start = () => event('Started', 'Authorized', 0, { idToken: idToken() })
const needs = (requestedEnergyTransfer: string, controlMode = 'ScheduledControl') =>
  say('NotifyEVChargingNeeds', {
    ...{ evseId: 1, maxScheduleTuples: 3 },
    chargingNeeds: {
      ...{ requestedEnergyTransfer, controlMode },
      v2xChargingParameters: { maxChargePower: 50_000, maxDischargePower: 10_000 },
    },
  })
/** The next message to the station, which it accepts. */
const hear = async () => {
  const { id, action, payload } = await station.asked()
  station.send([3, id, { status: 'Accepted' }])
  return { action, payload }
}
/** The answer to a further call is all that comes. */
const expectSilence = async () => {
  expect(await say('Heartbeat', {})).toHaveProperty('currentTime')
  expect(station.frames.size).toBe(0)
}
const profileOf = (...periods: SchedulePeriod[]): NewChargingProfile => ({
  ...{ purpose: 'transaction', stackLevel: 0, kind: 'absolute' },
  schedules: [{ rateUnit: 'W', startAt: yesterdayAt('00:00:00'), periods }],
})
const send = (profile: NewChargingProfile) =>
  operator.command(stationId, 'set-charging-profile', { evseId: 1, reference: 'T1', profile })

describe('an authorization at a station for vehicle-to-grid', () => {
  test('Q01.FR.01 names the transfers that the token may have', async () => {
    await isBidirectional()
    await token(['dc', 'dc-bidirectional'])
    const answer = await say('Authorize', { idToken: idToken() })
    expect(answer).toMatchObject({ idTokenInfo: { status: 'Accepted' }, allowedEnergyTransfer: ['DC', 'DC_BPT'] })
  })

  test('Q01.FR.01 names of these only what the station may give', async () => {
    await isBidirectional()
    await token(['dc', 'dc-bidirectional', 'ac-bidirectional'])
    await rule({ decides: 'never', transfers: ['dc-bidirectional', 'wireless'] })
    expect(await say('Authorize', { idToken: idToken() })).toMatchObject({ allowedEnergyTransfer: ['DC_BPT'] })
  })

  test('Q01.FR.08 Q02.FR.03 names none when nobody has said any', async () => {
    await isBidirectional()
    await token()
    expect(await say('Authorize', { idToken: idToken() })).toEqual({ idTokenInfo: { status: 'Accepted' } })
  })

  test('names none to a token that is refused', async () => {
    await isBidirectional()
    await rule({ decides: 'never', transfers: ['dc'] })
    expect(await say('Authorize', { idToken: idToken() })).toEqual({ idTokenInfo: { status: 'Unknown' } })
  })

  test.each([
    ['takes nothing back', 'false', 'true'],
    ['does not speak ISO 15118', 'true', 'false'],
  ])('Q01.FR.01 a station that %s is told none', async (_, v2x, iso15118) => {
    await isBidirectional(v2x, iso15118)
    await token(['dc'])
    expect(await say('Authorize', { idToken: idToken() })).toEqual({ idTokenInfo: { status: 'Accepted' } })
  })
})

describe('the needs of a vehicle', () => {
  test('Q01.FR.04 are Rejected when its token may not have what it asks for', async () => {
    await token(['dc'])
    await rule({ decides: 'automatically', maxPowerW: '22000' })
    await start()
    expect(await needs('DC_BPT')).toEqual({ status: 'Rejected' })
    await expectSilence()
  })

  test('Q01.FR.07 are Accepted, or Processing, when it may', async () => {
    await token(['dc-bidirectional'])
    await rule({ decides: 'automatically', maxPowerW: '22000' })
    await start()
    expect(await needs('DC_BPT')).toEqual({ status: 'Accepted' })
    await hear()
    await rule({ decides: 'by-hand' })
    expect(await needs('DC_BPT')).toEqual({ status: 'Processing' })
  })

  test('Q02.FR.05 Q01.FR.07 go by what the transaction was told since', async () => {
    await token(['dc'])
    await rule({ decides: 'by-hand' })
    await start()
    expect(await needs('DC_BPT')).toEqual({ status: 'Rejected' })
    const request = { reference: 'T1', transfers: ['dc', 'dc-bidirectional'] } as const
    const told = await operator.command(stationId, 'notify-allowed-energy-transfer', request)
    expect(await hear()).toEqual({
      action: 'NotifyAllowedEnergyTransfer',
      payload: { transactionId: 'T1', allowedEnergyTransfer: ['DC', 'DC_BPT'] },
    })
    await operator.settled(told)
    expect(await needs('DC_BPT')).toEqual({ status: 'Processing' })
    expect(await needs('AC_BPT')).toEqual({ status: 'Rejected' })
  })

  test('Q02.FR.01 Q02.FR.02 of one that charges only: its profile does nothing else, and no other is sent', async () => {
    await token()
    await rule({ decides: 'automatically', maxPowerW: '22000' })
    await start()
    expect(await needs('DC')).toEqual({ status: 'Accepted' })
    const periods = field((await hear()).payload, 'chargingProfile', 'chargingSchedule', 0, 'chargingSchedulePeriod')
    expect(periods).toEqual([{ startPeriod: 0, limit: 22_000, operationMode: 'ChargingOnly' }])
    for (const period of [
      { startS: 0, limit: '22000', dischargeLimit: '-10000' },
      { startS: 0, setpoint: '-5000', operationMode: 'central-setpoint' } as const,
    ]) {
      const refused = await operator.settled(await send(profileOf(period)))
      expect(refused).toMatchObject({ state: 'refused', result: { error: { code: 'invalid' } } })
    }
    await expectSilence()
  })
})

describe('setpoints', () => {
  beforeEach(async () => {
    await token()
    await rule({ decides: 'by-hand' })
    await start()
    await needs('DC_BPT')
  })

  test('Q03.FR.01 Q03.FR.02 go out in periods of mode CentralSetpoint, without limits', async () => {
    const mode = { operationMode: 'central-setpoint' } as const
    const command = await send(
      profileOf({ startS: 0, setpoint: '11000', ...mode }, { startS: 900, setpoint: '-7000', ...mode }),
    )
    const { payload } = await hear()
    expect(field(payload, 'chargingProfile', 'chargingSchedule', 0, 'chargingSchedulePeriod')).toEqual([
      { startPeriod: 0, setpoint: 11_000, operationMode: 'CentralSetpoint' },
      { startPeriod: 900, setpoint: -7_000, operationMode: 'CentralSetpoint' },
    ])
    expect(await operator.settled(command)).toMatchObject({ state: 'answered' })
  })

  test.each<[string, SchedulePeriod]>([
    ['Q03.FR.01 without that mode', { startS: 0, setpoint: '5000' }],
    ['Q03.FR.02 with a limit', { startS: 0, setpoint: '5000', limit: '6000', operationMode: 'central-setpoint' }],
    [
      'Q03.FR.02 with a discharge limit',
      { startS: 0, setpoint: '1', dischargeLimit: '-1', operationMode: 'central-setpoint' },
    ],
  ])('%s are not sent', async (_, period) => {
    const command = await operator.settled(await send(profileOf(period)))
    expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'invalid' } } })
    await expectSilence()
  })
})

describe('a transaction that is taken up again', () => {
  const limit = { startS: 0, limit: '7000' }
  const install = async () => {
    const command = await send(profileOf(limit))
    const { payload } = await hear()
    await operator.settled(command)
    return payload
  }
  beforeEach(async () => {
    await token()
    await start()
  })

  test.each([
    ['B13.FR.31 after a reset', 'ImmediateAndResume'],
    ['E17.FR.15 after the power has failed', undefined],
  ])('%s gets its profile again', async (_, reset) => {
    const sent = await install()
    if (reset !== undefined) {
      const command = await operator.command(stationId, 'reset', { when: 'immediately-and-resume' })
      expect(await hear()).toEqual({ action: 'Reset', payload: { type: reset } })
      await operator.settled(command)
      await event('Updated', 'ResetCommand', 1)
    }
    station.connection.terminate()
    station = await bootedStation(platform, stationId, 'ocpp2.1')
    await event('Updated', 'TxResumed', 2)
    expect(await hear()).toEqual({ action: 'SetChargingProfile', payload: sent })
  })

  test.each(['B13.FR.31', 'E17.FR.15'])('%s gets none where the station keeps them', async () => {
    await report(['SmartChargingCtrlr', 'ChargingProfilePersistence', 'true', 'TxProfile'])
    await install()
    await event('Updated', 'TxResumed', 1)
    await expectSilence()
  })

  test.each(['B13.FR.31', 'E17.FR.15'])('%s gets its own profiles, and where it has none nothing', async () => {
    await event('Updated', 'TxResumed', 1)
    await expectSilence()
    await install()
    const other = { transactionInfo: { transactionId: 'T2' }, evse: { id: 2, connectorId: 1 } }
    await event('Started', 'CablePluggedIn', 0, other)
    await event('Updated', 'TxResumed', 1, other)
    await expectSilence()
  })
})
