import {
  bigintColumn,
  dateColumn,
  doubleColumn,
  integerColumn,
  type Queries,
  storableText,
  textColumn,
  timestampColumn,
} from '#storage'
import { type Entry, writeDetails } from './entry.ts'
import type { PackedSamples, SampleLayout } from './sample-layout.ts'
import type { Reading } from './transaction.ts'
import { namingColumns, projectionColumns, type TransactionRecord, unnestOf, valuesOf } from './transaction-columns.ts'

/** What one message adds to the books; all of it or nothing, and a repetition adds nothing. */
export interface LedgerLine {
  /** The row of a transaction that may be new. */
  readonly open?: TransactionRecord
  readonly event?: { readonly transactionId: string; readonly stationId: string; readonly entry: Entry }
  readonly readings: readonly StoredReading[]
  /** What samples mean that are stored by themselves, later. */
  readonly layouts?: readonly SampleLayout[]
}

export interface StoredReading {
  readonly reading: Reading
  readonly samples: PackedSamples
  readonly stationId: string
  readonly transactionId: string | undefined
  readonly evseId: number | undefined
  readonly digest: number
  readonly receivedAtMs: number
}

interface Sent<Row> {
  readonly name: string
  readonly type: string
  readonly cast?: string
  readonly encode: (rows: readonly Row[]) => Buffer
}

const eventColumns: readonly Sent<NonNullable<LedgerLine['event']>>[] = [
  sent('transaction_id', textColumn, ({ transactionId }) => transactionId),
  sent('event_key', textColumn, ({ entry }) => entry.key),
  sent('station_id', textColumn, ({ stationId }) => stationId),
  sent('kind', textColumn, ({ entry }) => entry.kind),
  sent('seq_no', bigintColumn, ({ entry }) => entry.seqNo),
  sent('at', timestampColumn, ({ entry }) => entry.atMs),
  sent('received_at', timestampColumn, ({ entry }) => entry.receivedAtMs),
  sent('details', textColumn, ({ entry }) => storableText(writeDetails(entry))),
]

const readingColumns: readonly Sent<StoredReading>[] = [
  sent('station_id', textColumn, (row) => row.stationId),
  sent('at', timestampColumn, ({ reading }) => reading.at.getTime()),
  sent('digest', bigintColumn, (row) => row.digest),
  sent('bucket', dateColumn, (row) => bucketOf(row.reading.at.getTime(), row.receivedAtMs)),
  sent('received_at', timestampColumn, (row) => row.receivedAtMs),
  sent('transaction_id', textColumn, (row) => row.transactionId),
  sent('evse_id', integerColumn, (row) => row.evseId),
  sent('context', textColumn, ({ reading }) => reading.context),
  { ...sent('register_wh', doubleColumn, ({ reading }: StoredReading) => reading.registerWh), cast: 'numeric' },
  sent('power_w', doubleColumn, ({ reading }) => reading.powerW),
  sent('current_a', doubleColumn, ({ reading }) => reading.currentA),
  sent('voltage_v', doubleColumn, ({ reading }) => reading.voltageV),
  sent('state_of_charge', doubleColumn, ({ reading }) => reading.stateOfCharge),
  sent('layout_id', bigintColumn, ({ samples }) => samples.layout?.id),
  sent('samples', textColumn, ({ samples }) => storableText(samples.text)),
]

const layoutColumns: readonly Sent<SampleLayout>[] = [
  sent('id', bigintColumn, ({ id }) => id),
  sent('layout', textColumn, ({ text }) => storableText(text)),
]

const openColumns = [...namingColumns, ...projectionColumns]

const WRITE = [
  `WITH opened AS (${insertion('transaction', openColumns, 1, 'updated_at', 'now()')} RETURNING id),`,
  `told AS (${insertion('transaction_event', eventColumns, 1 + openColumns.length)}),`,
  `laid AS (${insertion('sample_layout', layoutColumns, 1 + openColumns.length + eventColumns.length)}),`,
  `read AS (${insertion('meter_reading', readingColumns, 1 + openColumns.length + eventColumns.length + layoutColumns.length)})`,
  'SELECT id FROM opened',
].join('\n')

/**
 * Writes lines in one statement, and so one commit: what is known already is left as it is.
 *
 * @param storedLayouts ids of the layouts that the database is known to have; completed here
 * @returns of each line whether its record is the one that opened the transaction: of several at once, here or at another
 * node, one alone
 */
export async function writeLedger(
  queries: Queries,
  lines: readonly LedgerLine[],
  storedLayouts: Set<number>,
): Promise<boolean[]> {
  const opens: TransactionRecord[] = []
  const events: NonNullable<LedgerLine['event']>[] = []
  const readings: StoredReading[] = []
  const layouts = new Set<SampleLayout>()
  for (const line of lines) {
    if (line.open !== undefined) opens.push(line.open)
    if (line.event !== undefined) events.push(line.event)
    for (const layout of line.layouts ?? []) if (!storedLayouts.has(layout.id)) layouts.add(layout)
    for (const reading of line.readings) {
      readings.push(reading)
      const { layout } = reading.samples
      if (layout !== undefined && !storedLayouts.has(layout.id)) layouts.add(layout)
    }
  }
  const { rows } = await queries.query<{ id: string }>('ledger-write', WRITE, [
    ...openColumns.map((column) => column.encode(opens)),
    ...eventColumns.map((column) => column.encode(events)),
    ...layoutColumns.map((column) => column.encode([...layouts])),
    ...readingColumns.map((column) => column.encode(readings)),
  ])
  for (const { id } of layouts) storedLayouts.add(id)
  const opened = new Set(rows.map(({ id }) => id))
  return lines.map(({ open }) => open !== undefined && opened.delete(open.id))
}

const DAY_MS = 86_400_000
const PAST_MS = 400 * DAY_MS
const AHEAD_MS = 31 * DAY_MS
let bucketMonth = { fromMs: 0, toMs: 0, day: 0 }

/**
 * The partition of a reading: the first day of its month, in days since 1970. A time that cannot be right goes by its arrival,
 * so that odd clocks never need partitions of their own.
 */
export function bucketOf(atMs: number, receivedAtMs: number): number {
  const believable = atMs > receivedAtMs - PAST_MS && atMs < receivedAtMs + AHEAD_MS
  const ms = believable ? atMs : receivedAtMs
  if (ms < bucketMonth.fromMs || ms >= bucketMonth.toMs) {
    const time = new Date(ms)
    const fromMs = Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), 1)
    bucketMonth = { fromMs, toMs: Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + 1, 1), day: fromMs / DAY_MS }
  }
  return bucketMonth.day
}

function sent<Row, Value>(
  name: string,
  column: ((values: readonly (Value | null | undefined)[]) => Buffer) & { readonly type: string },
  read: (row: Row) => Value | undefined,
): Sent<Row> {
  return { name, type: column.type, encode: (rows) => column(rows.map(read)) }
}

function insertion(
  table: string,
  columns: readonly { name: string; type: string; cast?: string }[],
  first: number,
  extraName?: string,
  extraValue?: string,
): string {
  const names = [...columns.map(({ name }) => name), ...(extraName === undefined ? [] : [extraName])]
  const values = [...valuesOf(columns), ...(extraValue === undefined ? [] : [extraValue])]
  return `INSERT INTO ${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM ${unnestOf(columns, first)} ON CONFLICT DO NOTHING`
}
