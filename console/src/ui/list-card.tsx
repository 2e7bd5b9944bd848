import type { ReactNode } from 'react'

interface ListCardProps {
  readonly label: string
  /** Filters, and what can be done with the list as a whole. */
  readonly filters?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** The frame of a list: what narrows it on the left, what adds to it on the right. */
export function ListCard({ label, filters, actions, children }: ListCardProps) {
  return (
    <section aria-label={label} className="card min-w-0">
      {(filters || actions) && (
        <div className="flex flex-wrap items-center gap-2 border-line border-b p-3">
          {filters}
          {actions && <div className="ml-auto flex flex-wrap items-center gap-2">{actions}</div>}
        </div>
      )}
      {children}
    </section>
  )
}
