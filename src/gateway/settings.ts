import type { Transfer } from '#domain/files'
import type { Mode } from '#ocpp/schemas'
import { directPeer, type PeerReader } from '#ocpp/transport'
import { PAUSE_AT, QUEUE_LIMIT } from './session/session-state.ts'

/** How patient the gateway is. */
export interface GatewaySettings {
  /** How long a station has to answer a call of ours. Default 30 s. */
  readonly callTimeoutMs: number
  /**
   * How long a message waits while the database is away; then the connection is closed without an answer, so that the
   * station keeps the message and sends it again. Shorter than stations wait for answers. Default 20 s.
   */
  readonly unavailableWaitMs: number
  /** Pause between two attempts meanwhile. Default 1 s. */
  readonly retryPauseMs: number
  /** A station that is not accepted is answered one BootNotification in this time (2.0.1 B02.FR.07). Default 1 s. */
  readonly bootPauseMs: number
  /** Commands that may wait behind the one in flight. Default 32. */
  readonly commandQueueLimit: number
  /** Messages of one station waiting their turn before its socket is read no more. Default 16. */
  readonly inboundQueueLimit: number
  /** How often last contacts are written. Default 5 s. */
  readonly seenIntervalMs: number
  /** For stations that have no setting of their own. Default lenient. */
  readonly validation: Mode
  /** Where stations reach this over HTTP for files; absent: where they have connected to. */
  readonly stationUrl?: string
  /** The doors for files beside that of HTTP: where stations reach each. */
  readonly transfers?: TransferDoors
  /** Files on their way at once; more are told to come back. Default 64. */
  readonly transfersAtOnce: number
  /** Who asks for files or brings them. Default: whoever is at the other end of the connection. */
  readonly readPeer: PeerReader
}

/** The port of each way that is switched on, and the host where it is not the one a station has connected to. */
export interface TransferDoors {
  readonly host?: string
  readonly ports: Readonly<Partial<Record<Exclude<Transfer, 'http'>, number>>>
}

export const defaultSettings: GatewaySettings = {
  callTimeoutMs: 30_000,
  unavailableWaitMs: 20_000,
  retryPauseMs: 1_000,
  bootPauseMs: 1_000,
  commandQueueLimit: QUEUE_LIMIT,
  inboundQueueLimit: PAUSE_AT,
  seenIntervalMs: 5_000,
  validation: 'lenient',
  transfersAtOnce: 64,
  readPeer: directPeer,
}
