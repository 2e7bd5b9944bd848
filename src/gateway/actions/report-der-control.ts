import type { DerControl, DerReport, StationDerControl } from '#domain/der-control'
import type * as v21 from '#ocpp/v21'
import type { Action } from './action.ts'
import { defined } from './defined.ts'
import { readCommon, readCurve, readKind, readUnit } from './der-control.ts'

type Told = Omit<StationDerControl, 'stationId' | 'toldAt'>
type Standing = { readonly id: string; readonly isDefault: boolean; readonly isSuperseded: boolean }

const told = ({ id, isSuperseded }: Standing, control: DerControl): Told => ({
  controlId: id,
  control,
  superseded: isSuperseded,
})

/** A control that is always a default is never told to be put out of force. */
const always = (id: string, control: DerControl): Told => ({ controlId: id, control, superseded: false })

const read = (payload: v21.ReportDERControlRequest): DerReport => ({
  requestId: payload.requestId,
  toBeContinued: payload.tbc ?? false,
  controls: readControls(payload),
})

function readControls(payload: v21.ReportDERControlRequest): readonly Told[] {
  const { curve = [], enterService = [], fixedPFAbsorb = [], fixedPFInject = [] } = payload
  const { fixedVar = [], freqDroop = [], gradient = [], limitMaxDischarge = [] } = payload
  const powerFactor = (kind: DerControl['kind']) => (one: v21.FixedPFGetType) => {
    const { displacement, excitation } = one.fixedPF
    const fixedPowerFactor = { displacement, excitation }
    return told(one, { kind, isDefault: one.isDefault, ...readCommon(one.fixedPF), fixedPowerFactor })
  }
  return [
    ...curve.flatMap((one) => {
      const kind = readKind(one.curveType)
      if (kind === undefined) return []
      return [told(one, { kind, isDefault: one.isDefault, ...readCommon(one.curve), curve: readCurve(one.curve) })]
    }),
    ...enterService.map(({ id, enterService: one }) =>
      always(id, {
        ...{ kind: 'enter-service', isDefault: true, priority: one.priority },
        enterService: defined({
          highVoltage: one.highVoltage,
          lowVoltage: one.lowVoltage,
          highFrequency: one.highFreq,
          lowFrequency: one.lowFreq,
          delayS: one.delay,
          randomDelayS: one.randomDelay,
          rampS: one.rampRate,
        }),
      }),
    ),
    ...fixedPFAbsorb.map(powerFactor('fixed-power-factor-absorbing')),
    ...fixedPFInject.map(powerFactor('fixed-power-factor-injecting')),
    ...fixedVar.map((one) => {
      const { setpoint, unit } = one.fixedVar
      const common = readCommon(one.fixedVar)
      return told(one, {
        ...{ kind: 'fixed-var', isDefault: one.isDefault, ...common },
        fixedVar: { setpoint, unit: readUnit(unit) },
      })
    }),
    ...freqDroop.map((one) => {
      const { overFreq, underFreq, overDroop, underDroop, responseTime } = one.freqDroop
      const droop = { overFrequency: overFreq, underFrequency: underFreq, overDroop, underDroop }
      const common = readCommon(one.freqDroop)
      return told(one, {
        ...{ kind: 'frequency-droop', isDefault: one.isDefault, ...common },
        droop: { ...droop, responseTimeS: responseTime },
      })
    }),
    ...gradient.map(({ id, gradient: one }) =>
      always(id, {
        ...{ kind: 'gradients', isDefault: true, priority: one.priority },
        gradient: { ramp: one.gradient, softRamp: one.softGradient },
      }),
    ),
    ...limitMaxDischarge.map((one) => {
      const { pctMaxDischargePower = 100 } = one.limitMaxDischarge
      const common = readCommon(one.limitMaxDischarge)
      return told(one, {
        ...{ kind: 'limit-max-discharge', isDefault: one.isDefault, ...common },
        maxDischargePct: pctMaxDischargePower,
      })
    }),
  ]
}

/** ReportDERControl: 2.1 R04. */
export const reportDerControl = {
  versions: { 'ocpp2.1': { action: 'ReportDERControl', read, write: () => ({}) } },
  handle: (report, { station }, { derControls }) => derControls.reported(station.stationId, report),
} satisfies Action<DerReport, void>
