import { type ChargingProfile, governedBy } from './charging-profile.ts'
import type { Evse } from './evse.ts'

export const MAX_STACK_LEVEL = 8
export const MAX_PERIODS = 24
export const MAX_PROFILES = 50

/** Reason codes of 2.x (appendix 5). */
export type Refusal =
  | 'DuplicateProfile'
  | 'InvalidProfile'
  | 'InvalidSchedule'
  | 'NoPhaseForDC'
  | 'TxNotFound'
  | 'UnknownEvse'
  | 'UnsupportedRateUnit'

/** What this station cannot do with a profile (2.x K01). */
export function profileFault(profile: ChargingProfile, evses: readonly Evse[]): Refusal | undefined {
  const { evseId, purpose, stackLevel, transactionId } = profile
  const places = evseId === 0 ? evses : evses.filter(({ id }) => id === evseId)
  if (places.length === 0) return 'UnknownEvse'
  if (stackLevel > MAX_STACK_LEVEL || (purpose === 'max' && evseId !== 0)) return 'InvalidProfile'
  if (purpose === 'transaction') {
    if (evseId === 0) return 'InvalidProfile'
    // K01.FR.09, K01.FR.33
    const running = places[0]?.transaction
    if (running === undefined || running.id !== transactionId) return 'TxNotFound'
  }
  return scheduleFault(profile, places)
}

/** The same for a profile whose transaction is still to begin. */
export function scheduleFault(profile: ChargingProfile, places: readonly Evse[]): Refusal | undefined {
  const { unit, periods, kind, startMs, purpose } = profile
  // K01.FR.26
  if (!places.some(({ outlet }) => unitsOf(outlet).includes(unit))) return 'UnsupportedRateUnit'
  const ordered = periods.every((period, index) => index === 0 || period.startMs > (periods[index - 1]?.startMs ?? 0))
  if (periods[0]?.startMs !== 0 || !ordered || periods.length > MAX_PERIODS) return 'InvalidSchedule'
  if ((kind === 'Relative') !== (startMs === undefined) && kind !== 'Dynamic') return 'InvalidSchedule'
  // K28.FR.03
  if (kind === 'Dynamic' && periods.length !== 1) return 'InvalidSchedule'
  // K01.FR.70
  if (purpose === 'priority' && profile.durationMs !== Number.POSITIVE_INFINITY) return 'InvalidSchedule'
  for (const { phases, phaseToUse } of periods) {
    for (const { outlet } of places) {
      if (outlet.kind === 'dc' && phases !== undefined) return 'NoPhaseForDC'
      // K01.FR.43, K01.FR.48: the contactor closes all phases there are.
      const fewer = outlet.kind === 'ac' && phases !== undefined && phases < outlet.phases
      if (fewer || phaseToUse !== undefined) return 'InvalidSchedule'
    }
  }
  return undefined
}

/** AC can be told in both units, DC in power. */
export function unitsOf(outlet: Evse['outlet']): readonly ('A' | 'W')[] {
  return governedBy(outlet) === 'A' ? ['A', 'W'] : ['W']
}
