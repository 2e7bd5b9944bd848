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
  }
}
