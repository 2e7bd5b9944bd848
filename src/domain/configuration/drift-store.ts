import { type Selectable, sql } from 'kysely'
import { decodeCursor, known, type Page, type PageRequest, pageOf, pageSize, type Scope } from '#kernel'
import { type DatabaseSchema, type Queries, withinScope } from '#storage'
import { readKept } from './kept-values.ts'
import type { Drift, DriftFilter } from './template.ts'
import { placeKey, placeOfKey, shownValue } from './wanted.ts'

type DriftRow = Selectable<DatabaseSchema['configuration_drift']>

export interface StationDrift {
  readonly stationId: string
  readonly differences: readonly {
    readonly key: string
    readonly templateId: string
    readonly state: 'differs' | 'untold'
    readonly told?: string
    readonly since: Date
  }[]
}

/** Makes the differences of stations these; what was so already keeps its time. @returns the stations where some changed */
export async function storeDrift(queries: Queries, stations: readonly StationDrift[]): Promise<string[]> {
  const stationIds = stations.map(({ stationId }) => stationId)
  const before = await queries.kysely
    .selectFrom('configuration_drift')
    .selectAll()
    .where('station_id', 'in', stationIds)
    .execute()
  const known = new Map(before.map((row) => [`${row.station_id}\0${row.variable}`, row]))
  const changed = new Set<string>()
  const rows: DriftRow[] = []
  for (const { stationId, differences } of stations) {
    for (const { key, templateId, state, told = null, since } of differences) {
      const id = `${stationId}\0${key}`
      const was = known.get(id)
      known.delete(id)
      const same = was?.state === state && was.template_id === templateId
      if (same && was.told === told) continue
      rows.push({
        station_id: stationId,
        variable: key,
        template_id: templateId,
        state,
        told,
        since: was?.state === state ? was.since : since,
      })
      changed.add(stationId)
    }
  }
  for (const row of known.values()) {
    changed.add(row.station_id)
    await queries.kysely
      .deleteFrom('configuration_drift')
      .where('station_id', '=', row.station_id)
      .where('variable', '=', row.variable)
      .execute()
  }
  await upsertDrift(queries, rows)
  return [...changed]
}

const ROWS_AT_ONCE = 1_000

async function upsertDrift({ kysely }: Queries, rows: readonly DriftRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    await kysely
      .insertInto('configuration_drift')
      .values(rows.slice(at, at + ROWS_AT_ONCE))
      .onConflict((conflict) =>
        conflict.columns(['station_id', 'variable']).doUpdateSet((columns) => ({
          template_id: columns.ref('excluded.template_id'),
          state: columns.ref('excluded.state'),
          told: columns.ref('excluded.told'),
          since: columns.ref('excluded.since'),
        })),
      )
      .execute()
  }
}

/** How many differences of each kind a station has. */
export async function countDrift(queries: Queries, stationId: string): Promise<{ differs: number; untold: number }> {
  const { rows } = await sql<{ differs: number; untold: number }>`
    SELECT count(*) FILTER (WHERE state = 'differs') AS differs, count(*) FILTER (WHERE state = 'untold') AS untold
    FROM configuration_drift WHERE station_id = ${stationId}`.execute(queries.kysely)
  return { differs: Number(rows[0]?.differs ?? 0), untold: Number(rows[0]?.untold ?? 0) }
}

/** A page of differences, by station. */
export async function loadDrift(
  { kysely }: Queries,
  scope: Scope,
  filter: DriftFilter,
  page: PageRequest,
): Promise<Page<Drift>> {
  const size = pageSize(page)
  let query = kysely
    .selectFrom('configuration_drift as d')
    .innerJoin('station as s', 's.id', 'd.station_id')
    .innerJoin('configuration_template as t', 't.id', 'd.template_id')
    .selectAll('d')
    .select(['s.party_id', 't.name as template_name', 't.wanted'])
    .where(withinScope(scope, 's.party_id'))
    .orderBy('d.station_id')
    .orderBy('d.variable')
    .limit(size + 1)
  if (filter.templateId !== undefined) query = query.where('d.template_id', '=', filter.templateId)
  if (filter.stationId !== undefined) query = query.where('d.station_id', '=', filter.stationId)
  if (filter.state !== undefined) query = query.where('d.state', '=', filter.state)
  if (page.cursor !== undefined) {
    const [station = '', variable = ''] = decodeCursor(page.cursor, 2)
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('d.station_id', 'd.variable'), '>', tuple(station, variable)),
    )
  }
  const rows = await query.execute()
  const values = new Map<string, ReturnType<typeof wantedByKey>>()
  return pageOf(
    rows,
    size,
    (row) => [row.station_id, row.variable],
    (row): Drift => {
      const wanted = values.get(row.template_id) ?? wantedByKey(row.wanted)
      values.set(row.template_id, wanted)
      return {
        stationId: row.station_id,
        partyId: row.party_id,
        templateId: row.template_id,
        templateName: row.template_name,
        variable: wanted.get(row.variable) ?? placeOfKey(row.variable),
        state: row.state,
        since: row.since,
        ...known({ told: row.told }),
      }
    },
  )
}

function wantedByKey(text: string) {
  return new Map(readKept(text).map((kept) => [placeKey(kept), shownValue(kept)]))
}
