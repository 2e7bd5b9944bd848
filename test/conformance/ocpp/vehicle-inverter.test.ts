import { beforeEach, describe, expect, test } from 'vitest'
import type { DerControl } from '#domain/der-control'
import type { EnergyTransfer, StationNeeds } from '#domain/smart-charging'
import {
  bidirectionalHatchback,
  disturbGrid,
  invertingHatchback,
  type OnboardInverter,
  setFrequency,
  setVoltage,
  type VehicleModel,
} from '#simulator'
import { type Feeder, openFeedingScene } from '../feeding.ts'
import type { List, Wire } from '../operator.ts'
import { car, field } from '../simulated.ts'

const { operator, feeder } = await openFeedingScene()
const token = (value: string, transfers: readonly EnergyTransfer[]) =>
  operator.post('/tokens', { partyId: 'default', value, concurrentLimit: 0, transfers })
await token('DER', ['ac-three-phase', 'ac-bidirectional', 'ac-bidirectional-der'])
await token('PLAIN', ['ac-three-phase', 'ac-bidirectional'])
await token('ONEWAY', ['ac-three-phase'])

/** The hatchback whose inverter keeps to these controls and no others. */
function knowing(...modes: OnboardInverter['modes']): VehicleModel {
  const { iso15118 } = invertingHatchback
  const { v2x } = iso15118 ?? {}
  if (iso15118 === undefined || v2x?.inverter === undefined) throw new Error('It has no inverter')
  return { ...invertingHatchback, iso15118: { ...iso15118, v2x: { ...v2x, inverter: { ...v2x.inverter, modes } } } }
}
const at = (model: VehicleModel) => ({ ...car, model, socPercent: 60 })
const giver = at(invertingHatchback)

const answered = { state: 'answered', result: { status: 'Accepted' } }
const standing = { isDefault: true, priority: 0 } as const
const half: DerControl = { kind: 'limit-max-discharge', ...standing, maxDischargePct: 50 }
const highFrequency: DerControl = {
  ...{ kind: 'high-frequency-must-trip', ...standing },
  curve: {
    unit: 'none',
    points: [
      { x: 51, y: 5 },
      { x: 52, y: 0.5 },
    ],
  },
}
const voltWatt: DerControl = {
  ...{ kind: 'volt-watt', ...standing },
  curve: {
    unit: 'max-w',
    points: [
      { x: 106, y: 100 },
      { x: 110, y: 20 },
    ],
  },
}
const powerFactor: DerControl = {
  ...{ kind: 'fixed-power-factor-injecting', ...standing },
  fixedPowerFactor: { displacement: 0.92, excitation: true },
}

let charger: Feeder
beforeEach(async () => {
  charger = await feeder('bidirectionalWallbox')
  return () => charger.station.stop()
})

const setpoint = (reference: string, watts: number) =>
  charger.profile({ operationMode: 'central-setpoint', setpoint: String(watts) }, { reference })
const talk = () => charger.station.vehicles.of(1, charger.station.evse(1)?.transaction?.id)
/** Which controls the inverter of the vehicle was told. */
const handed = () => talk()?.handed
const alarm = async () => (await charger.journal.exchange('NotifyDERAlarm')).request
const asked = async () => field((await charger.journal.exchange('NotifyEVChargingNeeds')).request, 'chargingNeeds')

