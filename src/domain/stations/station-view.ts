import { type ExpressionBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import { decodeCursor, known, type Page, type PageRequest, pageOf, pageSize, type Scope } from '#kernel'
import { containing, type DatabaseSchema, type Queries, withinScope } from '#storage'
import {
  CONNECTOR_STATUSES,
  type ConnectionRefusal,
  type Connector,
  SECURITY_PROFILES,
  type SecurityProfile,
  type Station,
  type StationFilter,
  type StationSummary,
} from './station.ts'
import { noSuchStation } from './station-store.ts'

/** @throws AppError `not-found` for a station outside the scope. */
export async function viewStation(queries: Queries, scope: Scope, stationId: string): Promise<Station> {
  const rows = await selectStations(queries)
    .where('station.id', '=', stationId)
    .where(withinScope(scope, 'station.party_id'))
    .execute()
  const [row] = rows
  if (row === undefined) throw noSuchStation(stationId)
  const connectors = await loadConnectors(queries, [stationId])
  const refusal = await loadRefusal(queries, row)
  return { ...readStation(row, connectors.get(stationId) ?? []), ...known({ refusal }) }
}

/** A page of stations, by id. */
export async function viewStations(
  queries: Queries,
  scope: Scope,
  filter: StationFilter,
  page: PageRequest,
): Promise<Page<Station>> {
  const size = pageSize(page)
  let query = selectStations(queries)
    .where(withinScope(scope, 'station.party_id'))
    .where((columns) => columns.and(conditions(columns, filter)))
    .orderBy('station.id')
    .limit(size + 1)
  if (page.cursor !== undefined) query = query.where('station.id', '>', decodeCursor(page.cursor, 1)[0] ?? '')
  const rows = await query.execute()
  const connectors = await loadConnectors(
    queries,
    rows.map((row) => row.id),
  )
  return pageOf(
    rows,
    size,
    (row) => [row.id],
    (row) => readStation(row, connectors.get(row.id) ?? []),
  )
}

export async function viewSummary(queries: Queries, scope: Scope): Promise<StationSummary> {
  const {
    rows: [found],
  } = await sql<StationSummary>`
    SELECT (SELECT count(*) FROM station WHERE admission <> 'waiting' AND ${withinScope(scope, 'party_id')}) AS stations,
      (SELECT count(*) FROM station WHERE admission = 'waiting' AND ${withinScope(scope, 'party_id')}) AS waiting,
      (SELECT count(*) FROM station_presence WHERE connected AND ${ofStationsIn(scope)}) AS connected,
      (SELECT count(DISTINCT station_id) FROM connector WHERE status = 'faulted' AND ${ofStationsIn(scope)}) AS faulted,
      (SELECT count(DISTINCT station_id) FROM transaction WHERE status = 'active' AND ${ofStationsIn(scope)}) AS charging
  `.execute(queries.kysely)
  return found ?? { stations: 0, connected: 0, waiting: 0, faulted: 0, charging: 0 }
}

/** Rows of a station within the scope. Who sees every party needs no look at the stations: a third of the time with a million of them. */
function ofStationsIn(scope: Scope) {
  if ('all' in scope) return sql<SqlBool>`true`
  return sql<SqlBool>`station_id IN (SELECT id FROM station WHERE ${withinScope(scope, 'party_id')})`
}

type Columns = ExpressionBuilder<DatabaseSchema, 'station' | 'station_presence'>

function conditions(columns: Columns, filter: StationFilter) {
  const { connected, admission, locationId, status, search, seenSince } = filter
  return [
    ...(connected === undefined ? [] : [sql<SqlBool>`coalesce(station_presence.connected, false) = ${connected}`]),
    ...(admission === undefined ? [] : [columns('station.admission', '=', admission)]),
    ...(locationId === undefined ? [] : [columns('station.location_id', '=', locationId)]),
    ...(seenSince === undefined ? [] : [columns('station_presence.last_seen_at', '>=', seenSince)]),
    ...(status === undefined
      ? []
      : [
          sql<SqlBool>`EXISTS (SELECT FROM connector WHERE connector.station_id = station.id
            AND connector.status = ${status})`,
        ]),
    ...(search === undefined ? [] : [matches(search)]),
  ]
}

/** To the letter what the index `station_words` is on. */
function matches(search: string) {
  return sql<SqlBool>`(station.id || ' ' || coalesce(station.name, '') || ' ' || coalesce(station.vendor, '') || ' '
    || coalesce(station.model, '') || ' ' || coalesce(station.serial_number, '')) ILIKE ${containing(search)}`
}

function selectStations(queries: Queries) {
  return queries.kysely
    .selectFrom('station')
    .leftJoin('station_presence', 'station_presence.station_id', 'station.id')
    .selectAll('station')
    .select([
      'station_presence.epoch',
      'station_presence.connected',
      'station_presence.node',
      'station_presence.connected_at',
      'station_presence.disconnected_at',
      'station_presence.last_seen_at',
      'station_presence.remote_address',
      'station_presence.ocpp_version',
      'station_presence.security_profile as shown_profile',
      'station_presence.connection_count',
      'station_presence.deviation_count',
    ])
}

type StationRow = Awaited<ReturnType<ReturnType<typeof selectStations>['execute']>>[number]

function readStation(row: StationRow, connectors: readonly Connector[]): Station {
  return {
    id: row.id,
    partyId: row.party_id,
    ...known({
      locationId: row.location_id,
      name: row.name,
      vendor: row.vendor,
      model: row.model,
      serialNumber: row.serial_number,
      firmwareVersion: row.firmware_version,
      iccid: row.iccid,
      imsi: row.imsi,
      meterType: row.meter_type,
      protocol: row.ocpp_version,
      bootReason: row.boot_reason,
      bootedAt: row.booted_at,
      validation: row.validation,
      certificateName: row.certificate_name,
    }),
    admission: row.admission,
    registration: row.registration,
    securityProfile: readProfile(row.security_profile) ?? 0,
    securityProfileSet: row.profile_set,
    awaitedSecurityProfiles: row.awaited_profiles.flatMap((profile) => readProfile(profile) ?? []),
    allowProfileDowngrade: row.allow_profile_downgrade,
    allowExpiredCertificate: row.allow_expired_certificate,
    hasSecret: row.secret_hash !== null,
    createdAt: row.created_at,
    presence: {
      epoch: row.epoch ?? 0,
      connected: row.connected ?? false,
      connectionCount: row.connection_count ?? 0,
      deviationCount: row.deviation_count ?? 0,
      ...known({
        node: row.node,
        connectedAt: row.connected_at,
        disconnectedAt: row.disconnected_at,
        lastSeenAt: row.last_seen_at,
        remoteAddress: row.remote_address,
        securityProfile: readProfile(row.shown_profile),
      }),
    },
    connectors,
  }
}

/** The newest refusal of a station that has not come in since. */
async function loadRefusal(queries: Queries, { id, connected_at }: StationRow): Promise<ConnectionRefusal | undefined> {
  const row = await queries.kysely
    .selectFrom('station_event')
    .select(['at', 'facts'])
    .where('station_id', '=', id)
    .where('type', '=', 'ConnectionRefused')
    .where('kind', '=', 'security')
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined || (connected_at !== null && connected_at > row.at)) return undefined
  const { reason, remoteAddress }: { reason?: unknown; remoteAddress?: unknown } = JSON.parse(row.facts)
  const from = typeof remoteAddress === 'string' ? remoteAddress : undefined
  return { at: row.at, reason: String(reason), ...known({ remoteAddress: from }) }
}

async function loadConnectors(queries: Queries, stationIds: readonly string[]): Promise<Map<string, Connector[]>> {
  const rows = await queries.kysely
    .selectFrom('connector')
    .selectAll()
    .where(sql<SqlBool>`station_id = ANY(${[...stationIds]})`)
    .orderBy('station_id')
    .orderBy('evse_id')
    .orderBy('connector_id')
    .execute()
  const found = new Map<string, Connector[]>()
  for (const row of rows) {
    const connectors = found.get(row.station_id)
    if (connectors === undefined) found.set(row.station_id, [readConnector(row)])
    else connectors.push(readConnector(row))
  }
  return found
}

function readConnector(row: Selectable<DatabaseSchema['connector']>): Connector {
  return {
    evseId: row.evse_id,
    connectorId: row.connector_id,
    status: CONNECTOR_STATUSES.find((status) => status === row.status) ?? 'unknown',
    statusAt: row.status_at,
    ...known({ errorCode: row.error_code, vendorErrorCode: row.vendor_error_code, info: row.info }),
  }
}

function readProfile(number: number | null): SecurityProfile | undefined {
  return SECURITY_PROFILES.find((profile) => profile === number)
}
