import { ChevronRight } from 'lucide-react'
import { type CSSProperties, Fragment, type ReactNode, useState } from 'react'

/** One column of a table: what it is called, and what stands in it. */
export interface Column<T> {
  readonly title: string
  readonly cell: (item: T) => ReactNode
  /** Its width, as a grid track; an equal share of what is left if absent. */
  readonly width?: string
  readonly align?: 'right'
  /** Left out on a phone, where only so much finds room. */
  readonly spare?: boolean
}

interface TableProps<T> {
  readonly label: string
  readonly items: readonly T[]
  readonly keyOf: (item: T) => string
  readonly columns: readonly Column<T>[]
  /** What can be done with one of them. */
  readonly actions?: ((item: T) => ReactNode) | undefined
  /** The rest of one of them, laid out when its row is opened; nothing when there is no more to tell. */
  readonly detail?: ((item: T) => ReactNode) | undefined
}

/** One grid for the whole table, so that what stands in one row bears on all. */
const row = 'grid items-center gap-x-4 gap-y-0.5 px-4 sm:col-span-full sm:grid-cols-subgrid'

/** Things of one kind in rows, each in the columns described. On a phone the cells stand below each other. */
export function ResourceTable<T>({ label, items, keyOf, columns, actions, detail }: TableProps<T>) {
  const [open, setOpen] = useState<string>()
  const tracks = [
    ...(detail ? ['1.25rem'] : []),
    ...columns.map(({ width = 'minmax(5rem,1fr)' }) => width),
    ...(actions ? ['minmax(5.5rem,auto)'] : []),
  ]
  const style: CSSProperties & Record<'--columns', string> = { '--columns': tracks.join(' ') }
  return (
    <div
      role="table"
      aria-label={label}
      style={style}
      className="gap-x-4 text-[0.95rem] sm:grid sm:grid-cols-(--columns)"
    >
      <div role="row" className={`${row} label py-2 max-sm:sr-only`}>
        {detail && <span role="columnheader" aria-label="Open" />}
        {columns.map(({ title, align }) => (
          <span key={title} role="columnheader" className={align === 'right' ? 'text-right' : ''}>
            {title}
          </span>
        ))}
        {actions && <span role="columnheader" aria-label="What can be done" />}
      </div>
      {items.map((item, at) => {
        const key = keyOf(item)
        const more = detail?.(item)
        const opened = open === key && more !== undefined
        return (
          <Fragment key={key}>
            <div
              role="row"
              data-key={key}
              className={`${row} min-h-11 border-line border-t py-1.5 ${at === 0 ? 'max-sm:border-t-0' : ''}`}
            >
              {detail && (
                <span role="cell" className="max-sm:absolute max-sm:hidden">
                  {more !== undefined && <Opener opened={opened} onToggle={() => setOpen(opened ? undefined : key)} />}
                </span>
              )}
              {columns.map((column) => (
                <Cell key={column.title} column={column} item={item} />
              ))}
              {(actions || more !== undefined) && (
                <span role="cell" className="flex flex-wrap items-center justify-end gap-1 empty:hidden">
                  {more !== undefined && (
                    <span className="sm:hidden">
                      <Opener opened={opened} onToggle={() => setOpen(opened ? undefined : key)} />
                    </span>
                  )}
                  {actions?.(item)}
                </span>
              )}
            </div>
            {opened && (
              <div role="row" className="col-span-full border-line border-t bg-canvas px-4 py-3">
                <div role="cell">{more}</div>
              </div>
            )}
          </Fragment>
        )
      })}
    </div>
  )
}

function Cell<T>({ column: { title, cell, align, spare }, item }: { column: Column<T>; item: T }) {
  return (
    <span
      role="cell"
      className={`min-w-0 break-words max-sm:flex max-sm:items-baseline max-sm:justify-between max-sm:gap-4 ${align === 'right' ? 'sm:text-right' : ''} ${spare ? 'max-sm:hidden' : ''}`}
    >
      <span aria-hidden className="label shrink-0 sm:hidden">
        {title}
      </span>
      <span className="min-w-0 max-sm:text-right">{cell(item)}</span>
    </span>
  )
}

function Opener({ opened, onToggle }: { opened: boolean; onToggle: () => void }) {
  return (
    <button
      type="button"
      aria-expanded={opened}
      aria-label={opened ? 'Less' : 'More'}
      onClick={onToggle}
      className="-ml-1 rounded-md p-1 text-faint hover:bg-sunken hover:text-ink"
    >
      <ChevronRight className={`size-4 transition-transform ${opened ? 'rotate-90' : ''}`} aria-hidden />
    </button>
  )
}
