import type { Running } from '../api/transactions.ts'
import type { Station, Variable } from '../api/types.ts'

/** What a form may look at to propose something sensible. */
export interface Situation {
  readonly station: Station
  readonly running: readonly Running[]
  readonly variables: readonly Variable[]
}
