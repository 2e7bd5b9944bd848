import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import {
  type Handshake,
  isIdentity,
  type Peer,
  readBasicAuth,
  readOrigin,
  readPath,
  readTlsPeer,
} from '#ocpp/transport'
import { FaultError } from './fault.ts'
import type { Envelope } from './read-envelope.ts'
import type { SoapVersion } from './soap-version.ts'

/** Who sends a request, as far as it says so itself. */
export interface Asker {
  readonly identity: string
  readonly version: SoapVersion
  /** Stands for what it shows of itself: the same again needs no new verdict. */
  readonly proof: string
  /** What there is to judge. */
  readonly handshake: Handshake
}

/**
 * Who sends a request (1.6-S §3.3).
 * @throws FaultError for one that does not say so, or what no station can be called
 */
export function readAsker(
  request: IncomingMessage,
  peer: Peer,
  { identity, namespace }: Envelope,
  receivedAtMs: number,
): Asker {
  if (identity === undefined) throw new FaultError('ProtocolError', 'the header has no chargeBoxIdentity')
  if (!isIdentity(identity, 'ocpp1.6')) throw new FaultError('IdentityMismatch', 'no station can have this identity')
  // What is of no version spoken here is refused once its sender is known.
  const version = namespace?.version === 'ocpp1.5' ? 'ocpp1.5' : 'ocpp1.6'
  const tls = readTlsPeer(request.socket)
  const handshake = {
    identity,
    path: readPath(request),
    offeredProtocols: [],
    version: 'ocpp1.6',
    protocol: undefined,
    spokenAs: version,
    basicAuth: readBasicAuth(request),
    tls,
    ...peer,
    origin: readOrigin(request, peer),
    receivedAtMs,
  } as const
  const proof = createHash('sha256')
    .update(`${peer.overTls ? 'tls' : 'plain'} ${request.headers.authorization ?? ''}\n`)
    .update(tls?.clientCertificate?.der ?? '')
    .digest('base64')
  return { identity, version, proof, handshake }
}
