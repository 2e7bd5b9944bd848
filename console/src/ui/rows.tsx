import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'

interface RowsProps<T> {
  readonly items: readonly T[]
  readonly keyOf: (item: T) => string
  readonly height: number
  readonly label: string
  /** Widths of the columns, as a grid template; rows use it through `--columns`. */
  readonly head?: ReactNode
  readonly row: (item: T) => ReactNode
}

/** A list of any length that scrolls with the page: only the rows in view exist. */
export function Rows<T>({ items, keyOf, height, label, head, row }: RowsProps<T>) {
  const list = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const measure = () => setTop((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY)
    measure()
    // What stands above may grow once it has come.
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [])
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => height,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => {
      const item = items[index]
      return item === undefined ? index : keyOf(item)
    },
  })
  return (
    <div role="table" aria-label={label} aria-rowcount={items.length}>
      {head}
      <div ref={list} role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const item = items[index]
          if (item === undefined) return null
          return (
            <div
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              role="row"
              aria-rowindex={index + 1}
              className={`absolute inset-x-0 border-line ${index > 0 ? 'border-t' : head ? 'sm:border-t' : ''}`}
              style={{ transform: `translateY(${start - top}px)` }}
            >
              {row(item)}
            </div>
          )
        })}
      </div>
    </div>
  )
}
