import { bigintColumn, type Database, integerColumn, lazyCommit, type Queries, textColumn } from '#storage'
import { OwnEvents } from './carried-event.ts'
import { eachCarried } from './carried-event-store.ts'
import { type Entry, type EntryKind, readDetails } from './entry.ts'
import { EventTally, type Projection } from './projection.ts'
import { projectionColumns, type TransactionRecord, unnestOf, valuesOf } from './transaction-columns.ts'

/** What names a stored transaction, and how often it was rewritten. */
interface StoredName {
  readonly id: string
  readonly station_id: string
  readonly party_id: string
  readonly reference: string
  readonly numbered: boolean
  readonly received_at: Date
  readonly version: number
}

const NAMES = `SELECT id, station_id, party_id, reference, numbered, received_at, version FROM transaction WHERE id = ANY($1)`

const LOG = `SELECT transaction_id, event_key, kind, seq_no, at, received_at, details FROM transaction_event WHERE transaction_id = ANY($1)`

const identified = [{ name: 'id', type: 'text[]' }, ...projectionColumns]
const assignments = projectionColumns
  .map(({ name }, index) => `${name} = ${valuesOf(projectionColumns)[index]}`)
  .join(', ')

const versioned = [...identified, { name: 'seen_version', type: integerColumn.type }]

// Rows are locked in the order of their ids, so that two that write the same ones wait for each other in one direction only.
const HELD = 'held AS MATERIALIZED (SELECT id FROM transaction WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE)'

const REWRITE = `WITH ${HELD}
UPDATE transaction t SET ${assignments}, version = t.version + 1, updated_at = now()
FROM held h, ${unnestOf(versioned, 1)}
WHERE t.id = h.id AND t.id = u.id AND t.version = u.seen_version RETURNING t.id`

/** The log has it all, and the next event says it again. */
const REFRESH = `WITH ${HELD}
UPDATE transaction t SET ${assignments}, updated_at = now()
FROM held h, ${unnestOf(versioned, 1)}, ${lazyCommit.from}
WHERE ${lazyCommit.where} AND t.id = h.id AND t.id = u.id AND t.version = u.seen_version AND t.last_event_at <= u.last_event_at AND t.status = 'active'
RETURNING t.id`

/**
 * Makes the records of transactions anew from their whole logs, and stores them. Two nodes that do so at once cannot lose
 * an event: whoever read a record before the other rewrote it reads again.
 *
 * @returns the records, by id; transactions that do not exist are left out
 */
export async function rewriteProjections(
  database: Database,
  ids: readonly string[],
): Promise<Map<string, TransactionRecord>> {
  const written = new Map<string, TransactionRecord>()
  let wanted = [...new Set(ids)]
  while (wanted.length > 0) {
    const read = await readRecords(database, wanted)
    const records = [...read.values()]
    const { rows } = await database.query<{ id: string }>('transaction-rewrite', REWRITE, [
      textColumn(records.map(({ id }) => id)),
      ...projectionColumns.map((column) => column.encode(records)),
      integerColumn(records.map(({ version }) => version)),
    ])
    for (const { id } of rows) {
      const found = read.get(id)
      if (found !== undefined) written.set(id, { ...found, version: found.version + 1 })
    }
    wanted = [...read.keys()].filter((id) => !written.has(id))
  }
  return written
}

/**
 * Stores what is known of running transactions for whoever reads the table; what has ended, or of which another node knows
 * more, is left alone.
 *
 * @returns the ids of those that were stored
 */
export async function refreshProjections(
  queries: Queries,
  records: readonly TransactionRecord[],
): Promise<ReadonlySet<string>> {
  const { rows } = await queries.query<{ id: string }>('transaction-refresh', REFRESH, [
    textColumn(records.map(({ id }) => id)),
    ...projectionColumns.map((column) => column.encode(records)),
    integerColumn(records.map(({ version }) => version)),
  ])
  return new Set(rows.map(({ id }) => id))
}

