import { checkGroup, type StationGroup } from '#domain/stations'
import { AppError } from '#kernel'
import type { Queries } from '#storage'
import { keptValues } from './kept-values.ts'
import { loadKeptTemplate } from './template-store.ts'
import type { KeptValue, NewWantedValue } from './wanted.ts'

/** Either a template, for the stations it fits unless a group says otherwise, or values for a group. */
export interface WantedPlan {
  readonly templateId?: string
  readonly wanted?: readonly NewWantedValue[]
  readonly group?: StationGroup
}

/** What is to be set at which stations. @throws AppError `invalid`, `not-found` */
export async function planWanted(
  queries: Queries,
  secretKey: Uint8Array,
  partyId: string,
  { templateId, wanted, group }: WantedPlan,
): Promise<{ readonly wanted: readonly KeptValue[]; readonly group: StationGroup }> {
  if ((templateId === undefined) === (wanted === undefined)) {
    throw new AppError('invalid', 'A change has either a template or values of its own', { field: 'wanted' })
  }
  if (templateId !== undefined) {
    const template = await loadKeptTemplate(queries, { partyIds: [partyId] }, templateId)
    return { wanted: template.wanted, group: group ?? template.group }
  }
  checkGroup(group ?? {})
  return { wanted: keptValues(secretKey, wanted ?? []), group: group ?? {} }
}
