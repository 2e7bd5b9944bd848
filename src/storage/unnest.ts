import { bigintColumn, doubleColumn, integerColumn, textColumn, timestampColumn } from './column.ts'
import type { Queries } from './database.ts'

export type ColumnValue = string | number | boolean | Date | null | undefined

/** How a column of each type is sent: as what array, and what its elements are then turned into. */
const ENCODINGS = {
  text: { sent: 'text', encode: (values: readonly ColumnValue[]) => textColumn(values.map(textOf)) },
  integer: { sent: 'integer', encode: (values: readonly ColumnValue[]) => integerColumn(values.map(numberOf)) },
  bigint: { sent: 'bigint', encode: (values: readonly ColumnValue[]) => bigintColumn(values.map(numberOf)) },
  'double precision': {
    sent: 'double precision',
    encode: (values: readonly ColumnValue[]) => doubleColumn(values.map(numberOf)),
  },
  timestamptz: { sent: 'timestamptz', encode: (values: readonly ColumnValue[]) => timestampColumn(values.map(msOf)) },
  boolean: { sent: 'text', encode: (values: readonly ColumnValue[]) => textColumn(values.map(textOf)) },
  numeric: { sent: 'text', encode: (values: readonly ColumnValue[]) => textColumn(values.map(textOf)) },
  jsonb: { sent: 'text', encode: (values: readonly ColumnValue[]) => textColumn(values.map(textOf)) },
  uuid: { sent: 'text', encode: (values: readonly ColumnValue[]) => textColumn(values.map(textOf)) },
} as const

/** The types a column of a bulk statement may have. */
export type ColumnType = keyof typeof ENCODINGS

export type ColumnTypes<Row> = { readonly [Column in keyof Row & string]: ColumnType }

type RowShape<Row> = { readonly [Column in keyof Row]: ColumnValue }

/** Runs the statement over all rows at once; resolves with what it returns. */
export type BulkStatement<Row> = (queries: Queries, rows: readonly Row[]) => Promise<Record<string, unknown>[]>

/**
 * A statement over many rows that never changes, whatever their number, so it is planned once per connection: one array
 * a column, taken apart by PostgreSQL's unnest.
 *
 * A NUL in a text becomes U+FFFD, see {@link textColumn}.
 *
 * @param options.name  name of the prepared statement
 * @param options.text  writes the statement around its rows, a table expression with the given columns and `place`, the
 *   row's number from 1; RETURNING promises no order
 */
export function unnestStatement<Row extends RowShape<Row>>(options: {
  readonly name: string
  readonly columns: ColumnTypes<Row>
  readonly text: (rows: string) => string
}): BulkStatement<Row> {
  const { name, columns: types } = options
  const columns = Object.keys(types) as (keyof Row & string)[]
  const text = options.text(rowsOf(types))
  return async (queries, rows) => {
    if (rows.length === 0) return []
    const values = columns.map((column) => ENCODINGS[types[column]].encode(rows.map((row) => row[column])))
    return (await queries.query(name, text, values)).rows
  }
}

function rowsOf<Row>(types: ColumnTypes<Row>): string {
  const columns = Object.entries<ColumnType>(types)
  const names = columns.map(([column]) => column)
  const arrays = columns.map(([, type], index) => `$${index + 1}::${ENCODINGS[type].sent}[]`)
  const sent = `unnest(${arrays.join(', ')}) WITH ORDINALITY AS sent (${[...names, 'place'].join(', ')})`
  if (columns.every(([, type]) => type === ENCODINGS[type].sent)) return sent
  const turned = columns.map(([column, type]) => (type === ENCODINGS[type].sent ? column : `${column}::${type}`))
  return `(SELECT ${turned.join(', ')}, place FROM ${sent}) AS bulk`
}

/**
 * A plain insert of many rows, in their order.
 *
 * @param options.suffix  what follows the rows: ON CONFLICT …, RETURNING …
 */
export function unnestInsert<Row extends RowShape<Row>>(options: {
  readonly name: string
  readonly table: string
  readonly columns: ColumnTypes<Row>
  readonly suffix?: string
}): BulkStatement<Row> {
  const { name, table, columns, suffix = '' } = options
  const names = Object.keys(columns).join(', ')
  return unnestStatement<Row>({
    name,
    columns,
    text: (rows) => `INSERT INTO ${table} (${names}) SELECT ${names} FROM ${rows} ORDER BY place ${suffix}`,
  })
}

function textOf(value: ColumnValue): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : String(value)
}

function numberOf(value: ColumnValue): number | null {
  return value === null || value === undefined ? null : Number(value)
}

function msOf(value: ColumnValue): number | null {
  if (value === null || value === undefined) return null
  return value instanceof Date ? value.getTime() : Date.parse(String(value))
}
