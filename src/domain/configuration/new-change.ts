import type { StationGroup } from './template.ts'
import type { KeptValue } from './wanted.ts'

/** What is done where nothing else was asked for. */
export const USUAL_MANNER = { atOnce: 20, waitHours: 168 } as const

/** A change as it is entered. */
export interface ChangeToStore {
  readonly id: string
  readonly partyId: string
  readonly name: string
  readonly templateId?: string
  readonly wanted: readonly KeptValue[]
  readonly group: StationGroup
  readonly atOnce: number
  readonly waitHours: number
  readonly requestedBy: string
  readonly requestedByName: string
  readonly at: Date
}
