import { certificateNames } from './certificate-name.ts'
import type { Handshake, HandshakeVerdict, SecurityProfile, Station, StationMake } from './station.ts'

/** What is known of the station that a handshake names. */
export interface KnownStation
  extends Pick<Station, 'id' | 'partyId' | 'admission' | 'registration' | 'securityProfile' | 'allowProfileDowngrade'>,
    Pick<Station, 'allowExpiredCertificate' | 'securityProfileSet' | 'awaitedSecurityProfiles'> {
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
  if (station.admission === 'refused') return refusal(station, 'not-admitted')
  const proven = provenProfiles(handshake, station, rules)
  const shown = proven?.find((profile) => isServed(profile, station, rules))
  if (proven === undefined) return refusal(station, 'bad-credentials')
  if (shown === undefined) return refusalOf(proven, station)
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
 * The profiles that a handshake proves, the highest first: of a station that shows a certificate and a password either may
 * be meant. Undefined when it presents something that is wrong. What cannot be verified (a password where none is kept)
 * proves nothing, and harms nothing.
 */
function provenProfiles(
  handshake: Handshake,
  station: KnownStation,
  rules: HandshakeRules,
): readonly SecurityProfile[] | undefined {
  const { basicAuth, clientCertificate, overTls } = handshake
  // A00.FR.207: the user is the identity, case and all.
  if (basicAuth !== undefined && basicAuth.user !== handshake.identity) return undefined
  const byPassword = basicAuth !== undefined && station.secret === 'presented' ? ([overTls ? 2 : 1] as const) : []
  if (overTls && clientCertificate !== undefined && certificateFits(clientCertificate, station, rules)) {
    return [3, ...byPassword]
  }
  if (byPassword.length > 0) return byPassword
  if (basicAuth !== undefined && station.secret === 'wrong-or-absent') return undefined
  return clientCertificate === undefined || basicAuth !== undefined ? [0] : undefined
}

/**
 * One that is set is the only one (A00.FR.001, 002), but for what the station has been told to change to. Where none is
 * set every one is served that is not lower than what the station has reached.
 */
function isServed(profile: SecurityProfile, station: KnownStation, rules: HandshakeRules): boolean {
  if (profile < rules.securityProfileMinimum) return false
  const { securityProfile, securityProfileSet, awaitedSecurityProfiles } = station
  if (profile === securityProfile || mayFallBackTo(profile, station)) return true
  return securityProfileSet ? awaitedSecurityProfiles.includes(profile) : profile > securityProfile
}

/** With leave from 3 to 2, never to less (2.0.1 A05.FR.09 and .10). */
function mayFallBackTo(profile: SecurityProfile, station: KnownStation): boolean {
  return station.allowProfileDowngrade && station.securityProfile === 3 && profile === 2
}

function refusalOf([shownProfile = 0]: readonly SecurityProfile[], station: KnownStation): HandshakeVerdict {
  const other = station.securityProfileSet && shownProfile > station.securityProfile
  const reason = shownProfile === 0 ? 'bad-credentials' : other ? 'other-profile' : 'profile-too-low'
  return { ...refusal(station, reason), shownProfile }
}

type Refused = Extract<HandshakeVerdict, { status: 'refused' }>

function refusal({ partyId }: KnownStation, reason: Refused['reason']): Refused {
  return { status: 'refused', reason, partyId }
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
