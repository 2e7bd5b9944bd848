import { type Selectable, type SqlBool, sql } from 'kysely'
import { isSecretName } from '#domain/messages'
import { requireStation } from '#domain/stations'
import { known, type Scope } from '#kernel'
import { type DatabaseSchema, type Queries, storableText, unnestStatement } from '#storage'
import { ATTRIBUTES, MUTABILITIES, type ReportedVariable, SOURCES, type Source, type Variable } from './variable.ts'

/** Variables one station may have; what it reports beyond is not kept. */
export const MAX_VARIABLES = 20_000
/** Former values kept of one variable; the oldest goes first. */
export const MAX_FORMER = 500
const LONGEST_VALUE = 5_000
const LONGEST_NAME = 255
const HIGHEST_EVSE = 9_999
/** In a key nothing may be NULL. */
export const NO_EVSE = -1

export interface Telling {
  readonly stationId: string
  readonly variables: readonly ReportedVariable[]
  readonly at: Date
  readonly source: Source
}

/** Stores what stations told of their variables, the latest word on each, and keeps the words before it. */
export async function storeVariables(queries: Queries, tellings: readonly Telling[]): Promise<undefined[]> {
  // Several tellings of one variable take effect one after the other, so that no value in between is lost.
  const rounds: Map<string, VariableRow>[] = []
  for (const telling of tellings) {
    const rows = new Map(telling.variables.flatMap((variable) => keyed(variableRow(telling, variable))))
    for (const [key, row] of rows) {
      let round = 0
      while (rounds[round]?.has(key)) round += 1
      rounds[round] = (rounds[round] ?? new Map()).set(key, row)
    }
  }
  for (const rows of rounds) await upsertVariables(queries, [...rows.values()])
  return tellings.map(() => undefined)
}

function keyed(row: VariableRow | undefined): [string, VariableRow][] {
  return row === undefined ? [] : [[rowKey(row), row]]
}

interface VariableRow {
  readonly station_id: string
  readonly component: string
  readonly component_instance: string
  readonly evse_id: number
  readonly connector_id: number
  readonly name: string
  readonly instance: string
  readonly attribute: string
  readonly value: string | null
  readonly mutability: string | null
  readonly data_type: string | null
  readonly unit: string | null
  readonly max_limit: number | null
  readonly updated_at: Date
  readonly source: string
}

function rowKey(row: VariableRow): string {
  const { station_id, component, component_instance, evse_id, connector_id, name, instance, attribute } = row
  return [station_id, component, component_instance, evse_id, connector_id, name, instance, attribute].join('\0')
}

/** Undefined for what can be no variable. */
function variableRow({ stationId, at, source }: Telling, variable: ReportedVariable): VariableRow | undefined {
  const { component, componentInstance = '', name, instance = '', evseId = NO_EVSE, connectorId = NO_EVSE } = variable
  const names = [component, componentInstance, name, instance]
  if (component === '' || name === '' || names.some((each) => each.length > LONGEST_NAME)) return undefined
  if (!ATTRIBUTES.includes(variable.attribute)) return undefined
  if (![evseId, connectorId].every((each) => Number.isInteger(each) && each >= NO_EVSE && each <= HIGHEST_EVSE)) {
    return undefined
  }
  const hidden = variable.mutability === 'WriteOnly' || isSecretName(name)
  return {
    station_id: stationId,
    component: storableText(component),
    component_instance: storableText(componentInstance),
    evse_id: evseId,
    connector_id: connectorId,
    name: storableText(name),
    instance: storableText(instance),
    attribute: variable.attribute,
    value: hidden ? null : text(variable.value, LONGEST_VALUE),
    mutability: variable.mutability ?? null,
    data_type: text(variable.dataType, LONGEST_NAME),
    unit: text(variable.unit, LONGEST_NAME),
    max_limit: variable.maxLimit !== undefined && Number.isFinite(variable.maxLimit) ? variable.maxLimit : null,
    updated_at: at,
    source,
  }
}

const KEY_COLUMNS = [
  ...(['station_id', 'component', 'component_instance', 'evse_id', 'connector_id'] as const),
  ...(['name', 'instance', 'attribute'] as const),
] as const
const KEY = KEY_COLUMNS.join(', ')
const keyOf = (table: string) => KEY_COLUMNS.map((column) => `${table}.${column}`).join(', ')

