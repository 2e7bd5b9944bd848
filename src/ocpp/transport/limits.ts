/** What one peer, or all together, may take of the process. */
export interface TransportLimits {
  /** Sockets open at once, upgraded or not. */
  readonly maxSockets: number
  /** Handshakes waiting for their verdict at once; more are told to come back. */
  readonly maxPendingHandshakes: number
  /** A station has this long to send its request, and to agree on TLS. */
  readonly headersTimeoutMs: number
  /** A request that is no upgrade has this long to arrive whole, where such are taken. */
  readonly bodyTimeoutMs: number
  /** A verdict has to be found within this. */
  readonly verdictTimeoutMs: number
  /** Connections of one identity in an hour, and refused attempts of one identity from one address. */
  readonly handshakesPerHour: number
  /** Identities whose handshakes are counted; the one longest unseen is forgotten. */
  readonly maxTrackedIdentities: number
  /** Longest message, inflated; a longer one closes the connection with 1009. */
  readonly maxFrameBytes: number
  /**
   * What a station may say in the long run, and at once after a silence. One that says more is read no faster, so that the others are served
   * meanwhile. {@link BYTES_A_MESSAGE} count as a message.
   */
  readonly messagesPerSecond: number
  readonly messageBurst: number
  /** What may wait to be read by a peer; more ends the connection. */
  readonly maxBufferedBytes: number
  /** A peer is pinged before it has been quiet for longer, and while it does not answer twice as often. */
  readonly pingIntervalMs: number
  /** So many pings in a row unanswered end the connection. */
  readonly maxMissedPongs: number
  /** A peer has this long to answer a close. */
  readonly closeTimeoutMs: number
  /** Connections with compression at once, each some 40 KB more; more go without. */
  readonly maxCompressedConnections: number
}

/** Reading so much costs about what a short message does. */
export const BYTES_A_MESSAGE = 4_096

export const defaultLimits: TransportLimits = {
  maxSockets: 200_000,
  maxPendingHandshakes: 20_000,
  headersTimeoutMs: 15_000,
  bodyTimeoutMs: 3_600_000,
  verdictTimeoutMs: 30_000,
  handshakesPerHour: 60,
  maxTrackedIdentities: 200_000,
  maxFrameBytes: 4 * 1024 * 1024,
  messagesPerSecond: 1_000,
  messageBurst: 2_000,
  maxBufferedBytes: 4 * 1024 * 1024,
  pingIntervalMs: 45_000,
  maxMissedPongs: 4,
  closeTimeoutMs: 5_000,
  maxCompressedConnections: 10_000,
}
