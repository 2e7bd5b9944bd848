import type { Station } from '../api/types.ts'

/** What every part of a station's page is about. */
export interface StationPart {
  readonly station: Station
  /** Whether whoever looks may do something about it. */
  readonly operator: boolean
}
