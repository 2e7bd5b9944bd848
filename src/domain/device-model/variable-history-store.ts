import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import { requireStation } from '#domain/stations'
import {
  AppError,
  decodeCursor,
  isTimeKey,
  known,
  type Page,
  type PageRequest,
  pageOf,
  pageSize,
  type Scope,
} from '#kernel'
import { type DatabaseSchema, type Queries, storableText, withinScope } from '#storage'
import {
  type FleetFilter,
  type FleetVariable,
  type PastValue,
  SOURCES,
  type Span,
  type VariablePlace,
} from './variable.ts'
import { type Identity, identitiesOf } from './variable-identity.ts'
import { NO_EVSE, readVariable } from './variable-store.ts'

type FleetRow = Selectable<DatabaseSchema['variable']> & {
  readonly party_id: string
  readonly location_id: string | null
  readonly vendor: string | null
  readonly model: string | null
  readonly firmware_version: string | null
}

/** A page of one variable of all stations in the scope. */
export async function loadFleet(
  queries: Queries,
  scope: Scope,
  filter: FleetFilter,
  page: PageRequest,
): Promise<Page<FleetVariable>> {
  const size = pageSize(page)
  const text = (condition: (value: RawBuilder<string>) => RawBuilder<SqlBool>, value: string | undefined) =>
    value === undefined ? [] : [condition(sql`${storableText(value)}::text`)]
  const conditions = [
    withinScope(scope, 's.party_id'),
    sql<SqlBool>`v.attribute = ${filter.attribute ?? 'Actual'}`,
    ...text((one) => sql`lower(v.component_instance) = lower(${one})`, filter.componentInstance),
    ...(filter.evseId === undefined ? [] : [sql<SqlBool>`v.evse_id = ${filter.evseId}`]),
    ...(filter.connectorId === undefined ? [] : [sql<SqlBool>`v.connector_id = ${filter.connectorId}`]),
    ...text((one) => sql`fits_pattern(${one}, s.vendor)`, filter.vendor),
    ...text((one) => sql`fits_pattern(${one}, s.model)`, filter.model),
    ...text((one) => sql`fits_pattern(${one}, s.firmware_version)`, filter.firmware),
    ...text((one) => sql`s.location_id = ${one}`, filter.locationId),
    ...text((one) => sql`s.party_id = ${one}`, filter.partyId),
    ...text((one) => sql`lower(trim(v.value)) = lower(trim(${one}))`, filter.value),
    ...text((one) => sql`lower(trim(v.value)) <> lower(trim(${one}))`, filter.differsFrom),
    ...(page.cursor === undefined ? [] : [sql<SqlBool>`(${PLACE}) > (${sql.join(placeKeys(page.cursor))})`]),
  ]
  // By one name after the other, so that each finds the beginning of the page in its index, and stops there.
  const named = identitiesOf(filter).map(
    (identity) => sql`(
      SELECT v.*, s.party_id, s.location_id, s.vendor, s.model, s.firmware_version
      FROM variable v JOIN station s ON s.id = v.station_id
      WHERE ${sql.join([isCalled(identity), ...conditions], sql` AND `)}
      ORDER BY ${PLACE} LIMIT ${size + 1})`,
  )
  const { rows } = await sql<FleetRow>`
    SELECT * FROM (${sql.join(named, sql` UNION ALL `)}) v ORDER BY ${PLACE} LIMIT ${size + 1}`.execute(queries.kysely)
  const keys = (row: FleetRow) => [
    ...[row.station_id, row.component, row.component_instance, String(row.evse_id), String(row.connector_id)],
    ...[row.name, row.instance],
  ]
  return pageOf(rows, size, keys, (row) => ({
    ...readVariable(row),
    partyId: row.party_id,
    ...known({
      locationId: row.location_id,
      vendor: row.vendor,
      model: row.model,
      firmwareVersion: row.firmware_version,
    }),
  }))
}

const PLACE = sql`v.station_id, v.component, v.component_instance, v.evse_id, v.connector_id, v.name, v.instance`

