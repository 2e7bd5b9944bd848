import type { Transfer } from '#domain/files'

export const LOG_KINDS = ['diagnostics', 'security', 'data-collector'] as const
/** The security log needs OCPP 2.x or the security extension of 1.6; that of the data collector 2.1. */
export type LogKind = (typeof LOG_KINDS)[number]

/** Fetching what a station has written down. Moments are ISO 8601. */
export interface LogRequests {
  'get-log': {
    readonly log: LogKind
    readonly from?: string
    readonly to?: string
    /** Where to put it instead of here, as ftp://user:password@host/path. */
    readonly location?: string
    /** How it is to be brought here; absent: as the station has told it can. */
    readonly transfer?: Transfer
    readonly retries?: number
    readonly retryIntervalS?: number
  }
}
