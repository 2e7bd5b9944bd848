import type { FileStore, Tickets } from '#domain/files'
import type { Bus, Clock } from '#kernel'
import type { Database } from '#storage'

export interface FirmwareOptions {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
  readonly files: FileStore
  readonly tickets: Tickets
  readonly settings: {
    /** The largest file that is taken in. */
    readonly imageLimitBytes: number
    /** Roots that certificates of firmware must be signed by, PEM. Absent or empty: any will do. */
    readonly signingAuthorities?: readonly string[]
  }
}