function placeKeys(cursor: string): (string | number)[] {
  const keys = decodeCursor(cursor, 7).map((key, at) => (at === 3 || at === 4 ? Number(key) : key))
  if (keys.every((key) => typeof key === 'string' || (Number.isInteger(key) && Math.abs(key) < 2 ** 31))) return keys
  throw new AppError('invalid', 'The cursor is not one that this list has given out')
}

/** Rows of `v` that are this variable, whatever generation they are from. */
function goesBy(variable: VariablePlace): RawBuilder<SqlBool> {
  return sql<SqlBool>`((${sql.join(identitiesOf(variable).map(isCalled), sql`) OR (`)}))`
}

function isCalled({ component, name, instance }: Identity): RawBuilder<SqlBool> {
  const same = sql<SqlBool>`lower(v.name) = lower(${storableText(name)})
    AND lower(v.component) = lower(${storableText(component)})`
  return instance === undefined ? same : sql<SqlBool>`${same} AND lower(v.instance) = lower(${storableText(instance)})`
}

interface PastRow {
  readonly component: string
  readonly name: string
  readonly value: string | null
  readonly source: string
  readonly since: Date
  readonly until: Date | null
  readonly number: string
}

/** A page of the values of one variable of a station, the newest first. @throws AppError `not-found` outside the scope. */
export async function loadHistory(
  queries: Queries,
  scope: Scope,
  stationId: string,
  variable: VariablePlace,
  { from, to }: Span,
  page: PageRequest,
): Promise<Page<PastValue>> {
  await requireStation(queries, scope, stationId)
  const size = pageSize(page)
  const { componentInstance = '', evseId = NO_EVSE, connectorId = NO_EVSE, instance, attribute = 'Actual' } = variable
  const conditions = [
    sql<SqlBool>`v.station_id = ${stationId} AND v.attribute = ${attribute} AND v.evse_id = ${evseId}
      AND v.connector_id = ${connectorId} AND lower(v.component_instance) = lower(${storableText(componentInstance)})`,
    goesBy({ ...variable, instance: instance ?? '' }),
  ]
  const where = sql.join(conditions, sql` AND `)
  const outer = [
    sql<SqlBool>`true`,
    // What began before and lasts into the span belongs to it.
    ...(from === undefined ? [] : [sql<SqlBool>`(h.until IS NULL OR h.until > ${from})`]),
    ...(to === undefined ? [] : [sql<SqlBool>`h.since < ${to}`]),
    ...(page.cursor === undefined ? [] : [sql<SqlBool>`(h.since, h.number) < (${sql.join(historyKeys(page.cursor))})`]),
  ]
  const { rows } = await sql<PastRow>`
    SELECT h.* FROM (
      SELECT v.component, v.name, v.value, v.source, v.since, v.until, v.number FROM variable_former v WHERE ${where}
      UNION ALL
      SELECT v.component, v.name, v.value, v.source, coalesce(v.since, v.updated_at), NULL, v.changes + 1
      FROM variable v WHERE ${where}
    ) h WHERE ${sql.join(outer, sql` AND `)}
    ORDER BY h.since DESC, h.number DESC LIMIT ${size + 1}`.execute(queries.kysely)
  return pageOf(rows, size, (row) => [row.since.toISOString(), String(row.number)], readPast)
}

function historyKeys(cursor: string): unknown[] {
  const [since = '', number = ''] = decodeCursor(cursor, 2)
  if (isTimeKey(since) && /^\d{1,15}$/.test(number)) return [sql`${since}::timestamptz`, sql`${number}::bigint`]
  throw new AppError('invalid', 'The cursor is not one that this list has given out')
}

function readPast(row: PastRow): PastValue {
  return {
    component: row.component,
    name: row.name,
    source: SOURCES.find((source) => source === row.source) ?? 'report',
    since: row.since,
    ...known({ value: row.value, until: row.until }),
  }
}

/** Deletes values that ended before a time, the oldest first. */
export async function deletePastValues(queries: Queries, time: Date, atMost: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    DELETE FROM variable_former WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM variable_former WHERE until < ${time} ORDER BY until LIMIT ${atMost}))`.execute(queries.kysely)
  return Number(numAffectedRows)
}
