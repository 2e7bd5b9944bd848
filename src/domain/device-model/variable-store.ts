import { isSecretName } from '#domain/messages'
import { AppError, known, type Scope } from '#kernel'
import { type Queries, storableText, unnestStatement, withinScope } from '#storage'
import { ATTRIBUTES, MUTABILITIES, type ReportedVariable, type Variable } from './variable.ts'

/** Variables one station may have; what it reports beyond is not kept. */
export const MAX_VARIABLES = 20_000
const LONGEST_VALUE = 5_000
const LONGEST_NAME = 255
const HIGHEST_EVSE = 9_999
/** In a key nothing may be NULL. */
const NO_EVSE = -1

export interface Telling {
  readonly stationId: string
  readonly variables: readonly ReportedVariable[]
  readonly at: Date
}

/** Stores what stations told of their variables, the latest word on each. */
export async function storeVariables(queries: Queries, tellings: readonly Telling[]): Promise<undefined[]> {
  const rows = new Map<string, VariableRow>()
  for (const telling of tellings) {
    for (const variable of telling.variables) {
      const row = variableRow(telling, variable)
      if (row !== undefined) rows.set(rowKey(row), row)
    }
  }
  await upsertVariables(queries, [...rows.values()])
  return tellings.map(() => undefined)
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
}

function rowKey(row: VariableRow): string {
  const { station_id, component, component_instance, evse_id, connector_id, name, instance, attribute } = row
  return [station_id, component, component_instance, evse_id, connector_id, name, instance, attribute].join('\0')
}

/** Undefined for what can be no variable. */
function variableRow({ stationId, at }: Telling, variable: ReportedVariable): VariableRow | undefined {
  const { component, componentInstance = '', name, instance = '', evseId = NO_EVSE, connectorId = NO_EVSE } = variable
  const names = [component, componentInstance, name, instance]
  if (component === '' || name === '' || names.some((each) => each.length > LONGEST_NAME)) return undefined
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
  }
}

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
  },
  // What was told once of mutability, type and unit holds until told otherwise; a value is what was told last. Sorted by
  // key, so that two batches wait for each other in one direction only.
  text: (rows) => `
    WITH told AS MATERIALIZED (SELECT * FROM ${rows}),
    present AS MATERIALIZED (
      SELECT station_id, count(*) AS count FROM variable
      WHERE station_id IN (SELECT station_id FROM told) GROUP BY station_id
    ), placed AS (
      SELECT t.*, v.station_id IS NULL AS fresh,
        count(*) FILTER (WHERE v.station_id IS NULL) OVER (PARTITION BY t.station_id ORDER BY t.place) AS nth
      FROM told t JOIN station s ON s.id = t.station_id
      LEFT JOIN variable v ON (v.station_id, v.component, v.component_instance, v.evse_id, v.connector_id, v.name,
        v.instance, v.attribute) = (t.station_id, t.component, t.component_instance, t.evse_id, t.connector_id, t.name,
        t.instance, t.attribute)
    )
    INSERT INTO variable AS v (station_id, component, component_instance, evse_id, connector_id, name, instance, attribute,
      value, mutability, data_type, unit, max_limit, updated_at)
    SELECT p.station_id, component, component_instance, evse_id, connector_id, name, instance, attribute, value,
      mutability, data_type, unit, max_limit, updated_at
    FROM placed p LEFT JOIN present ON present.station_id = p.station_id
    WHERE NOT p.fresh OR p.nth + coalesce(present.count, 0) <= ${MAX_VARIABLES}
    ORDER BY p.station_id, component, component_instance, evse_id, connector_id, name, instance, attribute
    ON CONFLICT (station_id, component, component_instance, evse_id, connector_id, name, instance, attribute)
    DO UPDATE SET
      value = CASE WHEN coalesce(excluded.mutability, v.mutability) = 'WriteOnly' THEN NULL ELSE excluded.value END,
      mutability = coalesce(excluded.mutability, v.mutability),
      data_type = coalesce(excluded.data_type, v.data_type),
      unit = coalesce(excluded.unit, v.unit),
      max_limit = coalesce(excluded.max_limit, v.max_limit),
      updated_at = excluded.updated_at
    WHERE excluded.updated_at >= v.updated_at`,
})

/** @throws AppError `not-found` for a station outside the scope. */
export async function loadVariables(queries: Queries, scope: Scope, stationId: string): Promise<Variable[]> {
  const station = await queries.kysely
    .selectFrom('station')
    .select('id')
    .where('id', '=', stationId)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (station === undefined) throw new AppError('not-found', `There is no station ${stationId}`, { stationId })
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
  return rows.map((row) => ({
    stationId: row.station_id,
    component: row.component,
    name: row.name,
    attribute: ATTRIBUTES.find((attribute) => attribute === row.attribute) ?? 'Actual',
    updatedAt: row.updated_at,
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
  }))
}

function text(value: string | undefined, longest: number): string | null {
  return value === undefined ? null : storableText(value.slice(0, longest))
}
