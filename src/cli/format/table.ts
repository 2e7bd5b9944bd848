import type { TextSink } from '../surroundings.ts'
import { paint } from './paint.ts'
import { cutTo, printable, textWidth } from './text-width.ts'

export interface Column<Row> {
  readonly title: string
  readonly text: (row: Row) => string | number | undefined
  /** Numbers stand right, so that their digits line up. */
  readonly align?: 'right'
  /** Gives way first where the terminal is too narrow. */
  readonly shrinks?: boolean
}

const GAP = '  '
const NARROWEST = 8

/** Rows in aligned columns under their titles, cut to the terminal where there is one; a column that says nothing is left out. */
export function table<Row>(sink: TextSink, columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const all = columns.map((column) => rows.map((row) => printable(String(column.text(row) ?? ''))))
  const shown = columns.map((_, index) => index).filter((index) => all[index]?.some((cell) => cell !== '') === true)
  const natural = columns.map((column, index) =>
    Math.max(textWidth(column.title), ...(all[index] ?? []).map((cell) => textWidth(cell))),
  )
  const widths = sink.isTerminal ? fitted(columns, natural, shown, sink.columns) : natural
  const line = (cells: readonly string[]) =>
    shown
      .map((at) => padded(cells[at] ?? '', widths[at] ?? 0, columns[at]?.align))
      .join(GAP)
      .trimEnd()
  const titles = line(columns.map(({ title }) => title))
  const lines = rows.map((_, row) => line(columns.map((_column, at) => all[at]?.[row] ?? '')))
  return [paint(sink, 'dim', titles), ...lines].map((text) => `${text}\n`).join('')
}

/** Names and values below each other; values that are not known are left out. */
export function facts(
  sink: TextSink,
  entries: readonly (readonly [name: string, value: string | number | undefined])[],
): string {
  const known = entries.filter(([, value]) => value !== undefined && value !== '')
  const width = Math.max(...known.map(([name]) => textWidth(name)))
  return known
    .map(([name, value]) => `${paint(sink, 'dim', padded(name, width))}${GAP}${printable(String(value))}\n`)
    .join('')
}

/** Takes from the columns that shrink, the widest first, until the line fits or nothing more can be taken. */
function fitted(
  columns: readonly Column<never>[],
  natural: readonly number[],
  shown: readonly number[],
  room: number,
): number[] {
  const widths = [...natural]
  const total = () => shown.reduce((sum, at) => sum + (widths[at] ?? 0), GAP.length * (shown.length - 1))
  while (total() > room) {
    const widest = shown
      .filter((at) => columns[at]?.shrinks === true && (widths[at] ?? 0) > NARROWEST)
      .sort((a, b) => (widths[b] ?? 0) - (widths[a] ?? 0))[0]
    if (widest === undefined) break
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return widths
}

function padded(text: string, width: number, align?: 'right'): string {
  const cut = cutTo(text, width)
  const blanks = ' '.repeat(Math.max(0, width - textWidth(cut)))
  return align === 'right' ? `${blanks}${cut}` : `${cut}${blanks}`
}
