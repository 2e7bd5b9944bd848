import { readShown, type ShownCertificate } from '#domain/certificates'
import type { Handshake as StationHandshake, HandshakeVerdict as StationVerdict } from '#domain/stations'
import { describeFailure } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import type { ClientCertificate, Handshake, HandshakeVerdict } from '#ocpp/transport'
import { defined } from './actions/defined.ts'
import type { GatewayVersion } from './derived-version.ts'
import { quirksOf } from './quirks/quirks.ts'
import type { SessionHost } from './session/session-host.ts'
import { StationLink } from './session/station-link.ts'

const CERTIFICATE_EXPIRED = 'CERT_HAS_EXPIRED'

/** How a refused handshake is answered, before any upgrade (A-02, 2.0.1 A00.FR.207, A05.FR.07). */
const refusals = {
  'unknown-station': { status: 404, reason: 'unknown station' },
  'bad-credentials': { status: 401, reason: 'credentials missing or wrong' },
  'other-profile': { status: 403, reason: 'another security profile is set' },
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
  let shown: Shown | undefined
  let certificate: ShownCertificate | undefined
  try {
    shown = await judgeCertificate(host, handshake)
    verdict = await host.services.stations.judgeHandshake(stationHandshake(handshake, shown))
    if (verdict.status === 'accepted' && verdict.securityProfile === 3) certificate = shown?.certificate
  } catch (thrown) {
    host.logger.warn('A handshake could not be judged', {
      stationId: handshake.identity,
      cause: describeFailure(thrown),
    })
    return { accept: false, status: 503, reason: 'come back later', retryAfterS: 1 + Math.random() * COME_BACK_S }
  }
  if (verdict.status === 'refused') {
    noteRefusal(host, handshake, verdict, shown)
    return { accept: false, ...refusals[verdict.reason] }
  }
  // Without a common version the handshake is finished and the connection closed (part 4 §3.3): there is no session.
  if (handshake.version === undefined) return { accept: true }
  const derived = host.derivedVersions.find(({ name }) => name === handshake.protocol)
  const spoken = { ...handshake, version: handshake.version, derived }
  return { accept: true, tag: linkFor(host, verdict, spoken, certificate) }
}

/** For its operator to see; one that nobody has entered has no record of its own, and is a stranger. */
function noteRefusal(
  host: SessionHost,
  { identity: stationId, remoteAddress, tls, protocol }: Handshake,
  {
    partyId,
    reason,
    shownProfile,
    unannounced,
    certificateProblem: mismatch,
  }: Extract<StationVerdict, { status: 'refused' }>,
  shown: Shown | undefined,
): void {
  if (unannounced === true) {
    host.services.strangers.note({ kind: 'unknown-station', identity: stationId, remoteAddress, reason, protocol })
    return
  }
  if (partyId === undefined) return
  const certificateProblem = shown?.problem ?? mismatch ?? tls?.clientCertificate?.authorizationError
  const facts = defined({ remoteAddress, shownProfile, protocol, certificateProblem })
  host.securityLog.note({ stationId, partyId, type: 'ConnectionRefused', reason, facts })
}

interface Shown {
  readonly certificate: ShownCertificate
  /** Why it does not count, though its chain and its time may be right. */
  readonly problem: string | undefined
}

/** Asks about a certificate that is right by itself: it may have been revoked, or have had its day. */
async function judgeCertificate(host: SessionHost, { identity, tls, version }: Handshake): Promise<Shown | undefined> {
  const presented = tls?.clientCertificate
  if (presented === undefined || !isTrusted(presented)) return undefined
  const certificate = readShown(presented.der)
  const keepsFormer = version !== 'ocpp2.1'
  const chain = presented.authorized ? [presented.der, ...presented.issuers] : undefined
  const verdict = await host.services.certificates.judgeShown(identity, certificate, keepsFormer, chain)
  return { certificate, problem: verdict === 'good' ? undefined : verdict }
}

/** One that has merely run out still says whose it is (2.0.1 A00.FR.429). */
function isTrusted({ authorized, authorizationError }: ClientCertificate): boolean {
  return authorized || authorizationError === CERTIFICATE_EXPIRED
}

type Spoken = Handshake & { readonly version: OcppVersion; readonly derived: GatewayVersion | undefined }

function linkFor(
  host: SessionHost,
  verdict: Extract<StationVerdict, { status: 'accepted' }>,
  { version, spokenAs, origin, derived }: Spoken,
  certificate: ShownCertificate | undefined,
): StationLink {
  const { stationId, partyId, securityProfile, certificateExpired, certificate: accepted, make = {} } = verdict
  const facts = {
    ...{ stationId, partyId, version, securityProfile, certificateExpired },
    ...(certificate === undefined ? {} : { certificateFingerprint: certificate.fingerprint }),
    ...(accepted === undefined ? {} : { certificateName: accepted.commonName }),
    ...(spokenAs === 'ocpp1.5' ? { spokenAs } : {}),
    ...(origin === undefined ? {} : { origin }),
    ...(derived === undefined ? {} : { derived }),
  }
  const restored = verdict.booted ? verdict.registration : 'unbooted'
  const registration = certificateExpired && restored === 'accepted' ? 'pending' : restored
  // The schemas are those of 1.6: nobody can ask 1.5 to keep to their letter.
  const mode = spokenAs === 'ocpp1.5' ? 'lenient' : (verdict.validation ?? host.settings.validation)
  const link = new StationLink(host, facts, registration, mode)
  if (certificate !== undefined && accepted !== undefined) link.shown = { ...accepted, certificate }
  // A station that comes back without booting has the habits it had (C-05).
  link.quirks = quirksOf(version, make)
  return link
}

function stationHandshake(
  { identity, remoteAddress, overTls, tls, basicAuth }: Handshake,
  shown: Shown | undefined,
): StationHandshake {
  const certificate = tls?.clientCertificate
  return {
    identity,
    remoteAddress,
    overTls,
    ...(basicAuth === undefined ? {} : { basicAuth }),
    ...(certificate === undefined ? {} : { clientCertificate: clientCertificate(certificate, shown?.problem) }),
  }
}

function clientCertificate(
  shown: ClientCertificate,
  objection: string | undefined,
): NonNullable<StationHandshake['clientCertificate']> {
  const { authorizationError, commonName, organization } = shown
  const problem = objection ?? authorizationError
  const expired = authorizationError === CERTIFICATE_EXPIRED
  return {
    trusted: objection === undefined && isTrusted(shown),
    expired,
    ...(problem === undefined ? {} : { problem }),
    ...(commonName === undefined ? {} : { commonName }),
    ...(organization === undefined ? {} : { organization }),
  }
}
