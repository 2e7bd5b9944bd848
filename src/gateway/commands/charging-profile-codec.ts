import type {
  ChargingProfile,
  ChargingSchedule,
  FrequencyControl,
  OperationMode,
  PreparedProfile,
} from '#domain/smart-charging'
import type * as v16 from '#ocpp/v16'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { defined } from '../actions/defined.ts'
import { quantity, writeQuantity } from '../actions/dynamic-values.ts'
import { wordFor } from '../actions/word.ts'
import { type Unsupported, unsupported } from './command-codec.ts'

const purposes16 = {
  'station-max': 'ChargePointMaxProfile',
  'transaction-default': 'TxDefaultProfile',
  transaction: 'TxProfile',
} as const

const purposes201 = {
  'station-max': 'ChargingStationMaxProfile',
  'transaction-default': 'TxDefaultProfile',
  transaction: 'TxProfile',
} as const

const purposes21 = { ...purposes201, priority: 'PriorityCharging', 'local-generation': 'LocalGeneration' } as const

/** The word for a purpose; undefined for one the version does not have, or that is never ours to send (F-01). */
export const purpose16 = (purpose: string) => wordFor(purposes16, purpose)
export const purpose201 = (purpose: string) => wordFor(purposes201, purpose)
export const purpose21 = (purpose: string) => wordFor(purposes21, purpose)

const kinds = { absolute: 'Absolute', recurring: 'Recurring', relative: 'Relative', dynamic: 'Dynamic' } as const
const recurrences = { daily: 'Daily', weekly: 'Weekly' } as const

const modes = {
  idle: 'Idle',
  'charging-only': 'ChargingOnly',
  'central-setpoint': 'CentralSetpoint',
  'external-setpoint': 'ExternalSetpoint',
  'external-limits': 'ExternalLimits',
  'central-frequency': 'CentralFrequency',
  'local-frequency': 'LocalFrequency',
  'local-load-balancing': 'LocalLoadBalancing',
} as const satisfies Record<OperationMode, v21.OperationModeEnumType>

/** What of a profile only 2.1 can say; undefined when every version can. */
function onlyIn21({ kind, maxOfflineS, endsWhenOffline, updateIntervalS, schedules }: ChargingProfile) {
  if (kind === 'dynamic' || updateIntervalS !== undefined) return 'dynamic profiles'
  if (maxOfflineS !== undefined || endsWhenOffline !== undefined) return 'profiles that end without a connection'
  for (const { usesLocalTime, randomDelayS, limitAtSoc, periods } of schedules) {
    if (usesLocalTime !== undefined || randomDelayS !== undefined || limitAtSoc !== undefined) {
      return 'schedules by local time, random delay or state of charge'
    }
    for (const period of periods) {
      const { limit, limitL2, limitL3, dischargeLimit, setpoint, operationMode, evseSleep, frequencyControl } = period
      const more = [limitL2, limitL3, dischargeLimit, setpoint, operationMode, evseSleep, frequencyControl]
      if (limit === undefined || more.some((one) => one !== undefined)) return 'more in a period than its limit'
    }
  }
  return undefined
}

/** 1.6 §7.8. `transactionId` is left out of a profile that goes along with a remote start (errata 3.41). */
export function writeProfile16(
  { profileId, profile }: PreparedProfile,
  transactionId?: number,
): v16.ChargingProfile | Unsupported {
  const chargingProfilePurpose = purpose16(profile.purpose)
  const { kind, schedules } = profile
  const [schedule] = schedules
  const newer = onlyIn21(profile)
  if (newer !== undefined || kind === 'dynamic') return unsupported(`OCPP 1.6 has no ${newer}`)
  if (chargingProfilePurpose === undefined) return unsupported('OCPP 1.6 has no profiles of this purpose')
  if (schedule === undefined || schedules.length > 1) return unsupported('OCPP 1.6 has one schedule in a profile')
  if (schedule.periods.some(({ phaseToUse }) => phaseToUse !== undefined)) {
    return unsupported('OCPP 1.6 cannot choose the phase')
  }
  return defined({
    chargingProfileId: profileId,
    transactionId,
    stackLevel: profile.stackLevel,
    chargingProfilePurpose,
    chargingProfileKind: kinds[kind],
    recurrencyKind: profile.recurrence && recurrences[profile.recurrence],
    validFrom: utc(profile.validFrom),
    validTo: utc(profile.validTo),
    chargingSchedule: writeSchedule('ocpp1.6', schedule),
  })
}

