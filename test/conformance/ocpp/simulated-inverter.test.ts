import { beforeEach, describe, expect, test } from 'vitest'
import type { DerAlarm, DerControl, StationDerControl } from '#domain/der-control'
import type { NeedsRule, SchedulePeriod } from '#domain/smart-charging'
import { bidirectionalHatchback, disturbGrid } from '#simulator'
import type { List, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { car, field, type Simulated, simulated } from '../simulated.ts'

const { platform, operator } = await openScene({
  tokens: [
    { value: 'ALICE', concurrentLimit: 0, transfers: ['dc', 'dc-bidirectional'] },
    { value: 'BOB', concurrentLimit: 0 },
  ],
})

const TWO_HOURS_MS = 7_200_000
const giver = { ...car, model: bidirectionalHatchback, socPercent: 60 }

let id = ''
let charger: Simulated
let count = 0
beforeEach(async () => {
  count += 1
  id = `GIVE-${count}`
  charger = simulated({ id, version: 'ocpp2.1', url: platform.ocppUrl, hardware: 'bidirectionalCharger' })
  charger.clock.advance(TWO_HOURS_MS)
  await charger.boot()
  await operator.untilConnected(id)
  return () => charger.station.stop()
})

const powerW = () => charger.station.evse(1)?.powerW
const controls = async () => (await operator.get<List<Wire<StationDerControl>>>(`/stations/${id}/der-controls`)).items
const alarms = async () => (await operator.get<List<Wire<DerAlarm>>>(`/stations/${id}/der-alarms`)).items
const set = (controlId: string, control: DerControl) => operator.carryOut(id, 'set-der-control', { controlId, control })
const answered = { state: 'answered', result: { status: 'Accepted' } }
const half: DerControl = { kind: 'limit-max-discharge', isDefault: true, priority: 5, maxDischargePct: 50 }
const service: DerControl = {
  ...{ kind: 'enter-service', isDefault: true, priority: 0 },
  enterService: { highVoltage: 105, lowVoltage: 92, highFrequency: 50.1, lowFrequency: 49.9, delayS: 60 },
}

/** A vehicle that may give is there, and its needs are answered. */
async function begin(token = 'ALICE'): Promise<string> {
  // Q01.FR.01: the platform knows from its report that the station is one for it.
  expect(await operator.carryOut(id, 'get-report', { base: 'full' })).toMatchObject(answered)
  while (field((await charger.journal.exchange('NotifyReport')).request, 'tbc') === true);
  charger.station.plugIn(giver)
  await charger.station.presentToken({ value: token, type: 'ISO14443' })
  await charger.journal.exchange('NotifyEVChargingNeeds')
  return charger.station.evse(1)?.transaction?.id ?? ''
}
const rule = (wanted: NeedsRule) => operator.ask('PUT', `/stations/${id}/charging-needs-rule`, wanted)
const profile = (reference: string, period: Omit<SchedulePeriod, 'startS'>) =>
  operator.carryOut(id, 'set-charging-profile', {
    ...{ evseId: 1, reference },
    profile: {
      ...{ purpose: 'transaction', stackLevel: 0, kind: 'relative' },
      schedules: [{ rateUnit: 'W', periods: [{ startS: 0, ...period }] }],
    },
  })
const setpoint = (reference: string, watts: number) =>
  profile(reference, { operationMode: 'central-setpoint', setpoint: String(watts) })

describe('the controls of an inverter', () => {
  test('R04.FR.02 R04.FR.03 R04.FR.33 are kept as the station keeps them: which of two rules, and what it reports', async () => {
    expect(await set('old', half)).toMatchObject(answered)
    const newer = await set('new', { ...half, priority: 1, maxDischargePct: 25 })
    expect(newer).toMatchObject({ ...answered, result: { details: { superseded: ['old'] } } })
    const pf: DerControl = {
      ...{ kind: 'fixed-power-factor-injecting', isDefault: true, priority: 0 },
      fixedPowerFactor: { displacement: 0.95, excitation: false },
    }
    expect(await set('pf', pf)).toMatchObject(answered)
    expect(await set('service', service)).toMatchObject(answered)
    const before = await controls()
    expect(before.map(({ controlId, superseded }) => [controlId, superseded])).toEqual(
      expect.arrayContaining([
        ['old', true],
        ['new', false],
        ['pf', false],
        ['service', false],
      ]),
    )
    expect(await operator.carryOut(id, 'get-der-controls', {})).toMatchObject(answered)
    expect((await charger.journal.exchange('ReportDERControl')).refused).toBe(false)
    const known = (list: typeof before) => list.map(({ toldAt: _, ...one }) => one)
    expect(known(await controls())).toEqual(known(before))
  })

  test('R04.FR.01 one that the inverter does not know is refused, and not kept', async () => {
    const control: DerControl = { kind: 'gradients', isDefault: true, priority: 0, gradient: { ramp: 1, softRamp: 1 } }
    expect(await set('g', control)).toMatchObject({ state: 'refused', result: { status: 'NotSupported' } })
    expect(await controls()).toEqual([])
  })

  test('R04.FR.10 R04.FR.20 R04.FR.22 a scheduled one is in force from its start to its end, and then gone', async () => {
    const startAt = new Date(charger.clock.nowMs() + 60_000).toISOString()
    await set('s', { ...half, isDefault: false, startAt, durationS: 600 })
    expect(await controls()).toMatchObject([{ controlId: 's' }])
    charger.clock.advance(60_000)
    await charger.journal.exchange('NotifyDERStartStop')
    expect(await controls()).toMatchObject([{ controlId: 's', active: true }])
    charger.clock.advance(600_000)
    await charger.journal.exchange('NotifyDERStartStop')
    expect(await controls()).toEqual([])
  })

  test('R04.FR.07 R04.FR.21 one that runs gives way when one that counts more begins', async () => {
    const at = (afterS: number) => new Date(charger.clock.nowMs() + afterS * 1000).toISOString()
    const timed = { ...half, isDefault: false, durationS: 3_600 }
    await set('runs', { ...timed, startAt: at(-1) })
    await charger.journal.exchange('NotifyDERStartStop')
    await set('next', { ...timed, priority: 1, startAt: at(300) })
    charger.clock.advance(300_000)
    await charger.journal.exchange('NotifyDERStartStop')
    expect((await controls()).map((one) => [one.controlId, one.superseded, one.active])).toEqual([
      ['next', false, true],
      ['runs', true, false],
    ])
  })

  test('R04.FR.41 R04.FR.44 what is cleared is gone', async () => {
    await set('a', half)
    expect(await operator.carryOut(id, 'clear-der-controls', { isDefault: true })).toMatchObject(answered)
    expect(await controls()).toEqual([])
    expect(charger.station.inverter?.controls).toEqual([])
  })
})

describe('a vehicle that gives', () => {
  test('Q01.FR.01 Q01.FR.03 Q01.FR.07 asks for both directions where its driver may have them', async () => {
    await rule({ decides: 'by-hand' })
    await begin()
    const talk = charger.station.vehicles.of(1, charger.station.evse(1)?.transaction?.id)
    expect(talk).toMatchObject({ verdict: 'Processing', gives: true })
  })

  test('Q01.FR.08 Q02.FR.05 Q02.FR.06 is let give when somebody allows it later', async () => {
    await rule({ decides: 'by-hand' })
    const reference = await begin('BOB')
    expect(charger.station.vehicles.of(1, reference)).toMatchObject({ gives: false })
    const command = await operator.carryOut(id, 'notify-allowed-energy-transfer', {
      ...{ reference, transfers: ['dc', 'dc-bidirectional'] },
    })
    expect(command).toMatchObject(answered)
    const { request } = await charger.journal.exchange('NotifyEVChargingNeeds')
    expect(field(request, 'chargingNeeds', 'requestedEnergyTransfer')).toBe('DC_BPT')
  })

  test('Q01.FR.04 Q01.FR.06 K18.FR.22 K18.FR.23 is refused a transfer that nobody may have there', async () => {
    await rule({ decides: 'by-hand', transfers: ['ac-three-phase'] })
    await begin()
    const ended = await charger.ended()
    expect(field(ended, 'transactionInfo', 'stoppedReason')).toBe('ReqEnergyTransferRejected')
  })

  test('Q03.FR.01 K01.FR.110 gives by the setpoint, which its export register counts and its battery feels', async () => {
    await rule({ decides: 'by-hand' })
    const reference = await begin()
    expect(await setpoint(reference, -6_000)).toMatchObject(answered)
    expect((await charger.journal.exchange('NotifyEVChargingSchedule')).refused).toBe(false)
    expect(powerW()).toBe(-6_000)
    charger.clock.advance(1_800_000)
    await charger.station.presentToken({ value: 'ALICE', type: 'ISO14443' })
    const ended = await charger.ended()
    const samples = field(ended, 'meterValue', 0, 'sampledValue')
    expect(samples).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ measurand: 'Energy.Active.Export.Register', value: 3_000 }),
        expect.objectContaining({ measurand: 'SoC', value: 54 }),
      ]),
    )
  })

  test('R01 R05.FR.01 R05.FR.02 gives what the control leaves; the operator sees the deviation come and go', async () => {
    await rule({ decides: 'by-hand' })
    const reference = await begin()
    await setpoint(reference, -8_000)
    await set('half', half)
    await charger.journal.exchange('NotifyDERAlarm')
    expect(powerW()).toBe(-6_000)
    expect(await alarms()).toMatchObject([{ kind: 'limit-max-discharge', ended: false }])
    await setpoint(reference, -2_000)
    await charger.journal.exchange('NotifyDERAlarm')
    expect(powerW()).toBe(-2_000)
    expect(await alarms()).toMatchObject([{ kind: 'limit-max-discharge', ended: true }])
  })

  test('R05.FR.01 R05.FR.02 ceases to give while the grid is out of shape', async () => {
    await rule({ decides: 'by-hand' })
    const reference = await begin()
    await setpoint(reference, -8_000)
    await set('service', service)
    disturbGrid(charger.station, 'OverFrequency')
    await charger.journal.exchange('NotifyDERAlarm')
    expect(powerW()).toBe(0)
    expect(await alarms()).toMatchObject([{ kind: 'enter-service', fault: 'OverFrequency', ended: false }])
    disturbGrid(charger.station, 'none')
    charger.clock.advance(60_000)
    await charger.journal.exchange('NotifyDERAlarm')
    expect(powerW()).toBe(-8_000)
    expect(await alarms()).toMatchObject([{ kind: 'enter-service', ended: true }])
  })

  test('Q02.FR.01 Q02.FR.02 one that has asked to be charged is sent no setpoint', async () => {
    await rule({ decides: 'by-hand' })
    const reference = await begin('BOB')
    expect(await setpoint(reference, -6_000)).toMatchObject({ state: 'refused' })
    expect(powerW()).toBeGreaterThan(0)
  })
})
