import { known } from '#kernel'
import type { RateUnit } from './charging-profile.ts'

/** What a station has told of its smart charging; what it has not told is undefined. */
export interface ChargingCapabilities {
  readonly rateUnits?: readonly RateUnit[]
  readonly maxPeriods?: number
  readonly maxStackLevel?: number
  /** EVSEs that can choose the phase a vehicle gets; 0 is the station as a whole (ACPhaseSwitchingSupported). */
  readonly phaseSwitching: ReadonlySet<number>
  /** Ids up to this one are the station's own (2.1 MaxExternalConstraintsId). */
  readonly maxExternalId?: number
  /** Words of 2.1 SupportedAdditionalPurposes. */
  readonly additionalPurposes?: readonly string[]
  readonly dynamic?: boolean
  readonly localTime?: boolean
  readonly randomDelay?: boolean
  readonly limitAtSoc?: boolean
  readonly evseSleep?: boolean
  /** Profiles of transactions outlive a restart (2.1 ChargingProfilePersistence of TxProfile). */
  readonly keepsTransactionProfiles?: boolean
}

export interface CapabilityVariable {
  readonly name: string
  readonly instance: string
  readonly evseId: number
  readonly value: string
}

/** Names of 2.x SmartChargingCtrlr, and of 1.6 §9.4 for what that has; compared without regard to case. */
const NAMES: Readonly<Record<string, string>> = {
  chargeprofilemaxstacklevel: 'profilestacklevel',
  chargingscheduleallowedchargingrateunit: 'rateunit',
  chargingschedulemaxperiods: 'periodsperschedule',
}

/** 2.1 says in their instances what they are about. */
const INSTANCED: ReadonlySet<string> = new Set(['supportsfeature', 'chargingprofilepersistence'])

/** Reads the variables of SmartChargingCtrlr, or the configuration keys of 1.6. */
export function readCapabilities(variables: readonly CapabilityVariable[]): ChargingCapabilities {
  const told = new Map<string, string>()
  const phaseSwitching = new Set<number>()
  for (const { name, instance, evseId, value } of variables) {
    const word = name.toLowerCase()
    if (word === 'acphaseswitchingsupported' && isTrue(value)) phaseSwitching.add(Math.max(0, evseId))
    // 2.1 keeps what a station can do beside the rest in instances of one variable.
    told.set(INSTANCED.has(word) ? instance.toLowerCase() : (NAMES[word] ?? word), value)
  }
  const whole = (word: string) => wholeNumber(told.get(word))
  const flag = (word: string) => {
    const value = told.get(word)
    return value === undefined ? undefined : isTrue(value)
  }
  const units = rateUnits(told.get('rateunit'))
  const purposes = told.get('supportedadditionalpurposes')
  return {
    phaseSwitching,
    ...known({
      rateUnits: units,
      maxPeriods: whole('periodsperschedule'),
      maxStackLevel: whole('profilestacklevel'),
      maxExternalId: whole('maxexternalconstraintsid'),
      additionalPurposes: purposes === undefined ? undefined : list(purposes),
      dynamic: flag('dynamicprofiles'),
      localTime: flag('uselocaltime'),
      randomDelay: flag('randomizeddelay'),
      limitAtSoc: flag('limitatsoc'),
      evseSleep: flag('evsesleep'),
      keepsTransactionProfiles: flag('txprofile'),
    }),
  }
}

/** `Current,Power` in 1.6, `A,W` in 2.x; a station that names neither has said nothing. */
function rateUnits(value: string | undefined): readonly RateUnit[] | undefined {
  if (value === undefined) return undefined
  const words = list(value).map((word) => word.toLowerCase())
  const units: RateUnit[] = []
  if (words.includes('current') || words.includes('a')) units.push('A')
  if (words.includes('power') || words.includes('w')) units.push('W')
  return units.length === 0 ? undefined : units
}

function list(value: string): string[] {
  return value.split(',').map((word) => word.trim())
}

function wholeNumber(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,9}$/.test(value.trim()) ? Number(value) : undefined
}

function isTrue(value: string): boolean {
  return value.trim().toLowerCase() === 'true'
}