describe('R02 a vehicle with an inverter of its own at an AC outlet', () => {
  test('R02.FR.01 R03.FR.01 tells what that can do, and the operator sees it', async () => {
    const { needs } = await charger.begin(giver, 'DER')
    expect(needs).toMatchObject({
      requestedEnergyTransfer: 'AC_BPT_DER',
      availableEnergyTransfer: ['AC_three_phase', 'AC_BPT', 'AC_BPT_DER'],
      v2xChargingParameters: { maxChargePower: 11_040, maxDischargePower: 10_000 },
      derChargingParameters: {
        evSupportedDERControl: expect.arrayContaining(['HFMustTrip', 'LimitMaxDischarge', 'VoltWatt']),
        ...{ maxApparentPower: 11_000, maxDischargeApparentPower: 11_000, nominalVoltage: 230 },
        ...{ evInverterManufacturer: 'Chargewright Works', evInverterModel: 'Onboard 11' },
        ...{ evInverterSwVersion: '2.3.1', evInverterHwVersion: 'B' },
      },
    })
    const path = `/stations/${charger.id}/charging-needs`
    const [kept] = (await operator.get<List<Wire<StationNeeds>>>(path)).items
    expect(kept?.needs).toMatchObject({
      transfer: 'ac-bidirectional-der',
      facts: { derChargingParameters: { evInverterModel: 'Onboard 11' } },
    })
  })

  test('R02.FR.02 R02.FR.03 is told the controls that the station was given before, also after a reboot', async () => {
    expect(await charger.set('half', half)).toMatchObject(answered)
    expect(await charger.set('high', highFrequency)).toMatchObject(answered)
    charger.station.stop()
    await operator.untilConnected(charger.id, false)
    charger.station.start()
    await charger.journal.exchange('BootNotification')
    await charger.journal.state('online')
    await operator.untilConnected(charger.id)
    await charger.begin(giver, 'DER')
    expect(handed()).toEqual(['half', 'high'])
  })

  test('R02.FR.03 is told a control that comes while it charges, and no more of one that is cleared', async () => {
    await charger.begin(giver, 'DER')
    expect(handed()).toEqual([])
    await charger.set('high', highFrequency)
    expect(handed()).toEqual(['high'])
    await charger.set('higher', { ...highFrequency, priority: 1 })
    expect(handed()).toEqual(['high'])
    await operator.carryOut(charger.id, 'clear-der-controls', { isDefault: true, controlId: 'high' })
    expect(handed()).toEqual([])
  })

  test('R02 R05.FR.01 R05.FR.02 gives what its limit leaves of what it is rated for; the operator sees it come and go', async () => {
    await charger.set('half', half)
    const { reference } = await charger.begin(giver, 'DER')
    expect(await setpoint(reference, -8_000)).toMatchObject(answered)
    expect(await alarm()).toMatchObject({ controlType: 'LimitMaxDischarge' })
    expect(charger.powerW()).toBe(-5_000)
    await setpoint(reference, -3_000)
    expect(await alarm()).toMatchObject({ controlType: 'LimitMaxDischarge', alarmEnded: true })
    expect(charger.powerW()).toBe(-3_000)
    expect(await charger.alarms()).toMatchObject([{ kind: 'limit-max-discharge', ended: true }])
  })

  test('R02 R05.FR.01 R05.FR.02 stops to give when the frequency was too high for as long as its curve says', async () => {
    await charger.set('high', highFrequency)
    const { reference } = await charger.begin(giver, 'DER')
    await setpoint(reference, -6_000)
    setFrequency(charger.station, 51.2)
    charger.clock.advance(4_999)
    expect(charger.powerW()).toBe(-6_000)
    charger.clock.advance(1)
    expect(charger.powerW()).toBe(0)
    expect(await alarm()).toMatchObject({ controlType: 'HFMustTrip', gridEventFault: 'OverFrequency' })
    expect(await charger.alarms()).toMatchObject([
      { kind: 'high-frequency-must-trip', fault: 'OverFrequency', ended: false },
    ])
    disturbGrid(charger.station, 'none')
    expect(await alarm()).toMatchObject({
      ...{ controlType: 'HFMustTrip', gridEventFault: 'OverFrequency', alarmEnded: true },
    })
    expect(charger.powerW()).toBe(-6_000)
  })

  test('R02 rides through a frequency that is too high for less than that', async () => {
    await charger.set('high', highFrequency)
    const { reference } = await charger.begin(giver, 'DER')
    await setpoint(reference, -6_000)
    setFrequency(charger.station, 51.9)
    charger.clock.advance(4_000)
    setFrequency(charger.station, 50.9)
    charger.clock.advance(60_000)
    expect(charger.powerW()).toBe(-6_000)
    expect(await charger.alarms()).toEqual([])
  })

  test('R05.FR.01 R05.FR.02 R05.FR.03 gives less while the voltage is too high, by its curve', async () => {
    await charger.set('volt', voltWatt)
    const { reference } = await charger.begin(giver, 'DER')
    await setpoint(reference, -8_000)
    setVoltage(charger.station, 108)
    expect(charger.powerW()).toBe(-6_000)
    expect(await alarm()).toMatchObject({ controlType: 'VoltWatt', gridEventFault: 'OverVoltage' })
    setVoltage(charger.station, 115)
    expect(charger.powerW()).toBe(-2_000)
    setVoltage(charger.station, 100)
    expect(await alarm()).toMatchObject({ controlType: 'VoltWatt', alarmEnded: true })
    expect(charger.powerW()).toBe(-8_000)
  })

  test('R04.FR.20 R04.FR.22 keeps to a scheduled control while that is in force, of which the station tells', async () => {
    const startAt = new Date(charger.clock.nowMs() + 60_000).toISOString()
    await charger.set('later', { ...half, isDefault: false, startAt, durationS: 600 })
    const { reference } = await charger.begin(giver, 'DER')
    await setpoint(reference, -8_000)
    expect(handed()).toEqual(['later'])
    expect(charger.powerW()).toBe(-8_000)
    charger.clock.advance(60_000)
    const started = (await charger.journal.exchange('NotifyDERStartStop')).request
    expect(started).toMatchObject({ controlId: 'later', started: true })
    expect(charger.powerW()).toBe(-5_000)
    charger.clock.advance(600_000)
    const ended = (await charger.journal.exchange('NotifyDERStartStop')).request
    expect(ended).toMatchObject({ controlId: 'later', started: false })
    expect(charger.powerW()).toBe(-8_000)
    expect(handed()).toEqual([])
  })

  test('R04.FR.33 its controls are reported by the station, curves as they came', async () => {
    await charger.set('high', highFrequency)
    await charger.set('half', half)
    const before = await charger.controls()
    expect(await operator.carryOut(charger.id, 'get-der-controls', {})).toMatchObject(answered)
    const { request, refused } = await charger.journal.exchange('ReportDERControl')
    expect(refused).toBe(false)
    expect(request).toMatchObject({ curve: [{ id: 'high', curveType: 'HFMustTrip', isDefault: true }] })
    const known = (list: typeof before) => list.map(({ toldAt: _, ...one }) => one)
    expect(known(await charger.controls())).toEqual(known(before))
  })

  test('R02 J02 counts what comes back, with the power factor that its inverter keeps to', async () => {
    await charger.set('pf', powerFactor)
    const { reference } = await charger.begin(giver, 'DER')
    await setpoint(reference, -6_900)
    charger.clock.advance(3_600_000)
    const reading = charger.station.evse(1)?.read('Trigger')
    expect(reading).toMatchObject({ exportWh: 6_900, powerW: -6_900, powerFactor: 0.92 })
    expect(reading?.phases.map(({ powerW }) => powerW)).toEqual([-2_300, -2_300, -2_300])
    // 6.9 kWh metered are 7.67 kWh of a battery of 58 kWh.
    expect(reading?.socPercent).toBe(46)
  })
})

