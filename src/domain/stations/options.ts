import type { Bus, Clock, Logger, Metrics } from '#kernel'
import type { Database } from '#storage'
import type { SecurityProfile } from './station.ts'

export interface StationSettings {
  /** What becomes of a station that nobody has announced. */
  readonly unknownStations: 'refuse' | 'waiting-list' | 'accept'
  /** How many stations may wait for an operator, so that somebody who tries names cannot fill the table. Default 500. */
  readonly waitingLimit?: number
  /** How many stations there may be at most for unannounced ones still to be accepted. Default 100,000. */
  readonly acceptLimit?: number
  /** Seconds. */
  readonly heartbeatIntervalS: number
  /** How long a station that is not accepted waits before it boots again. Seconds, default 60. */
  readonly retryIntervalS?: number
  /** No station may connect below this profile. */
  readonly securityProfileMinimum: SecurityProfile
  /** The organisation that client certificates must name (2.0.1 A00.FR.403); absent: any. */
  readonly csoName?: string
  /** Whose the unannounced stations are. */
  readonly defaultPartyId: string
}

export interface StationsOptions {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics?: Metrics
  readonly settings: StationSettings
  /** Keys the hashes of the stations' secrets; with another key every secret is void. */
  readonly secretKey: Uint8Array
}
