import type { ChargingCapabilities } from './capabilities.ts'
import type { ChargingProfile, ChargingSchedule, SchedulePeriod } from './charging-profile.ts'
import { modeFault } from './check-mode.ts'
import { microOf } from './quantity.ts'

/** Where a profile is to go. */
export interface ProfilePlace {
  /** 0 is the station as a whole. */
  readonly evseId: number
  /** For a transaction that runs, or that is being started with it. */
  readonly forTransaction: boolean
}

/** What is wrong with a profile, in a sentence for the operator; undefined when it may be sent. */
export function faultOf(
  profile: ChargingProfile,
  place: ProfilePlace,
  capabilities: ChargingCapabilities,
): string | undefined {
  return (
    placeFault(profile, place) ??
    kindFault(profile) ??
    purposeFault(profile, capabilities) ??
    first(profile.schedules, (schedule) => scheduleFault(profile, schedule, place, capabilities))
  )
}

function placeFault({ purpose }: ChargingProfile, place: ProfilePlace): string | undefined {
  // K01.FR.22, K02.FR.07
  if (purpose === 'external-constraints') return 'Constraints from outside are set by others than the operator'
  // D-18, K04.FR.03
  if (purpose === 'station-max' && place.evseId !== 0) return 'A limit of the whole station belongs to EVSE 0'
  if (purpose === 'local-generation' && place.evseId !== 0) return 'Local generation belongs to EVSE 0'
  if (purpose === 'transaction') {
    // K01.FR.16
    if (place.evseId === 0) return 'A profile of a transaction belongs to its EVSE, not to the whole station'
    // K01.FR.03
    if (!place.forTransaction) return 'A profile of a transaction names its transaction'
  } else if (place.forTransaction) return 'Only a profile of purpose transaction names one'
  return undefined
}

function kindFault({ kind, recurrence, schedules, updateIntervalS, validFrom, validTo }: ChargingProfile) {
  if ((kind === 'recurring') !== (recurrence !== undefined))
    return 'A recurring profile, and no other, has a recurrence'
  // K01.FR.122
  if (updateIntervalS !== undefined && kind !== 'dynamic') return 'Only a dynamic profile is updated at intervals'
  // 2.1 errata Q07.FR.02
  const forFrequency = schedules.some(({ periods }) => periods.some((one) => one.operationMode === 'central-frequency'))
  if (forFrequency && kind !== 'dynamic') return 'Setpoints for the frequency belong to a dynamic profile'
  // K28.FR.01
  const single = schedules.length === 1 && schedules[0]?.periods.length === 1
  if (kind === 'dynamic' && !single) return 'A dynamic profile has one schedule of one period'
  for (const { startAt } of schedules) {
    // K01.FR.40, K01.FR.41
    const absolute = kind === 'absolute' || kind === 'recurring'
    if (absolute && startAt === undefined) return 'An absolute or recurring schedule says when it starts'
    if (kind === 'relative' && startAt !== undefined) return 'A relative schedule starts with the transaction'
  }
  if (validFrom !== undefined && validTo !== undefined && Date.parse(validFrom) >= Date.parse(validTo)) {
    return 'The profile ends before it begins'
  }
  return undefined
}

function purposeFault(
  { purpose, stackLevel, kind, schedules }: ChargingProfile,
  told: ChargingCapabilities,
): string | undefined {
  // 1.6 §9.4 ChargeProfileMaxStackLevel, 2.x ProfileStackLevel
  const { maxStackLevel = Number.POSITIVE_INFINITY } = told
  if (stackLevel < 0 || stackLevel > maxStackLevel) return `The station takes stack levels from 0 to ${maxStackLevel}`
  // K01.FR.34, K15.FR.07
  const most = purpose === 'transaction' ? 3 : 1
  if (schedules.length < 1 || schedules.length > most)
    return `A profile of purpose ${purpose} has 1 to ${most} schedules`
  // K01.FR.38
  if (purpose === 'station-max' && kind === 'relative') return 'A limit of the whole station is not relative'
  // K01.FR.120, K01.FR.121
  const additional = purpose === 'priority' ? 'PriorityCharging' : 'LocalGeneration'
  const isAdditional = purpose === 'priority' || purpose === 'local-generation'
  if (isAdditional && told.additionalPurposes?.includes(additional) === false) {
    return `The station does not support ${additional}`
  }
  if (kind === 'dynamic' && told.dynamic === false) return 'The station does not support dynamic profiles'
  return undefined
}

