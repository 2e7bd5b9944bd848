import { AppError, known } from '#kernel'
import type { Queries } from '#storage'
import { EVSE_KINDS, kindOfConnector, type PlaceFacts, type TokenPlace } from './token-place.ts'

const MOST_CONNECTORS = 10_000

/** What a station has told of its EVSEs, and where it stands. */
export async function loadPlace({ kysely }: Queries, stationId: string): Promise<PlaceFacts> {
  const [station, connectors, types] = await Promise.all([
    kysely.selectFrom('station').select('location_id').where('id', '=', stationId).executeTakeFirst(),
    kysely
      .selectFrom('connector')
      .select('evse_id')
      .distinct()
      .where('station_id', '=', stationId)
      .where('evse_id', '>', 0)
      .limit(MOST_CONNECTORS)
      .execute(),
    kysely
      .selectFrom('variable')
      .select(['evse_id', 'value'])
      .where('station_id', '=', stationId)
      .where('component', '=', 'Connector')
      .where('name', '=', 'ConnectorType')
      .where('attribute', '=', 'Actual')
      .where('evse_id', '>', 0)
      .limit(MOST_CONNECTORS)
      .execute(),
  ])
  const ids = new Set([...connectors, ...types].map(({ evse_id }) => evse_id))
  const evses = [...ids].map((evseId) => {
    const told = types.filter(({ evse_id }) => evse_id === evseId).map(({ value }) => kindOfConnector(value ?? ''))
    // An EVSE with connectors of both kinds is of either.
    const kind = EVSE_KINDS.find((each) => told.length > 0 && told.every((one) => one === each))
    return kind === undefined ? { evseId } : { evseId, kind }
  })
  return { stationId, evses, ...known({ locationId: station?.location_id }) }
}

/** @throws AppError `invalid` for a place that the party does not have. */
export async function requirePlaces(
  { kysely }: Queries,
  partyId: string,
  places: readonly TokenPlace[],
): Promise<void> {
  for (const { stationId, locationId, evseId } of places) {
    const isOne = (stationId === undefined) !== (locationId === undefined)
    if (!isOne || (evseId !== undefined && stationId === undefined)) {
      throw new AppError('invalid', 'A place is a location, a station, or an EVSE of a station', { field: 'places' })
    }
  }
  const wanted = {
    station: new Set(places.flatMap(({ stationId }) => stationId ?? [])),
    location: new Set(places.flatMap(({ locationId }) => locationId ?? [])),
  }
  for (const table of ['station', 'location'] as const) {
    const ids = [...wanted[table]]
    if (ids.length === 0) continue
    const rows = await kysely
      .selectFrom(table)
      .select('id')
      .where('party_id', '=', partyId)
      .where('id', 'in', ids)
      .execute()
    const found = new Set(rows.map(({ id }) => id))
    const missing = ids.find((id) => !found.has(id))
    if (missing === undefined) continue
    throw new AppError('invalid', `There is no ${table} ${missing}`, { field: 'places' })
  }
}
