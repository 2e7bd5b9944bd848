import { certificateNames } from './certificate-name.ts'
import type { Handshake, HandshakeVerdict, SecurityProfile, Station, StationMake } from './station.ts'

/** What is known of the station that a handshake names. */
export interface KnownStation
  extends Pick<Station, 'id' | 'partyId' | 'admission' | 'registration' | 'securityProfile' | 'allowProfileDowngrade'>,
    Pick<Station, 'allowExpiredCertificate'> {
  readonly serialNumber: string | undefined
  readonly validation: 'lenient' | 'strict' | undefined
  readonly booted: boolean
  readonly make?: StationMake
  /** Whether a secret is kept for it, and what the presented password is. */
  readonly secret: 'none' | 'presented' | 'wrong-or-absent'
}

export interface HandshakeRules {
  /** No station may connect below this profile. */
  readonly securityProfileMinimum: SecurityProfile
  /** The organisation that client certificates must name (2.0.1 A00.FR.403); undefined: any. */
  readonly csoName?: string | undefined
}

/**
 * Whether a station that is known may connect, by what it presents: 2.0.1 part 2 A00 and A05, and the same for 1.6 by
 * its security whitepaper.
 */
export function judgeHandshake(handshake: Handshake, station: KnownStation, rules: HandshakeRules): HandshakeVerdict {
  if (station.admission === 'refused') return { status: 'refused', reason: 'not-admitted' }
  const shown = shownProfile(handshake, station, rules)
  if (shown === undefined) return { status: 'refused', reason: 'bad-credentials' }
  if (shown < lowestProfile(station, rules)) {
    return { status: 'refused', reason: shown === 0 ? 'bad-credentials' : 'profile-too-low' }
  }
  const byCertificate = shown === 3 ? handshake.clientCertificate : undefined
  return {
    status: 'accepted',
    stationId: station.id,
    partyId: station.partyId,
    securityProfile: shown,
    registration: station.admission === 'waiting' ? 'pending' : station.registration,
    ...(station.validation !== undefined && { validation: station.validation }),
    certificateExpired: byCertificate?.expired ?? false,
    ...(byCertificate?.commonName !== undefined && { serialFromCertificate: byCertificate.commonName }),
    booted: station.booted,
    ...(station.make !== undefined && { make: station.make }),
  }
}

/**
 * The profile that a handshake proves; undefined when it presents something that is wrong. What cannot be verified (a
 * password where none is kept) proves nothing, and harms nothing.
 */
function shownProfile(handshake: Handshake, station: KnownStation, rules: HandshakeRules): SecurityProfile | undefined {
  const { basicAuth, clientCertificate, overTls } = handshake
  // A00.FR.207: the user is the identity, case and all.
  if (basicAuth !== undefined && basicAuth.user !== handshake.identity) return undefined
  if (overTls && clientCertificate !== undefined && certificateFits(clientCertificate, station, rules)) return 3
  if (basicAuth !== undefined && station.secret === 'presented') return overTls ? 2 : 1
  if (basicAuth !== undefined && station.secret === 'wrong-or-absent') return undefined
  return clientCertificate === undefined || basicAuth !== undefined ? 0 : undefined
}

/** A00.FR.403 to 405. A station whose serial number is not known yet shows it in its first BootNotification. */
function certificateFits(
  certificate: NonNullable<Handshake['clientCertificate']>,
  station: KnownStation,
  rules: HandshakeRules,
): boolean {
  if (!certificate.trusted) return false
  // A00.FR.407 and 429: for this station alone, and only when an operator has said so.
  if (certificate.expired && !station.allowExpiredCertificate) return false
  if (rules.csoName !== undefined && certificate.organization !== rules.csoName) return false
  if (certificate.commonName === undefined) return false
  if (certificateNames(certificate.commonName, station.id)) return true
  return station.serialNumber === undefined || certificateNames(certificate.commonName, station.serialNumber)
}

/**
 * The floor of the installation, and the profile the station has reached. With leave it may fall back from 3 to 2, never
 * to less (2.0.1 A05.FR.09 and .10).
 */
function lowestProfile(station: KnownStation, rules: HandshakeRules): SecurityProfile {
  const reached = station.allowProfileDowngrade && station.securityProfile === 3 ? 2 : station.securityProfile
  return reached > rules.securityProfileMinimum ? reached : rules.securityProfileMinimum
}
