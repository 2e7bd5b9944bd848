import {
  type CopyRow,
  CopyRowWriter,
  type Database,
  dateColumn,
  isUniqueViolation,
  storableText,
  textColumn,
  timestampColumn,
} from '#storage'
import type { CarriedEvent } from './carried-event.ts'
import { type Entry, milliWattHours, registerAt } from './entry.ts'
import { updateKey } from './event-line.ts'
import { bucketOf, type StoredReading } from './ledger-store.ts'
import type { EventFacts } from './transaction.ts'

const COLUMNS = [
  ...['station_id', 'at', 'digest', 'bucket', 'received_at', 'transaction_id', 'evse_id', 'context', 'register_wh'],
  ...['power_w', 'current_a', 'voltage_v', 'state_of_charge', 'layout_id', 'samples', 'event_at', 'seq_no', 'facts'],
]

const writer = new CopyRowWriter()

/** Bytes of UTF-8 that a UTF-16 unit takes at most. */
const WIDEST_CHARACTER = 3

/** The row of a reading, with the event it brings, if any. */
export function readingRow(stored: StoredReading, event?: CarriedEvent): CopyRow {
  const { reading, samples, stationId, transactionId } = stored
  const context = reading.context === undefined ? undefined : storableText(reading.context)
  const values = storableText(samples.text)
  const facts = event === undefined ? undefined : storableText(JSON.stringify(event.facts))
  const characters =
    stationId.length + (transactionId?.length ?? 0) + (context?.length ?? 0) + values.length + (facts?.length ?? 0)
  const atMs = reading.at.getTime()
  writer.begin(COLUMNS.length, WIDEST_CHARACTER * characters)
  writer.text(stationId)
  writer.timestamp(atMs)
  writer.bigint(stored.digest)
  writer.date(bucketOf(atMs, stored.receivedAtMs))
  writer.timestamp(stored.receivedAtMs)
  writer.text(transactionId)
  writer.integer(stored.evseId)
  writer.text(context)
  writer.thousandths(reading.registerWh === undefined ? undefined : milliWattHours(reading.registerWh))
  writer.double(reading.powerW)
  writer.double(reading.currentA)
  writer.double(reading.voltageV)
  writer.double(reading.stateOfCharge)
  writer.bigint(samples.layout?.id)
  writer.text(values)
  writer.timestamp(event?.atMs)
  writer.bigint(event?.seqNo)
  writer.text(facts)
  return writer.end()
}

const INTO = (table: string) => `COPY ${table} (${COLUMNS.join(', ')}) FROM STDIN (FORMAT binary)`
const PLAIN = INTO('meter_reading')
/** What is told again is left as it is. */
const CAREFUL = `CREATE TEMP TABLE IF NOT EXISTS reading_inbox (LIKE meter_reading) ON COMMIT DELETE ROWS;
${INTO('reading_inbox')};
INSERT INTO meter_reading (${COLUMNS.join(', ')}) SELECT ${COLUMNS.join(', ')} FROM reading_inbox ON CONFLICT DO NOTHING`

/** Groups stored the careful way at most after one that held something told again. */
const LONGEST_CARE = 64

/**
 * Stores rows of readings. It expects them to be new, which costs half; a group that holds one told again is stored the careful
 * way, and so are those after it, the more of them the more often that happens.
 */
export function readingStore(database: Pick<Database, 'copy'>): (rows: readonly CopyRow[]) => Promise<void> {
  let careful = 0
  let care = 1
  return async (rows) => {
    if (careful > 0) {
      careful -= 1
      return database.copy(CAREFUL, rows)
    }
    try {
      await database.copy(PLAIN, rows)
      care = 1
    } catch (thrown) {
      if (!isUniqueViolation(thrown)) throw thrown
      careful = care
      care = Math.min(care * 2, LONGEST_CARE)
      await database.copy(CAREFUL, rows)
    }
  }
}

/** A transaction whose carried events are wanted: none of their readings is older than `fromMs`. */
export interface CarrierScope {
  readonly id: string
  readonly stationId: string
  readonly fromMs: number
}

interface Carried {
  readonly [column: string]: unknown
  readonly transaction_id: string
  readonly at: Date
  readonly digest: number
  readonly received_at: Date
  readonly register_wh: string | null
  readonly power_w: number | null
  readonly current_a: number | null
  readonly voltage_v: number | null
  readonly state_of_charge: number | null
  readonly event_at: Date
  readonly seq_no: number | null
  readonly facts: string
}

const CARRIED = `SELECT m.transaction_id, m.at, m.digest, m.received_at, m.register_wh, m.power_w, m.current_a, m.voltage_v,
  m.state_of_charge, m.event_at, m.seq_no, m.facts
FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::date[]) u(id, station_id, from_at, from_bucket)
JOIN meter_reading m ON m.station_id = u.station_id AND m.at >= u.from_at AND m.bucket >= u.from_bucket
WHERE m.transaction_id = u.id AND m.event_at IS NOT NULL`

/** Calls `take` with each event of transactions that is stored with its reading. */
export async function eachCarried(
  database: Pick<Database, 'eachRow'>,
  scopes: readonly CarrierScope[],
  take: (transactionId: string, entry: Entry) => void,
): Promise<void> {
  if (scopes.length === 0) return
  const values = [
    textColumn(scopes.map(({ id }) => id)),
    textColumn(scopes.map(({ stationId }) => stationId)),
    timestampColumn(scopes.map(({ fromMs }) => fromMs)),
    dateColumn(scopes.map(({ fromMs }) => bucketOf(fromMs, fromMs))),
  ]
  await database.eachRow<Carried>('transaction-carried', CARRIED, values, (row) =>
    take(row.transaction_id, entryOf(row)),
  )
}

function entryOf(row: Carried): Entry {
  const atMs = row.event_at.getTime()
  const facts: EventFacts = JSON.parse(row.facts)
  const registerWh = row.register_wh === null ? undefined : Number(row.register_wh)
  return {
    key: updateKey({ atMs, facts, digest: row.digest, ...(row.seq_no === null ? {} : { seqNo: row.seq_no }) }),
    kind: 'updated',
    ...(row.seq_no === null ? {} : { seqNo: row.seq_no }),
    atMs,
    receivedAtMs: row.received_at.getTime(),
    facts,
    registers: registerWh === undefined ? [] : registerAt(row.at.getTime(), registerWh),
    measured: {
      ...(row.power_w === null ? {} : { powerW: row.power_w }),
      ...(row.current_a === null ? {} : { currentA: row.current_a }),
      ...(row.voltage_v === null ? {} : { voltageV: row.voltage_v }),
      ...(row.state_of_charge === null ? {} : { stateOfCharge: row.state_of_charge }),
    },
  }
}
