import { loadNamedVariables } from '#domain/device-model'
import type { Queries } from '#storage'
import { differencesOf, type Generation, namesOf, placeAt, type Told } from './drift.ts'
import { generationOf } from './generation.ts'
import type { KeptValue } from './wanted.ts'

export type StillToSet =
  | { readonly set: readonly KeptValue[] }
  | { readonly state: 'succeeded' | 'skipped'; readonly reason: string }

/** What a station has to be told: what it can have and is not known to have already. */
export function stillToSet(wanted: readonly KeptValue[], told: readonly Told[], generation: Generation): StillToSet {
  const possible = wanted.filter((value) => placeAt(value, generation) !== undefined)
  if (possible.length === 0) return { state: 'skipped', reason: 'it has none of these variables' }
  const set = possible.filter(
    (value) => value.sealed !== undefined || differencesOf([value], told, generation).length > 0,
  )
  return set.length === 0 ? { state: 'succeeded', reason: 'it was so already' } : { set }
}

/** The same of many stations at once; those that have never spoken are left out. */
export async function loadStillToSet(
  queries: Queries,
  wanted: readonly KeptValue[],
  stations: readonly { readonly stationId: string; readonly ocppVersion: string | null }[],
): Promise<ReadonlyMap<string, StillToSet>> {
  const found = new Map<string, StillToSet>()
  if (stations.length === 0) return found
  const ids = stations.map(({ stationId }) => stationId)
  const told = await loadNamedVariables(queries, ids, namesOf(wanted))
  for (const { stationId, ocppVersion } of stations) {
    const generation = generationOf(ocppVersion)
    if (generation !== undefined) found.set(stationId, stillToSet(wanted, told.get(stationId) ?? [], generation))
  }
  return found
}