/** 2.0.1 ChargingProfileType. */
export function writeProfile201(
  prepared: PreparedProfile,
  transactionId?: string,
): v201.ChargingProfileType | Unsupported {
  const { profileId, profile } = prepared
  const { kind } = profile
  const newer = onlyIn21(profile)
  const chargingProfilePurpose = purpose201(profile.purpose)
  if (newer !== undefined || kind === 'dynamic') return unsupported(`OCPP 2.0.1 has no ${newer}`)
  if (chargingProfilePurpose === undefined) return unsupported('OCPP 2.0.1 has no profiles of this purpose')
  return defined({
    id: profileId,
    stackLevel: profile.stackLevel,
    chargingProfilePurpose,
    chargingProfileKind: kinds[kind],
    recurrencyKind: profile.recurrence && recurrences[profile.recurrence],
    validFrom: utc(profile.validFrom),
    validTo: utc(profile.validTo),
    transactionId,
    chargingSchedule: profile.schedules.map((schedule, index) => ({
      id: index + 1,
      ...writeSchedule('ocpp2.0.1', schedule),
    })),
  })
}

/** 2.1 ChargingProfileType. */
export function writeProfile21(
  { profileId, profile }: PreparedProfile,
  transactionId?: string,
): v21.ChargingProfileType | Unsupported {
  const chargingProfilePurpose = purpose21(profile.purpose)
  if (chargingProfilePurpose === undefined) return unsupported('constraints from outside are not ours to set')
  return defined({
    id: profileId,
    stackLevel: profile.stackLevel,
    chargingProfilePurpose,
    chargingProfileKind: kinds[profile.kind],
    recurrencyKind: profile.recurrence && recurrences[profile.recurrence],
    validFrom: utc(profile.validFrom),
    validTo: utc(profile.validTo),
    transactionId,
    maxOfflineDuration: profile.maxOfflineS,
    invalidAfterOfflineDuration: profile.endsWhenOffline,
    dynUpdateInterval: profile.updateIntervalS,
    chargingSchedule: profile.schedules.map((schedule, index) => ({ id: index + 1, ...writeSchedule21(schedule) })),
  })
}

function writeSchedule(version: 'ocpp1.6' | 'ocpp2.0.1', schedule: ChargingSchedule) {
  const { startAt, durationS, rateUnit, minRate, periods } = schedule
  return defined({
    startSchedule: utc(startAt),
    duration: durationS,
    chargingRateUnit: rateUnit,
    minChargingRate: quantity(version, minRate),
    chargingSchedulePeriod: periods.map(({ startS, limit = '0', phases, phaseToUse }) =>
      defined({ startPeriod: startS, limit: writeQuantity(version, limit), numberPhases: phases, phaseToUse }),
    ),
  })
}

function writeSchedule21(schedule: ChargingSchedule) {
  const { startAt, durationS, rateUnit, minRate, periods, usesLocalTime, randomDelayS, limitAtSoc } = schedule
  const write = (text: string | undefined) => quantity('ocpp2.1', text)
  return defined({
    // K01.FR.90: then it is read without its offset.
    startSchedule: usesLocalTime === true ? startAt : utc(startAt),
    duration: durationS,
    chargingRateUnit: rateUnit,
    minChargingRate: write(minRate),
    useLocalTime: usesLocalTime,
    randomizedDelay: randomDelayS,
    limitAtSoC: limitAtSoc && { soc: limitAtSoc.soc, limit: writeQuantity('ocpp2.1', limitAtSoc.limit) },
    chargingSchedulePeriod: periods.map((period) =>
      defined({
        startPeriod: period.startS,
        limit: write(period.limit),
        limit_L2: write(period.limitL2),
        limit_L3: write(period.limitL3),
        dischargeLimit: write(period.dischargeLimit),
        setpoint: write(period.setpoint),
        numberPhases: period.phases,
        phaseToUse: period.phaseToUse,
        operationMode: period.operationMode && modes[period.operationMode],
        evseSleep: period.evseSleep,
        ...(period.frequencyControl && writeFrequencyControl(period.frequencyControl)),
      }),
    ),
  })
}

/** 2.1 Q08. */
function writeFrequencyControl({ baselineW, frequencies, signals }: FrequencyControl) {
  const write = (text: string) => writeQuantity('ocpp2.1', text)
  return defined({
    v2xBaseline: write(baselineW),
    v2xFreqWattCurve: frequencies.map(({ frequencyHz, powerW }) => ({
      frequency: write(frequencyHz),
      power: write(powerW),
    })),
    v2xSignalWattCurve: signals?.map(({ signal, powerW }) => ({ signal, power: write(powerW) })),
  })
}

function utc(text: string | undefined): string | undefined {
  return text === undefined ? undefined : new Date(text).toISOString()
}
