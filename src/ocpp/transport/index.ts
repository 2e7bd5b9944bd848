export * from './client.ts'
export type { ConnectionHandler, OcppConnection } from './connection.ts'
export {
  type BasicAuth,
  type Handshake,
  type HandshakeVerdict,
  readBasicAuth,
  readOrigin,
  readPath,
} from './handshake.ts'
export { HandshakeLimiter } from './handshake-limiter.ts'
export { IDENTITY_LIMIT, isIdentity } from './identity.ts'
export { defaultLimits, type TransportLimits } from './limits.ts'
export {
  createOcppListener,
  type DrainOptions,
  type ListenerOptions,
  type OcppListener,
  type RequestTaker,
} from './listener.ts'
export { directPeer, type Peer, type PeerReader, peerThrough } from './peer.ts'
export { SocketBudget } from './socket-budget.ts'
export type { TlsFailure } from './tls-failures.ts'
export { type ClientCertificate, readTlsPeer, type TlsPeer } from './tls-peer.ts'
export type { TlsSettings } from './tls-settings.ts'
