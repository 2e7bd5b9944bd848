import type { Queries } from '#storage'
import type { KeptValue } from './wanted.ts'

/** What a station is to be told that has booted for the first time. */
export interface FirstBoot {
  readonly stationId: string
  readonly partyId: string
  readonly name: string
  /** Whose values they are, where they are one template's. */
  readonly templateId?: string
  readonly wanted: readonly KeptValue[]
  readonly requestedBy: string
  readonly requestedByName: string
}

/** Has it told, from the end of the database transaction on that it is called in. */
export type SetAtFirstBoot = (queries: Queries, boot: FirstBoot) => Promise<void>