const upsertVariables = unnestStatement<VariableRow>({
  name: 'variables',
  columns: {
    station_id: 'text',
    component: 'text',
    component_instance: 'text',
    evse_id: 'integer',
    connector_id: 'integer',
    name: 'text',
    instance: 'text',
    attribute: 'text',
    value: 'text',
    mutability: 'text',
    data_type: 'text',
    unit: 'text',
    max_limit: 'double precision',
    updated_at: 'timestamptz',
    source: 'text',
  },
  // What was told once of mutability, type and unit holds until told otherwise; a value is what was told last. Sorted by
  // key, so that two batches wait for each other in one direction only. A value that has changed leaves the former one
  // behind, as far as there is room; and the station is held against its templates, where its party has any.
  text: (rows) => `
    WITH told AS MATERIALIZED (SELECT * FROM ${rows}),
    present AS MATERIALIZED (
      SELECT station_id, count(*) AS count FROM variable
      WHERE station_id IN (SELECT station_id FROM told) GROUP BY station_id
    ), placed AS MATERIALIZED (
      SELECT t.*, s.party_id, v.station_id IS NULL AS fresh,
        CASE WHEN coalesce(t.mutability, v.mutability) = 'WriteOnly' THEN NULL ELSE t.value END AS shown,
        v.value AS former, v.source AS former_source, coalesce(v.since, v.updated_at) AS former_since,
        coalesce(v.changes, 0) AS changes, v.updated_at AS former_at,
        count(*) FILTER (WHERE v.station_id IS NULL) OVER (PARTITION BY t.station_id ORDER BY t.place) AS nth
      FROM told t JOIN station s ON s.id = t.station_id
      LEFT JOIN variable v ON (${keyOf('v')}) = (${keyOf('t')})
    ), kept AS MATERIALIZED (
      SELECT p.*, p.fresh OR p.shown IS DISTINCT FROM p.former AS differs
      FROM placed p LEFT JOIN present ON present.station_id = p.station_id
      WHERE CASE WHEN p.fresh THEN p.nth + coalesce(present.count, 0) <= ${MAX_VARIABLES}
        ELSE p.updated_at >= p.former_at END
    ), noted AS (
      INSERT INTO variable_former (${KEY}, number, value, source, since, until)
      SELECT ${KEY}, changes + 1, former, former_source, former_since, updated_at
      FROM kept WHERE differs AND NOT fresh AND mutability IS DISTINCT FROM 'WriteOnly'
      ON CONFLICT DO NOTHING
    ), forgotten AS (
      DELETE FROM variable_former f USING kept k
      WHERE k.differs AND (${keyOf('f')}) = (${keyOf('k')})
        AND (f.number <= k.changes + 1 - ${MAX_FORMER} OR k.mutability = 'WriteOnly')
    ), checked AS (
      INSERT INTO configuration_check (station_id)
      SELECT DISTINCT station_id FROM kept k
      WHERE differs AND EXISTS (SELECT FROM configuration_template c WHERE c.party_id = k.party_id)
      ORDER BY station_id
      ON CONFLICT (station_id) DO UPDATE SET version = configuration_check.version + 1
    )
    INSERT INTO variable AS v (${KEY}, value, mutability, data_type, unit, max_limit, updated_at, source, since)
    SELECT ${KEY}, shown, mutability, data_type, unit, max_limit, updated_at, source, updated_at
    FROM kept ORDER BY ${KEY}
    ON CONFLICT (${KEY})
    DO UPDATE SET
      value = CASE WHEN coalesce(excluded.mutability, v.mutability) = 'WriteOnly' THEN NULL ELSE excluded.value END,
      mutability = coalesce(excluded.mutability, v.mutability),
      data_type = coalesce(excluded.data_type, v.data_type),
      unit = coalesce(excluded.unit, v.unit),
      max_limit = coalesce(excluded.max_limit, v.max_limit),
      updated_at = excluded.updated_at,
      source = CASE WHEN excluded.value IS DISTINCT FROM v.value THEN excluded.source ELSE v.source END,
      since = CASE WHEN excluded.value IS DISTINCT FROM v.value THEN excluded.updated_at
        ELSE coalesce(v.since, v.updated_at) END,
      changes = CASE WHEN excluded.value IS DISTINCT FROM v.value THEN v.changes + 1 ELSE v.changes END
    WHERE excluded.updated_at >= v.updated_at`,
})

/** @throws AppError `not-found` for a station outside the scope. */
export async function loadVariables(queries: Queries, scope: Scope, stationId: string): Promise<Variable[]> {
  await requireStation(queries, scope, stationId)
  const rows = await queries.kysely
    .selectFrom('variable')
    .selectAll()
    .where('station_id', '=', stationId)
    .orderBy('component')
    .orderBy('component_instance')
    .orderBy('evse_id')
    .orderBy('connector_id')
    .orderBy('name')
    .orderBy('instance')
    .orderBy('attribute')
    .execute()
  return rows.map(readVariable)
}

/** What stations have told of all variables of these names, by station. For other stores, inside their transactions. */
export async function loadNamedVariables(
  queries: Queries,
  stationIds: readonly string[],
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly Variable[]>> {
  const rows = await queries.kysely
    .selectFrom('variable')
    .selectAll()
    .where('station_id', 'in', stationIds)
    .where(sql<SqlBool>`lower(name) = ANY(${names.map((name) => name.toLowerCase())})`)
    .execute()
  const told = new Map<string, Variable[]>()
  for (const row of rows) told.set(row.station_id, [...(told.get(row.station_id) ?? []), readVariable(row)])
  return told
}

/** A row of the table as what it says. */
export function readVariable(row: Selectable<DatabaseSchema['variable']>): Variable {
  return {
    stationId: row.station_id,
    component: row.component,
    name: row.name,
    attribute: ATTRIBUTES.find((attribute) => attribute === row.attribute) ?? 'Actual',
    updatedAt: row.updated_at,
    since: row.since ?? row.updated_at,
    source: SOURCES.find((source) => source === row.source) ?? 'report',
    ...known({
      componentInstance: row.component_instance === '' ? null : row.component_instance,
      evseId: row.evse_id === NO_EVSE ? null : row.evse_id,
      connectorId: row.connector_id === NO_EVSE ? null : row.connector_id,
      instance: row.instance === '' ? null : row.instance,
      value: row.value,
      mutability: MUTABILITIES.find((mutability) => mutability === row.mutability),
      dataType: row.data_type,
      unit: row.unit,
      maxLimit: row.max_limit,
    }),
  }
}

function text(value: string | undefined, longest: number): string | null {
  return value === undefined ? null : storableText(value.slice(0, longest))
}
