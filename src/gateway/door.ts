import type { Handshake as StationHandshake, HandshakeVerdict as StationVerdict } from '#domain/stations'
import { errorCode } from '#kernel'
import type { ClientCertificate, Handshake, HandshakeVerdict } from '#ocpp/transport'
import type { GatewayVersion } from './derived-version.ts'
import { quirksOf } from './quirks/quirks.ts'
import type { SessionHost } from './session/session-host.ts'
import { StationLink } from './session/station-link.ts'

const CERTIFICATE_EXPIRED = 'CERT_HAS_EXPIRED'

/** How a refused handshake is answered, before any upgrade (A-02, 2.0.1 A00.FR.207, A05.FR.07). */
const refusals = {
  'unknown-station': { status: 404, reason: 'unknown station' },
  'bad-credentials': { status: 401, reason: 'credentials missing or wrong' },
  'profile-too-low': { status: 403, reason: 'a higher security profile is needed' },
  'not-admitted': { status: 403, reason: 'not admitted' },
} as const satisfies Record<
  Extract<StationVerdict, { status: 'refused' }>['reason'],
  { status: 401 | 403 | 404; reason: string }
>

/** Seconds over which stations that come while the database is away are told to come back. */
const COME_BACK_S = 30

/** Judges a station before its upgrade is answered; what is known of an accepted one goes along with its connection. */
export async function judgeHandshake(host: SessionHost, handshake: Handshake): Promise<HandshakeVerdict> {
  let verdict: StationVerdict
  try {
    verdict = await host.services.stations.judgeHandshake(stationHandshake(handshake))
  } catch (thrown) {
    host.logger.warn('A handshake could not be judged', { stationId: handshake.identity, code: errorCode(thrown) })
    return { accept: false, status: 503, reason: 'come back later', retryAfterS: 1 + Math.random() * COME_BACK_S }
  }
  if (verdict.status === 'refused') return { accept: false, ...refusals[verdict.reason] }
  // Without a common version the handshake is finished and the connection closed (part 4 §3.3): there is no session.
  if (handshake.version === undefined) return { accept: true }
  const derived = host.derivedVersions.find(({ name }) => name === handshake.protocol)
  return { accept: true, tag: linkFor(host, verdict, handshake.version, derived) }
}

function linkFor(
  host: SessionHost,
  verdict: Extract<StationVerdict, { status: 'accepted' }>,
  version: NonNullable<Handshake['version']>,
  derived: GatewayVersion | undefined,
): StationLink {
  const { stationId, partyId, securityProfile, certificateExpired, serialFromCertificate, make = {} } = verdict
  const known = { stationId, partyId, version, securityProfile, certificateExpired }
  const station = derived === undefined ? known : { ...known, derived }
  const facts = serialFromCertificate === undefined ? station : { ...station, certificateName: serialFromCertificate }
  const restored = verdict.booted ? verdict.registration : 'unbooted'
  const registration = certificateExpired && restored === 'accepted' ? 'pending' : restored
  const link = new StationLink(host, facts, registration, verdict.validation ?? host.settings.validation)
  // A station that comes back without booting has the habits it had (C-05).
  link.quirks = quirksOf(version, make)
  return link
}

function stationHandshake({ identity, remoteAddress, tls, basicAuth }: Handshake): StationHandshake {
  const certificate = tls?.clientCertificate
  return {
    identity,
    remoteAddress,
    overTls: tls !== undefined,
    ...(basicAuth === undefined ? {} : { basicAuth }),
    ...(certificate === undefined ? {} : { clientCertificate: clientCertificate(certificate) }),
  }
}

function clientCertificate(shown: ClientCertificate): NonNullable<StationHandshake['clientCertificate']> {
  const { authorized, authorizationError, commonName, organization } = shown
  const expired = authorizationError === CERTIFICATE_EXPIRED
  return {
    // One that has merely run out still says whose it is (2.0.1 A00.FR.429).
    trusted: authorized || expired,
    expired,
    ...(authorizationError === undefined ? {} : { problem: authorizationError }),
    ...(commonName === undefined ? {} : { commonName }),
    ...(organization === undefined ? {} : { organization }),
  }
}
