import { loadNamedVariables } from '#domain/device-model'
import { publishLive } from '#domain/live'
import type { Bus, Clock } from '#kernel'
import type { Database, Queries } from '#storage'
import { type AskOptions, askAfterBoot, type Question } from './ask-after-boot.ts'
import { loadTemplatesInUse, type StationToCheck, type TemplateInUse, takeMarked, unmark } from './check-store.ts'
import { differencesOf, mergeWanted, namesOf, placeAt, type Told } from './drift.ts'
import { countDrift, type StationDrift, storeDrift } from './drift-store.ts'
import { generationOf } from './generation.ts'
import type { SetAtFirstBoot } from './set-at-first-boot.ts'
import { type KeptValue, placeKey } from './wanted.ts'

export interface CheckOptions extends AskOptions {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
  readonly setAtFirstBoot: SetAtFirstBoot
}

const STATIONS_AT_ONCE = 100
/** Of one run; the next goes on. */
const ROUNDS = 200

/** Holds the stations that were marked against their templates, and gives new ones what they are to have. */
export async function checkMarked(options: CheckOptions): Promise<void> {
  const { database, bus, clock } = options
  for (let round = 0; round < ROUNDS; round += 1) {
    const { taken, changed, toAsk } = await database.transaction((queries) =>
      checkSome(queries, options.setAtFirstBoot),
    )
    for (const { station_id, party_id } of changed) {
      const counts = await countDrift(database, station_id)
      publishLive(bus, party_id, station_id, new Date(clock.nowMs()), { kind: 'configuration-drift', ...counts })
    }
    for (const question of toAsk) await askAfterBoot(options, question)
    if (taken < STATIONS_AT_ONCE) return
  }
}

interface Checked {
  readonly taken: number
  readonly changed: readonly StationToCheck[]
  readonly toAsk: readonly Question[]
}

async function checkSome(queries: Queries, setAtFirstBoot: SetAtFirstBoot): Promise<Checked> {
  const stations = await takeMarked(queries, STATIONS_AT_ONCE)
  if (stations.length === 0) return { taken: 0, changed: [], toAsk: [] }
  const inUse = await loadTemplatesInUse(queries, [...new Set(stations.flatMap(({ template_ids }) => template_ids))])
  const templates = new Map(inUse.map((template) => [template.id, template]))
  const stationIds = stations.map(({ station_id }) => station_id)
  const told = await loadNamedVariables(queries, stationIds, namesOf(inUse.flatMap(({ wanted }) => wanted)))
  const drift = stations.map((station) => driftOf(station, templates, told.get(station.station_id) ?? []))
  const changed = new Set(await storeDrift(queries, drift))
  for (const station of stations) {
    if (station.first_boot) await applyOnBoot(queries, station, templates, setAtFirstBoot)
  }
  await unmark(queries, stationIds)
  return {
    taken: stations.length,
    changed: stations.filter(({ station_id }) => changed.has(station_id)),
    toAsk: stations.flatMap((station, at) => questionFor(station, drift[at], templates)),
  }
}

function wantedOf({ template_ids }: StationToCheck, templates: ReadonlyMap<string, TemplateInUse>) {
  return mergeWanted(template_ids.flatMap((id) => templates.get(id) ?? []))
}

function driftOf(
  station: StationToCheck,
  templates: ReadonlyMap<string, TemplateInUse>,
  told: readonly Told[],
): StationDrift {
  const generation = generationOf(station.ocpp_version)
  // A station that has never connected has said nothing, and nothing can be said of it.
  if (generation === undefined) return { stationId: station.station_id, differences: [] }
  const differences = wantedOf(station, templates).flatMap(({ template, wanted }) =>
    differencesOf([wanted], told, generation).map(({ since, ...difference }) => ({
      ...difference,
      templateId: template.id,
      since: since === undefined || since < template.updatedAt ? template.updatedAt : since,
    })),
  )
  return { stationId: station.station_id, differences }
}

/** After a boot what was not as wanted may be so, and what was never told can be asked; what is about to be set need not. */
function questionFor(
  station: StationToCheck,
  drift: StationDrift | undefined,
  templates: ReadonlyMap<string, TemplateInUse>,
): Question[] {
  const generation = generationOf(station.ocpp_version)
  if (!station.booted || station.booted_at === null || generation === undefined) return []
  const open = new Set(drift?.differences.map(({ key }) => key))
  const places = wantedOf(station, templates).flatMap(({ template, wanted }) => {
    const isSet = station.first_boot && template.applyOnBoot
    const isUnsure = open.has(placeKey(wanted)) || isSetByBoot(wanted)
    return isSet || !isUnsure ? [] : (placeAt(wanted, generation) ?? [])
  })
  const { station_id: stationId, party_id: partyId, booted_at: bootedAt } = station
  return places.length === 0 ? [] : [{ stationId, partyId, bootedAt, places }]
}

/** The answer to a boot carries an interval that the station adjusts to (1.6 §4.2, 2.x B01.FR.04), whatever was set before. */
function isSetByBoot({ component, name }: KeptValue): boolean {
  return `${component}.${name}`.toLowerCase() === 'ocppcommctrlr.heartbeatinterval'
}

/** A station that has booted for the first time gets what the templates that say so want of it. */
async function applyOnBoot(
  queries: Queries,
  station: StationToCheck,
  templates: ReadonlyMap<string, TemplateInUse>,
  setAtFirstBoot: SetAtFirstBoot,
): Promise<void> {
  const wanted = wantedOf(station, templates).filter(({ template }) => template.applyOnBoot)
  const names = [...new Set(wanted.map(({ template }) => template.name))].join(', ')
  const [templateId, ...others] = new Set(wanted.map(({ template }) => template.id))
  if (templateId === undefined) return
  await setAtFirstBoot(queries, {
    stationId: station.station_id,
    partyId: station.party_id,
    name: `First boot of ${station.station_id}: ${names}`.slice(0, 200),
    ...(others.length === 0 && { templateId }),
    wanted: wanted.map((one) => one.wanted),
    requestedBy: templateId,
    requestedByName: names.slice(0, 200),
  })
}
