import { type Queries, storableText, textColumn, timestampColumn } from '#storage'
import { type Entry, writeDetails } from './entry.ts'
import { namingColumns, projectionColumns, type TransactionRecord, unnestOf, valuesOf } from './transaction-columns.ts'

/** A 1.6 start: its record still without the number that the sequence gives it. */
export interface Start {
  readonly record: Omit<TransactionRecord, 'reference'>
  readonly entry: Entry
}

const columns = [...namingColumns, ...projectionColumns]
const values = valuesOf(columns).map((value) =>
  value === 'u.reference' ? `nextval('transaction_number')::text` : value,
)

const OPEN = `WITH opened AS (
  INSERT INTO transaction (${columns.map(({ name }) => name).join(', ')}, updated_at)
  SELECT ${values.join(', ')}, now() FROM ${unnestOf(columns, 1)}
  ON CONFLICT (id) DO NOTHING RETURNING id, reference
), told AS (
  INSERT INTO transaction_event (transaction_id, event_key, station_id, kind, at, received_at, details)
  SELECT e.* FROM unnest(${['text', 'text', 'text', 'text', 'timestamptz', 'timestamptz', 'text']
    .map((type, index) => `$${columns.length + 1 + index}::${type}[]`)
    .join(', ')}) e
  ON CONFLICT DO NOTHING
)
SELECT id, reference, true AS fresh FROM opened
UNION ALL SELECT t.id, t.reference, false FROM transaction t WHERE t.id = ANY($1)`

/**
 * Opens transactions under the next free numbers; one that is open already keeps its own (D-05). A number that the station
 * already knows for something else makes the whole statement fail, and a second try takes others (D-03).
 *
 * @returns the numbers and whether they are new, in the order of the starts; `undefined` where another node opened the same transaction at the same time
 */
export async function openStarts(
  queries: Queries,
  starts: readonly Start[],
): Promise<({ number: number; fresh: boolean } | undefined)[]> {
  const records = starts.map(({ record }) => ({ ...record, reference: '' }))
  const { rows } = await queries.query<{ id: string; reference: string; fresh: boolean }>('transaction-open', OPEN, [
    ...columns.map((column) => column.encode(records)),
    textColumn(records.map(({ id }) => id)),
    textColumn(starts.map(({ entry }) => entry.key)),
    textColumn(records.map(({ stationId }) => stationId)),
    textColumn(starts.map(({ entry }) => entry.kind)),
    timestampColumn(starts.map(({ entry }) => entry.atMs)),
    timestampColumn(starts.map(({ entry }) => entry.receivedAtMs)),
    textColumn(starts.map(({ entry }) => storableText(writeDetails(entry)))),
  ])
  const numbers = new Map(rows.map(({ id, reference, fresh }) => [id, { number: Number(reference), fresh }]))
  return records.map(({ id }) => numbers.get(id))
}