/** Records made from the log, without storing them; the version is read before the log. */
export async function readRecords(database: Database, ids: readonly string[]): Promise<Map<string, TransactionRecord>> {
  const { rows: names } = await database.query<StoredName & Record<string, unknown>>('transaction-names', NAMES, [
    textColumn(ids),
  ])
  const tallies = new Map<string, EventTally>()
  await eachEntry(database, names.map(placeOf), (id, entry) => {
    const tally = tallies.get(id) ?? new EventTally()
    tally.take(entry)
    tallies.set(id, tally)
  })
  const records = new Map<string, TransactionRecord>()
  for (const name of names) {
    const tally = tallies.get(name.id)
    if (tally !== undefined) records.set(name.id, recordOf(name, tally.projection()))
  }
  return records
}

function placeOf({ id, station_id: stationId }: StoredName): TransactionPlace {
  return { id, stationId }
}

function recordOf(name: StoredName, projection: Projection): TransactionRecord {
  return {
    id: name.id,
    stationId: name.station_id,
    partyId: name.party_id,
    reference: name.reference,
    numbered: name.numbered,
    receivedAtMs: name.received_at.getTime(),
    version: name.version,
    projection,
  }
}

interface StoredEvent {
  readonly transaction_id: string
  readonly event_key: string
  readonly kind: string
  readonly seq_no: number | null
  readonly at: Date
  readonly received_at: Date
  readonly details: string
}

/** Where the log of a transaction is found. */
export interface TransactionPlace {
  readonly id: string
  readonly stationId: string
}

/** Calls `take` with all that the logs of transactions hold, in no order: events of their own, and those that their readings carry. */
export async function eachEntry(
  database: Database,
  places: readonly TransactionPlace[],
  take: (id: string, entry: Entry) => void,
): Promise<void> {
  const own = new Map<string, OwnEvents>()
  const ids = textColumn(places.map(({ id }) => id))
  await database.eachRow<StoredEvent & Record<string, unknown>>('transaction-log', LOG, [ids], (row) => {
    const entry = entryOf(row)
    const events = own.get(row.transaction_id) ?? new OwnEvents()
    events.take(entry)
    own.set(row.transaction_id, events)
    take(row.transaction_id, entry)
  })
  const scopes = places.flatMap(({ id, stationId }) => {
    const events = own.get(id)
    return events === undefined ? [] : [{ id, stationId, fromMs: events.carriedFromMs }]
  })
  await eachCarried(database, scopes, take)
}

function entryOf(row: Omit<StoredEvent, 'transaction_id'>): Entry {
  return {
    key: row.event_key,
    kind: row.kind as EntryKind,
    ...(row.seq_no === null ? {} : { seqNo: row.seq_no }),
    atMs: row.at.getTime(),
    receivedAtMs: row.received_at.getTime(),
    ...readDetails(row.details),
  }
}

/** Which transactions run, after `afterId`, for making their records anew when the program starts. */
export async function activeIds(database: Database, afterId: string, limit: number): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    'transaction-active',
    `SELECT id FROM transaction WHERE status = 'active' AND id > $1 ORDER BY id LIMIT $2`,
    [afterId, limit],
  )
  return rows.rows.map(({ id }) => id)
}

/** The ids of transactions by what names them on the wire; `null` where there is none. */
export async function locate(
  queries: Queries,
  names: readonly { stationId: string; reference: string; numbered: boolean }[],
): Promise<(string | null)[]> {
  const { rows } = await queries.query<{ place: number; id: string }>('transaction-locate', LOCATE, [
    textColumn(names.map(({ stationId }) => stationId)),
    textColumn(names.map(({ reference }) => reference)),
    textColumn(names.map(({ numbered }) => String(numbered))),
    bigintColumn(names.map((_, place) => place)),
  ])
  const ids = names.map((): string | null => null)
  for (const { place, id } of rows) ids[place] = id
  return ids
}

const LOCATE = `SELECT u.place, t.id FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) u(station_id, reference, numbered, place)
JOIN transaction t ON t.station_id = u.station_id AND t.reference = u.reference AND t.numbered = u.numbered::boolean`
