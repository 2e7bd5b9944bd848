import type { DerControl, DerCurve, DerKind, DerUnit } from '#domain/der-control'
import type * as v21 from '#ocpp/v21'
import { readMoment } from './charging-schedule.ts'
import { defined } from './defined.ts'

/** 2.1 DERControlEnumType. */
export const kindWords = {
  'enter-service': 'EnterService',
  'frequency-droop': 'FreqDroop',
  'frequency-watt': 'FreqWatt',
  'fixed-power-factor-absorbing': 'FixedPFAbsorb',
  'fixed-power-factor-injecting': 'FixedPFInject',
  'fixed-var': 'FixedVar',
  gradients: 'Gradients',
  'high-frequency-must-trip': 'HFMustTrip',
  'high-frequency-may-trip': 'HFMayTrip',
  'high-voltage-must-trip': 'HVMustTrip',
  'high-voltage-momentary-cessation': 'HVMomCess',
  'high-voltage-may-trip': 'HVMayTrip',
  'limit-max-discharge': 'LimitMaxDischarge',
  'low-frequency-must-trip': 'LFMustTrip',
  'low-voltage-must-trip': 'LVMustTrip',
  'low-voltage-momentary-cessation': 'LVMomCess',
  'low-voltage-may-trip': 'LVMayTrip',
  'power-monitoring-must-trip': 'PowerMonitoringMustTrip',
  'volt-var': 'VoltVar',
  'volt-watt': 'VoltWatt',
  'watt-power-factor': 'WattPF',
  'watt-var': 'WattVar',
} as const satisfies Record<DerKind, v21.DERControlEnumType>

const unitWords = {
  none: 'Not_Applicable',
  'max-w': 'PctMaxW',
  'max-var': 'PctMaxVar',
  'available-w': 'PctWAvail',
  'available-var': 'PctVarAvail',
  'effective-v': 'PctEffectiveV',
} as const satisfies Record<DerUnit, v21.DERUnitEnumType>

const kinds = new Map<string, DerKind>(
  (Object.keys(kindWords) as DerKind[]).map((kind) => [kindWords[kind], kind] as const),
)
const units = new Map<string, DerUnit>(
  (Object.keys(unitWords) as DerUnit[]).map((unit) => [unitWords[unit], unit] as const),
)

export function readKind(word: string): DerKind | undefined {
  return kinds.get(word)
}

/** The field of SetDERControl that a control's kind calls for. */
export function writeSettings(
  control: DerControl,
): Omit<v21.SetDERControlRequest, 'isDefault' | 'controlId' | 'controlType'> {
  const { priority, curve, enterService, fixedPowerFactor, fixedVar, droop, gradient, maxDischargePct } = control
  const common = defined({ priority, startTime: utc(control.startAt), duration: control.durationS })
  const powerFactor = fixedPowerFactor && { ...common, ...fixedPowerFactor }
  return defined({
    curve: curve && { ...common, ...writeCurve(curve) },
    enterService:
      enterService &&
      defined({
        priority,
        highVoltage: enterService.highVoltage,
        lowVoltage: enterService.lowVoltage,
        highFreq: enterService.highFrequency,
        lowFreq: enterService.lowFrequency,
        delay: enterService.delayS,
        randomDelay: enterService.randomDelayS,
        rampRate: enterService.rampS,
      }),
    fixedPFAbsorb: control.kind === 'fixed-power-factor-absorbing' ? powerFactor : undefined,
    fixedPFInject: control.kind === 'fixed-power-factor-injecting' ? powerFactor : undefined,
    fixedVar: fixedVar && { ...common, setpoint: fixedVar.setpoint, unit: unitWords[fixedVar.unit] },
    freqDroop: droop && {
      ...common,
      ...{ overFreq: droop.overFrequency, underFreq: droop.underFrequency },
      ...{ overDroop: droop.overDroop, underDroop: droop.underDroop, responseTime: droop.responseTimeS },
    },
    gradient: gradient && { priority, gradient: gradient.ramp, softGradient: gradient.softRamp },
    limitMaxDischarge: maxDischargePct === undefined ? undefined : { ...common, pctMaxDischargePower: maxDischargePct },
  })
}

function writeCurve({ unit, points, responseTimeS, hysteresis, reactivePower, voltage }: DerCurve) {
  return defined({
    curveData: points.map(({ x, y }) => ({ x, y })),
    yUnit: unitWords[unit],
    responseTime: responseTimeS,
    hysteresis:
      hysteresis &&
      defined({
        hysteresisHigh: hysteresis.high,
        hysteresisLow: hysteresis.low,
        hysteresisDelay: hysteresis.delayS,
        hysteresisGradient: hysteresis.gradient,
      }),
    reactivePowerParams:
      reactivePower &&
      defined({
        vRef: reactivePower.referenceV,
        autonomousVRefEnable: reactivePower.autonomous,
        autonomousVRefTimeConstant: reactivePower.timeConstantS,
      }),
    voltageParams:
      voltage &&
      defined({
        hv10MinMeanValue: voltage.highMean10Min,
        hv10MinMeanTripDelay: voltage.highMean10MinDelayS,
        powerDuringCessation: voltage.duringCessation && cessations[voltage.duringCessation],
      }),
  })
}

const cessations = { active: 'Active', reactive: 'Reactive' } as const

export function readCurve(told: v21.DERCurveType): DerCurve {
  const { hysteresis, reactivePowerParams: reactive, voltageParams: voltage } = told
  const during = voltage?.powerDuringCessation
  return defined({
    unit: readUnit(told.yUnit),
    points: told.curveData.map(({ x, y }) => ({ x, y })),
    responseTimeS: told.responseTime,
    hysteresis:
      hysteresis &&
      defined({
        high: hysteresis.hysteresisHigh,
        low: hysteresis.hysteresisLow,
        delayS: hysteresis.hysteresisDelay,
        gradient: hysteresis.hysteresisGradient,
      }),
    reactivePower:
      reactive &&
      defined({
        referenceV: reactive.vRef,
        autonomous: reactive.autonomousVRefEnable,
        timeConstantS: reactive.autonomousVRefTimeConstant,
      }),
    voltage:
      voltage &&
      defined({
        highMean10Min: voltage.hv10MinMeanValue,
        highMean10MinDelayS: voltage.hv10MinMeanTripDelay,
        duringCessation: during && (during === 'Active' ? ('active' as const) : ('reactive' as const)),
      }),
  })
}

export function readUnit(word: string): DerUnit {
  return units.get(word) ?? 'none'
}

/** When a control holds, and how much it counts. */
export function readCommon({
  priority,
  startTime,
  duration,
}: {
  readonly priority: number
  readonly startTime?: string
  readonly duration?: number
}): Pick<DerControl, 'priority' | 'startAt' | 'durationS'> {
  return defined({ priority, startAt: readMoment(startTime), durationS: duration })
}

function utc(text: string | undefined): string | undefined {
  return text === undefined ? undefined : new Date(text).toISOString()
}