function scheduleFault(
  { purpose }: ChargingProfile,
  schedule: ChargingSchedule,
  place: ProfilePlace,
  told: ChargingCapabilities,
): string | undefined {
  const { durationS, periods, rateUnit, randomDelayS = 0, usesLocalTime, limitAtSoc } = schedule
  if (told.rateUnits?.includes(rateUnit) === false) return `The station takes no limits in ${rateUnit}`
  if (told.maxPeriods !== undefined && periods.length > told.maxPeriods) {
    return `The station takes ${told.maxPeriods} periods in a schedule`
  }
  // K01.FR.70
  if (purpose === 'priority' && durationS !== undefined) return 'Priority charging has no duration'
  // K01.FR.95
  const ofTransactions = purpose === 'transaction' || purpose === 'transaction-default'
  if (randomDelayS > 0 && !ofTransactions) return 'Only profiles for transactions are put off at random'
  if (randomDelayS > 0 && told.randomDelay === false) return 'The station does not put periods off at random'
  if (usesLocalTime === true && told.localTime === false) return 'The station does not go by local time'
  if (limitAtSoc !== undefined && told.limitAtSoc === false) return 'The station knows no limits by state of charge'
  // Q08.FR.05
  if (rateUnit !== 'W' && periods.some(({ operationMode }) => operationMode === 'local-frequency')) {
    return 'A curve for the frequency is in watts: its schedule has the rate unit W'
  }
  // 1.6 errata 3.45, K01.FR.31
  if (periods[0]?.startS !== 0) return 'The first period of a schedule starts at 0'
  // K01.FR.35
  const ordered = periods.every(({ startS }, index) => index === 0 || startS > (periods[index - 1]?.startS ?? 0))
  if (!ordered) return 'Periods are in the order in which they start'
  return first(periods, (period) => periodFault(purpose, period, place, told))
}

function periodFault(
  purpose: ChargingProfile['purpose'],
  period: SchedulePeriod,
  { evseId }: ProfilePlace,
  told: ChargingCapabilities,
): string | undefined {
  const { limit, limitL2, limitL3, dischargeLimit, phases, phaseToUse, operationMode, evseSleep } = period
  const ofPhases = limitL2 !== undefined || limitL3 !== undefined
  // 2.1 errata K01.FR.143, K01.FR.145
  if (ofPhases && purpose !== 'transaction') return 'Only a profile of a transaction limits single phases'
  if (ofPhases && limit === undefined) return 'A period that limits other phases limits the first'
  if ([limit, limitL2, limitL3].some((one) => one !== undefined && microOf(one) < 0)) return 'A limit is not below 0'
  if (dischargeLimit !== undefined && microOf(dischargeLimit) > 0) return 'A limit for discharging is not above 0'
  if (phaseToUse !== undefined) {
    // K01.FR.19
    if (phases !== 1) return 'A phase can be chosen only when one phase is used'
    // K01.FR.20
    if (!told.phaseSwitching.has(evseId) && !told.phaseSwitching.has(0)) {
      return 'The station has not told that it can choose the phase (ACPhaseSwitchingSupported)'
    }
  }
  // K01.FR.71
  const onlyCharges = operationMode === undefined || operationMode === 'charging-only'
  if (purpose === 'priority' && !onlyCharges) return 'Priority charging charges only'
  // K01.FR.126
  if (evseSleep === true && told.evseSleep === false) return 'The station does not let its EVSEs sleep'
  return modeFault(period)
}

function first<T>(items: readonly T[], fault: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = fault(item)
    if (found !== undefined) return found
  }
  return undefined
}