describe('R03 where vehicle and station share the controls', () => {
  test('R03.FR.03 the station says which it can emulate', () => {
    expect(charger.reported('ACDERCtrlr', 'ModesSupported')).toBe('EnterService,LimitMaxDischarge,VoltWatt')
    expect(charger.reported('DCDERCtrlr', 'ModesSupported')).toBeUndefined()
  })

  test('R03.FR.02 R03.FR.04 R03.FR.06 what the vehicle does not know is emulated, the rest is left to it', async () => {
    await charger.set('half', half)
    await charger.set('high', highFrequency)
    const { reference, needs } = await charger.begin(at(knowing('HFMustTrip')), 'DER')
    expect(needs).toMatchObject({
      ...{ requestedEnergyTransfer: 'AC_BPT_DER', derChargingParameters: { evSupportedDERControl: ['HFMustTrip'] } },
    })
    expect(handed()).toEqual(['high'])
    await setpoint(reference, -8_000)
    expect(charger.powerW()).toBe(-5_000)
    expect(await alarm()).toMatchObject({ controlType: 'LimitMaxDischarge' })
    // R05.FR.03, R05.FR.04: of two that deviate, the one that ceases takes over.
    setFrequency(charger.station, 52.5)
    charger.clock.advance(500)
    expect(charger.powerW()).toBe(0)
    expect(await alarm()).toMatchObject({ controlType: 'HFMustTrip', gridEventFault: 'OverFrequency' })
    disturbGrid(charger.station, 'none')
    const back = await alarm()
    expect(back).toMatchObject({ controlType: 'LimitMaxDischarge' })
    expect(back).not.toHaveProperty('alarmEnded')
  })

  test('R03.FR.05 what both can is left to the vehicle', async () => {
    await charger.set('half', half)
    await charger.begin(giver, 'DER')
    expect(handed()).toEqual(['half'])
  })

  test('R03.FR.04 Q02.FR.01 a vehicle is only charged where there is a control that nobody keeps to', async () => {
    await charger.set('high', highFrequency)
    const { reference, needs } = await charger.begin(at(knowing('LimitMaxDischarge')), 'DER')
    expect(needs).toMatchObject({ requestedEnergyTransfer: 'AC_three_phase' })
    expect(needs).not.toHaveProperty('derChargingParameters')
    expect(await setpoint(reference, -5_000)).toMatchObject({ state: 'refused' })
    expect(charger.powerW()).toBeGreaterThan(10_000)
  })

  test('R03.FR.06 such a control that comes later has it ask to be charged, and to give when it is cleared', async () => {
    const { reference } = await charger.begin(at(knowing('LimitMaxDischarge')), 'DER')
    await setpoint(reference, -5_000)
    expect(charger.powerW()).toBe(-5_000)
    await charger.set('high', highFrequency)
    expect(await asked()).toMatchObject({ requestedEnergyTransfer: 'AC_three_phase' })
    expect(charger.powerW()).toBe(0)
    await operator.carryOut(charger.id, 'clear-der-controls', { isDefault: true })
    expect(await asked()).toMatchObject({ requestedEnergyTransfer: 'AC_BPT_DER' })
    expect(charger.powerW()).toBe(-5_000)
  })
})

