import type { Queries } from './database.ts'

/** The types a column of a bulk insert may have; each value is sent as text and cast once for the whole column. */
export type ColumnType =
  | 'text'
  | 'boolean'
  | 'smallint'
  | 'integer'
  | 'bigint'
  | 'double precision'
  | 'numeric'
  | 'timestamptz'
  | 'jsonb'
  | 'uuid'

export type ColumnValue = string | number | boolean | Date | null | undefined

export interface UnnestInsertOptions<Row> {
  /** Name of the prepared statement. */
  readonly name: string
  readonly table: string
  /** The columns to fill, named as in the row, with their types. */
  readonly columns: { readonly [Column in keyof Row & string]: ColumnType }
  /** What follows the rows: ON CONFLICT …, RETURNING …. */
  readonly suffix?: string
}

export interface UnnestInsert<Row> {
  readonly text: string
  /** Inserts all rows by one statement, in order; resolves with what RETURNING gives. */
  (queries: Queries, rows: readonly Row[]): Promise<Record<string, unknown>[]>
}

/**
 * An insert of many rows whose statement never changes, whatever their number: one array a column, taken apart by
 * PostgreSQL's unnest, so it is planned once per connection.
 */
export function unnestInsert<Row extends { readonly [Column in keyof Row]: ColumnValue }>(
  options: UnnestInsertOptions<Row>,
): UnnestInsert<Row> {
  const columns = Object.keys(options.columns) as (keyof Row & string)[]
  const casts = columns.map((column, index) => `$${index + 1}::${options.columns[column]}[]`)
  const text = `INSERT INTO ${options.table} (${columns.join(', ')}) SELECT * FROM unnest(${casts.join(', ')}) ${options.suffix ?? ''}`
  const insert = async (queries: Queries, rows: readonly Row[]) => {
    if (rows.length === 0) return []
    const values = columns.map((column) => arrayLiteral(rows, column))
    return (await queries.query(options.name, text, values)).rows
  }
  return Object.assign(insert, { text })
}

/**
 * One column of all rows as PostgreSQL's array text (documentation §8.15.6). The driver has the same, but asks each
 * value for its type anew and escapes by two passes of a regular expression.
 */
export function arrayLiteral<Row, Column extends keyof Row>(rows: readonly Row[], column: Column): string {
  let text = '{'
  for (let index = 0; index < rows.length; index++) {
    if (index > 0) text += ','
    text += element((rows[index] as Row)[column])
  }
  return `${text}}`
}

const NEEDS_ESCAPE = /["\\]/

function element(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (typeof value === 'string') return NEEDS_ESCAPE.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : `"${value}"`
  if (value instanceof Date) return `"${value.toISOString()}"`
  return String(value)
}

/** Text as PostgreSQL can hold it: it has every character but NUL, which becomes U+FFFD. */
export function storableText(text: string): string {
  return text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text
}
