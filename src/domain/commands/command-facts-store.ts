import { noSuchStation } from '#domain/stations'
import type { Scope } from '#kernel'
import { type Queries, withinScope } from '#storage'
import type { NewCommand } from './command.ts'
import type { CommandRequests } from './command-requests.ts'
import type { CommandFacts } from './command-warnings.ts'
import { displayLacks } from './display-facts-store.ts'

/**
 * Whose station a command is for, and what is known of what it names.
 *
 * @throws AppError `not-found` for a station outside the scope.
 */
export async function loadCommandFacts(
  queries: Queries,
  scope: Scope,
  { stationId, request }: NewCommand,
): Promise<CommandFacts & { readonly partyId: string }> {
  const station = await queries.kysely
    .selectFrom('station')
    .leftJoin('station_presence', 'station_presence.station_id', 'station.id')
    .select(['station.party_id', 'station.admission', 'station.registration', 'station_presence.connected'])
    .where('station.id', '=', stationId)
    .where(withinScope(scope, 'station.party_id'))
    .executeTakeFirst()
  if (station === undefined) throw noSuchStation(stationId)
  const place = await placeFacts(queries, stationId, request)
  const transaction = await transactionFacts(queries, stationId, request)
  const token = 'token' in request ? await tokenFacts(queries, station.party_id, request.token) : undefined
  const lacking = await displayLacks(queries, stationId, request)
  return {
    partyId: station.party_id,
    connected: station.connected ?? false,
    accepted: station.admission === 'accepted' && station.registration === 'accepted',
    ...(place && { place }),
    ...(transaction && { transaction }),
    ...(token && { token }),
    ...(lacking.length > 0 && { lacking }),
  }
}

type Request = CommandRequests[keyof CommandRequests]

async function placeFacts(queries: Queries, stationId: string, request: Request): Promise<CommandFacts['place']> {
  // EVSE 0 is the station as a whole, which needs no introduction.
  if (!('evseId' in request) || request.evseId === undefined || request.evseId === 0) return undefined
  let query = queries.kysely
    .selectFrom('connector')
    .select('status')
    .where('station_id', '=', stationId)
    .where('evse_id', '=', request.evseId)
    .orderBy('connector_id')
  if ('connectorId' in request && request.connectorId !== undefined) {
    query = query.where('connector_id', '=', request.connectorId)
  }
  const found = await query.execute()
  return { known: found.length > 0, status: found.length === 1 ? found[0]?.status : undefined }
}

async function transactionFacts(
  queries: Queries,
  stationId: string,
  request: Request,
): Promise<CommandFacts['transaction']> {
  const { transactionId, reference } = namedTransaction(request)
  if (transactionId === undefined && reference === undefined) return undefined
  let query = queries.kysely.selectFrom('transaction').select('status').where('station_id', '=', stationId)
  if (transactionId !== undefined) query = query.where('id', '=', transactionId)
  if (reference !== undefined) query = query.where('reference', '=', reference)
  const found = await query.execute()
  if (found.length === 0) return 'unknown'
  return found.some(({ status }) => status === 'active') ? 'active' : 'ended'
}

function namedTransaction(request: Request): CommandRequests['stop-transaction'] {
  return 'transactionId' in request || 'reference' in request ? request : {}
}

async function tokenFacts(queries: Queries, partyId: string, value: string): Promise<CommandFacts['token']> {
  const found = await queries.kysely
    .selectFrom('token')
    .select('status')
    .where('party_id', '=', partyId)
    .where((columns) => columns(columns.fn('lower', ['value']), '=', value.toLowerCase()))
    .executeTakeFirst()
  return found?.status ?? 'unknown'
}