describe('what a vehicle asks for at an AC outlet in both directions', () => {
  test('R01 is AC_BPT where it may not have more; then the station alone keeps to what it can emulate', async () => {
    await charger.set('half', half)
    const { reference, needs } = await charger.begin(giver, 'PLAIN')
    expect(needs).toMatchObject({ requestedEnergyTransfer: 'AC_BPT' })
    expect(needs).not.toHaveProperty('derChargingParameters')
    expect(handed()).toEqual([])
    await setpoint(reference, -8_000)
    expect(charger.powerW()).toBe(-5_000)
  })

  test('R01 is not that where the station cannot emulate what there is', async () => {
    await charger.set('high', highFrequency)
    expect((await charger.begin(giver, 'PLAIN')).needs).toMatchObject({ requestedEnergyTransfer: 'AC_three_phase' })
  })

  test.each([
    ['Q01.FR.09 its driver may only charge', giver, 'ONEWAY', ['AC_three_phase', 'AC_BPT', 'AC_BPT_DER']],
    ['Q01.FR.09 nobody has said what it may', giver, 'ALICE', ['AC_three_phase', 'AC_BPT', 'AC_BPT_DER']],
    ['Q01.FR.03 it has no inverter of its own', at(bidirectionalHatchback), 'DER', ['AC_three_phase']],
  ] as const)('%s: to be charged', async (_, vehicle, value, availableEnergyTransfer) => {
    const { reference, needs } = await charger.begin(vehicle, value)
    expect(needs).toMatchObject({ requestedEnergyTransfer: 'AC_three_phase', availableEnergyTransfer })
    expect(await setpoint(reference, -5_000)).toMatchObject({ state: 'refused' })
    expect(charger.powerW()).toBeGreaterThan(10_000)
  })

  test('Q02.FR.06 Q02.FR.07 R02.FR.01 changes when the operator allows it to give', async () => {
    const { reference } = await charger.begin(giver, 'ONEWAY')
    const transfers = ['ac-three-phase', 'ac-bidirectional-der'] as const
    expect(
      await operator.carryOut(charger.id, 'notify-allowed-energy-transfer', { reference, transfers }),
    ).toMatchObject(answered)
    expect(await asked()).toMatchObject({
      ...{ requestedEnergyTransfer: 'AC_BPT_DER', derChargingParameters: { evInverterModel: 'Onboard 11' } },
    })
  })

  test('R04.FR.01 controls of a kind that nobody there knows are refused', async () => {
    const gradients: DerControl = { kind: 'gradients', ...standing, gradient: { ramp: 1, softRamp: 1 } }
    expect(await charger.set('g', gradients)).toMatchObject({ state: 'refused', result: { status: 'NotSupported' } })
    expect(await charger.controls()).toEqual([])
  })
})
