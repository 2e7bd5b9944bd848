import type { ReactNode } from 'react'

/** One number worth a glance, and what it counts. */
export function Figure({ label, children, tone = '' }: { label: string; children: ReactNode; tone?: string }) {
  return (
    <div className="flex flex-col gap-0.5 bg-surface px-4 py-3">
      <dt className="text-[0.9rem] text-soft">{label}</dt>
      <dd className={`num text-[1.5rem] font-semibold leading-tight ${tone}`}>{children}</dd>
    </div>
  )
}

/** Figures side by side, as many in a row as there is room for. */
export const Figures = ({ children }: { children: ReactNode }) => (
  <dl className="card grid auto-cols-fr grid-cols-3 gap-px overflow-hidden bg-line sm:grid-flow-col sm:grid-cols-none">
    {children}
  </dl>
)
