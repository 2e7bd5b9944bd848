import {
  type ChargingProfile,
  type ChargingPurpose,
  type ChargingSchedule,
  type FrequencyControl,
  type LimitSource,
  OPERATION_MODES,
  type ProfileKind,
  quantityText,
  type SchedulePeriod,
} from '#domain/smart-charging'
import { parseTimestamp } from '#ocpp/schemas'
import type * as v16 from '#ocpp/v16'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { defined } from './defined.ts'
import { wordFor } from './word.ts'

type Schedule = v16.ChargingSchedule | v201.ChargingScheduleType | v21.ChargingScheduleType
type Period = v16.ChargingSchedulePeriod | v201.ChargingSchedulePeriodType | v21.ChargingSchedulePeriodType

const purposes: Readonly<Record<string, ChargingPurpose>> = {
  ChargingStationMaxProfile: 'station-max',
  TxDefaultProfile: 'transaction-default',
  TxProfile: 'transaction',
  PriorityCharging: 'priority',
  LocalGeneration: 'local-generation',
  ChargingStationExternalConstraints: 'external-constraints',
}

const kinds: Readonly<Record<string, ProfileKind>> = {
  Absolute: 'absolute',
  Recurring: 'recurring',
  Relative: 'relative',
  Dynamic: 'dynamic',
}

const sources: Readonly<Record<string, LimitSource>> = {
  CSO: 'operator',
  EMS: 'energy-management',
  SO: 'system-operator',
  Other: 'other',
}

/** Periods of a schedule at most (2.x ChargingScheduleType); 1.6 sets no bound. */
const MOST_PERIODS = 1_024

/** Who set a limit; 2.1 lets stations name others. */
export function readSource(word: string): string {
  return wordFor(sources, word) ?? word
}

const OFFSET = /(?:Z|[+-]\d\d:?\d\d)$/i

/** A quantity of the wire; undefined for one that nothing of this world has. */
export function readQuantity(value: number | undefined): string | undefined {
  return value !== undefined && Math.abs(value) < 1e9 ? quantityText(value) : undefined
}

/** A moment as ISO 8601; undefined for what is none. */
export function readMoment(text: string | undefined): string | undefined {
  const ms = text === undefined ? undefined : parseTimestamp(text)
  return ms === undefined ? undefined : new Date(ms).toISOString()
}

export function readPeriod(period: Period): SchedulePeriod {
  const newer: Partial<v21.ChargingSchedulePeriodType> = period
  const mode = newer.operationMode?.replace(/(?<=.)[A-Z]/g, '-$&').toLowerCase()
  return defined({
    startS: period.startPeriod,
    limit: readQuantity(period.limit),
    limitL2: readQuantity(newer.limit_L2),
    limitL3: readQuantity(newer.limit_L3),
    dischargeLimit: readQuantity(newer.dischargeLimit),
    setpoint: readQuantity(newer.setpoint),
    phases: period.numberPhases,
    phaseToUse: newer.phaseToUse,
    operationMode: OPERATION_MODES.find((known) => known === mode),
    evseSleep: newer.evseSleep,
    frequencyControl: readFrequencyControl(newer),
  })
}

/** Undefined without a baseline or a curve, which belong together (2.1 Q08.FR.03). */
function readFrequencyControl(period: Partial<v21.ChargingSchedulePeriodType>): FrequencyControl | undefined {
  const baselineW = readQuantity(period.v2xBaseline)
  if (baselineW === undefined || period.v2xFreqWattCurve === undefined) return undefined
  return defined({
    baselineW,
    frequencies: period.v2xFreqWattCurve.flatMap(({ frequency, power }) => {
      const [frequencyHz, powerW] = [readQuantity(frequency), readQuantity(power)]
      return frequencyHz === undefined || powerW === undefined ? [] : [{ frequencyHz, powerW }]
    }),
    signals: period.v2xSignalWattCurve?.flatMap(({ signal, power }) => {
      const powerW = readQuantity(power)
      return powerW === undefined ? [] : [{ signal, powerW }]
    }),
  })
}

export function readSchedule(schedule: Schedule): ChargingSchedule {
  const newer: Partial<v21.ChargingScheduleType> = { ...schedule, id: 0 }
  const soc = newer.limitAtSoC
  const limit = readQuantity(soc?.limit)
  // 2.1 K01.FR.90: local time is what stands there, whatever its offset.
  const start = newer.useLocalTime === true ? schedule.startSchedule?.replace(OFFSET, '') : schedule.startSchedule
  return defined({
    startAt: readMoment(start),
    durationS: schedule.duration,
    rateUnit: schedule.chargingRateUnit,
    minRate: readQuantity(schedule.minChargingRate),
    usesLocalTime: newer.useLocalTime,
    randomDelayS: newer.randomizedDelay,
    limitAtSoc: soc === undefined || limit === undefined ? undefined : { soc: soc.soc, limit },
    periods: schedule.chargingSchedulePeriod.slice(0, MOST_PERIODS).map(readPeriod),
  })
}

/** What a station says of a profile that it has (2.x ChargingProfileType). */
export function readProfile(told: v201.ChargingProfileType | v21.ChargingProfileType): ChargingProfile {
  const newer: Partial<v21.ChargingProfileType> = told
  return defined({
    purpose: wordFor(purposes, told.chargingProfilePurpose) ?? 'external-constraints',
    stackLevel: told.stackLevel,
    kind: wordFor(kinds, told.chargingProfileKind) ?? 'absolute',
    recurrence: told.recurrencyKind && (told.recurrencyKind === 'Weekly' ? ('weekly' as const) : ('daily' as const)),
    validFrom: readMoment(told.validFrom),
    validTo: readMoment(told.validTo),
    schedules: told.chargingSchedule.map(readSchedule),
    maxOfflineS: newer.maxOfflineDuration,
    endsWhenOffline: newer.invalidAfterOfflineDuration,
    updateIntervalS: newer.dynUpdateInterval,
  })
}
