import type { ChargingProfile, ChargingPurpose } from './charging-profile.ts'

/** A profile at its place on a station. */
export interface PlacedProfile {
  readonly evseId: number
  readonly purpose: ChargingPurpose
  readonly stackLevel: number
  /** The station's name of the transaction it is for. */
  readonly transactionReference?: string
  readonly profile: Pick<ChargingProfile, 'validFrom' | 'validTo'>
}

/**
 * Whether two profiles may not both be on a station: the same purpose and stack level at one place, valid at the same
 * time (K01.FR.06); for transactions, of one transaction, whenever they are valid (K01.FR.39). A default of the whole
 * station holds at every EVSE, so it clashes with one of an EVSE (K01.FR.52 and 53).
 */
export function clash(one: PlacedProfile, other: PlacedProfile): boolean {
  if (one.purpose !== other.purpose || one.stackLevel !== other.stackLevel) return false
  if (one.purpose === 'transaction') {
    return one.transactionReference !== undefined && one.transactionReference === other.transactionReference
  }
  const everywhere = one.purpose === 'transaction-default' && (one.evseId === 0 || other.evseId === 0)
  return (one.evseId === other.evseId || everywhere) && overlap(one.profile, other.profile)
}

function overlap(one: PlacedProfile['profile'], other: PlacedProfile['profile']): boolean {
  return startMs(one) < endMs(other) && startMs(other) < endMs(one)
}

function startMs({ validFrom }: PlacedProfile['profile']): number {
  return validFrom === undefined ? Number.NEGATIVE_INFINITY : Date.parse(validFrom)
}

function endMs({ validTo }: PlacedProfile['profile']): number {
  return validTo === undefined ? Number.POSITIVE_INFINITY : Date.parse(validTo)
}
