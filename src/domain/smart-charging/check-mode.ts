import type { ChargingProfile, FrequencyControl, SchedulePeriod } from './charging-profile.ts'
import type { ChargingNeeds, EnergyTransfer } from './needs.ts'

/** What is wrong with what a period says for its mode of operation (2.1 Q), in a sentence for the operator. */
export function modeFault(period: SchedulePeriod): string | undefined {
  const { operationMode = 'charging-only', limit, setpoint, frequencyControl } = period
  if (frequencyControl !== undefined && operationMode !== 'local-frequency') {
    return 'A curve for the frequency belongs to a period of mode local-frequency'
  }
  switch (operationMode) {
    case 'central-setpoint':
    case 'central-frequency':
      // Q03.FR.01, Q03.FR.02, Q07.FR.03
      if (setpoint === undefined) return `A period of mode ${operationMode} has a setpoint`
      return hasLimits(period) ? `A period of mode ${operationMode} has no limits beside its setpoint` : undefined
    case 'idle':
    case 'local-frequency':
      // Q08.FR.01, Q10.FR.01
      if (hasLimits(period) || setpoint !== undefined) {
        return `A period of mode ${operationMode} has neither limits nor a setpoint`
      }
      return operationMode === 'idle' ? undefined : curveFault(frequencyControl)
    case 'external-setpoint':
    case 'external-limits':
    case 'local-load-balancing':
      // Q05.FR.01, Q05.FR.02, Q09.FR.04: what shall flow is found at the station.
      return undefined
    case 'charging-only':
      // Q03.FR.01
      if (setpoint !== undefined) return 'A setpoint belongs to a period of mode central-setpoint'
      return limit === undefined ? 'A period has a limit or a setpoint' : undefined
  }
}

/** Q08.FR.03, and for signals the errata of Q08.FR.02. */
function curveFault(control: FrequencyControl | undefined): string | undefined {
  if (control === undefined || control.frequencies.length < 2) {
    return 'A period of mode local-frequency has a baseline and at least two points of a curve'
  }
  return control.signals !== undefined && control.signals.length < 2
    ? 'The curve of signals in a period has at least two points'
    : undefined
}

const BIDIRECTIONAL: ReadonlySet<EnergyTransfer> = new Set([
  'ac-bidirectional',
  'ac-bidirectional-der',
  'dc-bidirectional',
  'dc-pantograph-bidirectional',
])

/** What in a profile is too much for a vehicle that has asked for a transfer in one direction (2.1 Q02.FR.01 and 02). */
export function directionFault(
  { schedules }: ChargingProfile,
  transfer: EnergyTransfer | undefined,
): string | undefined {
  if (transfer === undefined || BIDIRECTIONAL.has(transfer)) return undefined
  const charges = schedules.every(({ periods }) =>
    periods.every(
      ({ operationMode = 'charging-only', dischargeLimit, setpoint }) =>
        operationMode === 'charging-only' && dischargeLimit === undefined && setpoint === undefined,
    ),
  )
  return charges ? undefined : `The vehicle has asked to be charged only (${transfer})`
}

/** Limits of single phases are not for a vehicle that has not told of its phases (2.1 errata K01.FR.142). */
export function phaseFault({ schedules }: ChargingProfile, needs: ChargingNeeds | undefined): string | undefined {
  const told = needs?.facts?.v2xChargingParameters
  const tells = (name: string) => typeof told === 'object' && told !== null && name in told
  const periods = schedules.flatMap((schedule) => schedule.periods)
  const tooMuch =
    (periods.some(({ limitL2 }) => limitL2 !== undefined) && !tells('maxChargePower_L2')) ||
    (periods.some(({ limitL3 }) => limitL3 !== undefined) && !tells('maxChargePower_L3'))
  return tooMuch ? 'The vehicle has not told what its single phases take' : undefined
}

function hasLimits({ limit, limitL2, limitL3, dischargeLimit }: SchedulePeriod): boolean {
  return [limit, limitL2, limitL3, dischargeLimit].some((one) => one !== undefined)
}
