import { known } from '#kernel'
import { storableText } from '#storage'
import { certificateNames } from './certificate-name.ts'
import type {
  AcceptedCertificate,
  CertificateProblem,
  Handshake,
  HandshakeVerdict,
  SecurityProfile,
  Station,
  StationMake,
} from './station.ts'

/** What is known of the station that a handshake names. */
export interface KnownStation
  extends Pick<Station, 'id' | 'partyId' | 'admission' | 'registration' | 'securityProfile' | 'allowProfileDowngrade'>,
    Pick<Station, 'allowExpiredCertificate' | 'securityProfileSet' | 'awaitedSecurityProfiles'> {
  readonly serialNumber: string | undefined
  /** The common name of the certificate it came with before. */
  readonly certificateName: string | undefined
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
  if (proven === undefined) {
    const certificateProblem = problemOf(handshake, station, rules)
    return { ...refusal(station, 'bad-credentials'), ...known({ certificateProblem }) }
  }
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
    ...known({ certificate: accepted(byCertificate?.commonName, station) }),
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
  if (overTls && clientCertificate?.trusted && problemOf(handshake, station, rules) === undefined) {
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

/** Why a certificate that is trusted does not open the door (A00.FR.403 to 405, 407); undefined when it does, or is none. */
function problemOf(
  { clientCertificate }: Handshake,
  station: KnownStation,
  rules: HandshakeRules,
): CertificateProblem | undefined {
  if (clientCertificate?.trusted !== true) return undefined
  const { expired, organization, commonName } = clientCertificate
  // A00.FR.407 and 429: for this station alone, and only when an operator has said so.
  if (expired && !station.allowExpiredCertificate) return 'expired'
  if (rules.csoName !== undefined && organization !== rules.csoName) return 'of-another-operator'
  return commonName !== undefined && mayName(commonName, station) ? undefined : 'of-another-station'
}

/**
 * Whether a certificate of this common name may be the station's. One whose serial number is not known shows it in its first
 * BootNotification; and while it never does, what it came with first stays what it comes with.
 */
function mayName(commonName: string, station: KnownStation): boolean {
  if (certificateNames(commonName, station.id)) return true
  if (station.serialNumber !== undefined) return certificateNames(commonName, station.serialNumber)
  return station.certificateName === undefined || station.certificateName === storableText(commonName)
}

/** Not proven while the station's first BootNotification may still show that it is another's. */
function accepted(commonName: string | undefined, station: KnownStation): AcceptedCertificate | undefined {
  if (commonName === undefined) return undefined
  const { id, serialNumber, certificateName, booted } = station
  const proven =
    booted || serialNumber !== undefined || certificateName !== undefined || certificateNames(commonName, id)
  return { commonName, proven, kept: certificateName === storableText(commonName) }
}
