import type { CertificateState, ShownCertificate, ShownVerdict } from './certificate.ts'

/** A certificate on record, as the judge needs it. */
export interface RecordedCertificate {
  readonly stationId: string
  readonly state: CertificateState
  readonly foreign: boolean
  readonly supersededAt: Date | undefined
}

/** What is known when a station shows a certificate. */
export interface ShownFacts {
  /** Everything on record under its fingerprint. */
  readonly records: readonly RecordedCertificate[]
  /** The newest certificate the station has ever connected with. */
  readonly inUse: { readonly usedAt: Date; readonly since: Date } | undefined
}

/** How long stations of the older versions keep their former certificate to fall back to (2.0.1 A02.FR.10): a month. */
export const FALLBACK_MS = 31 * 86_400_000

/**
 * Whether a certificate whose chain, time and name are right still opens the door. What we issued opens for the station
 * it was issued to and for nobody else, whatever it says; and once a station has shown a newer one, the former is void:
 * at once for stations that discard it (2.1 A02.FR.10), after a month for those that keep it to fall back to.
 */
export function judgeShown(
  stationId: string,
  { notBefore }: Pick<ShownCertificate, 'notBefore'>,
  { records, inUse }: ShownFacts,
  keepsFormer: boolean,
  now: Date,
): ShownVerdict {
  if (records.some(({ state }) => state === 'revoked')) return 'revoked'
  if (records.some((record) => !record.foreign && record.stationId !== stationId)) return 'of-another-station'
  const own = records.find((record) => record.stationId === stationId)
  const outrun = own === undefined && inUse !== undefined && notBefore < inUse.since ? inUse.usedAt : undefined
  const supersededAt = own?.supersededAt ?? outrun
  if (supersededAt === undefined) return 'good'
  return keepsFormer && now.getTime() < supersededAt.getTime() + FALLBACK_MS ? 'good' : 'superseded'
}
