/** Who may limit a station beside its CSMS (2.x ChargingLimitSourceEnumType): never `CSO` (K11.FR.05). */
export const EXTERNAL_SOURCES = ['EMS', 'SO', 'Other'] as const
export type ExternalSource = (typeof EXTERNAL_SOURCES)[number]

/** What somebody else than the CSMS lets flow: the building's energy management, a grid operator (2.x K11, K12). */
export interface ExternalLimit {
  readonly source: ExternalSource
  /** Default 0: all EVSEs together. */
  readonly evseId?: number
  /** A of each phase, or W of all. */
  readonly unit: 'A' | 'W'
  /** In seconds from now; the last one holds until the limit is lifted. */
  readonly periods: readonly { readonly startS: number; readonly limit: number }[]
  /** The grid cannot do with more. */
  readonly gridCritical?: boolean
}

/** The id of the profile it is kept as: below zero, so that no profile of the CSMS has it (K11.FR.06). */
export function externalProfileId({ source, evseId = 0 }: Pick<ExternalLimit, 'source' | 'evseId'>): number {
  return -(evseId * EXTERNAL_SOURCES.length + EXTERNAL_SOURCES.indexOf(source) + 1)
}
