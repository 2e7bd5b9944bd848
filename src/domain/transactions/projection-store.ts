import { bigintColumn, type Database, integerColumn, lazyCommit, type Queries, textColumn } from '#storage'
import { carriedFromMs } from './carried-event.ts'
import { carriedEntries } from './carried-event-store.ts'
import { type Entry, type EntryKind, readDetails } from './entry.ts'
import { project } from './projection.ts'
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

const REWRITE = `UPDATE transaction t SET ${assignments}, version = t.version + 1, updated_at = now()
FROM ${unnestOf(versioned, 1)}
WHERE t.id = u.id AND t.version = u.seen_version RETURNING t.id`

/** The log has it all, and the next event says it again. */
const REFRESH = `UPDATE transaction t SET ${assignments}, updated_at = now()
FROM ${unnestOf(versioned, 1)}, ${lazyCommit.from}
WHERE ${lazyCommit.where} AND t.id = u.id AND t.version = u.seen_version AND t.last_event_at <= u.last_event_at AND t.status = 'active'
RETURNING t.id`

/**
 * Makes the records of transactions anew from their whole logs, and stores them. Two nodes that do so at once cannot lose
 * an event: whoever read a record before the other rewrote it reads again.
 *
 * @returns the records, by id; transactions that do not exist are left out
 */
export async function rewriteProjections(
  queries: Queries,
  ids: readonly string[],
): Promise<Map<string, TransactionRecord>> {
  const written = new Map<string, TransactionRecord>()
  let wanted = [...new Set(ids)]
  while (wanted.length > 0) {
    const read = await readRecords(queries, wanted)
    const records = [...read.values()]
    const { rows } = await queries.query<{ id: string }>('transaction-rewrite', REWRITE, [
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
export async function readRecords(queries: Queries, ids: readonly string[]): Promise<Map<string, TransactionRecord>> {
  const names = (
    await queries.query<StoredName & Record<string, unknown>>('transaction-names', NAMES, [textColumn(ids)])
  ).rows
  const logs = await readLogs(
    queries,
    names.map((name) => ({ id: name.id, stationId: name.station_id })),
  )
  const records = new Map<string, TransactionRecord>()
  for (const name of names) {
    const log = logs.get(name.id)
    if (log === undefined) continue
    records.set(name.id, recordOf(name, log))
  }
  return records
}

function recordOf(name: StoredName, log: readonly Entry[]): TransactionRecord {
  return {
    id: name.id,
    stationId: name.station_id,
    partyId: name.party_id,
    reference: name.reference,
    numbered: name.numbered,
    receivedAtMs: name.received_at.getTime(),
    version: name.version,
    projection: project(log),
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

/** The logs of transactions, by id: events of their own, and those that their readings carry. */
export async function readLogs(
  queries: Queries,
  names: readonly { readonly id: string; readonly stationId: string }[],
): Promise<Map<string, Entry[]>> {
  const { rows } = await queries.query<StoredEvent & Record<string, unknown>>('transaction-log', LOG, [
    textColumn(names.map(({ id }) => id)),
  ])
  const logs = new Map<string, Entry[]>()
  for (const row of rows) add(logs, row.transaction_id, entryOf(row))
  const scopes = names.flatMap(({ id, stationId }) => {
    const log = logs.get(id)
    return log === undefined ? [] : [{ id, stationId, fromMs: carriedFromMs(log) }]
  })
  for (const [id, entry] of await carriedEntries(queries, scopes)) add(logs, id, entry)
  return logs
}

function add(logs: Map<string, Entry[]>, id: string, entry: Entry): void {
  const log = logs.get(id)
  if (log === undefined) logs.set(id, [entry])
  else log.push(entry)
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
