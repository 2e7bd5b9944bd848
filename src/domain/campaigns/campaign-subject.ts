import type { KeptValue } from '#domain/configuration'
import type { StationGroup } from '#domain/stations'

/** What a campaign is about, once it has been looked up. */
export interface CampaignSubject {
  readonly group: StationGroup
  readonly imageId?: string
  readonly version?: string
  /** Stations of exactly this make only. */
  readonly make?: { readonly vendor: string; readonly model?: string }
  readonly templateId?: string
  readonly wanted?: readonly KeptValue[]
}
