import type { ReactNode } from 'react'

interface CardProps {
  readonly title?: string
  readonly note?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
  readonly className?: string
  /** What it holds reaches from edge to edge, as rows do. */
  readonly flush?: boolean
}

/** A framed part of a page, named by its heading. */
export function Card({ title, note, actions, children, className = '', flush = false }: CardProps) {
  return (
    <section className={`card min-w-0 ${className}`} aria-label={title}>
      {title !== undefined && (
        <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-3.5">
          <div>
            <h2 className="font-semibold">{title}</h2>
            {note && <p className="text-[0.9rem] text-soft">{note}</p>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      <div className={flush ? 'pt-2 pb-1' : 'p-4'}>{children}</div>
    </section>
  )
}
