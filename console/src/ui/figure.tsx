import type { ReactNode } from 'react'

/** One number worth a glance, and what it counts. */
export function Figure({ label, children, tone = '' }: { label: string; children: ReactNode; tone?: string }) {
  return (
    <div className="flex min-w-28 flex-1 flex-col gap-0.5 px-4 py-3">
      <dt className="text-[0.9rem] text-soft">{label}</dt>
      <dd className={`num text-[1.5rem] font-semibold leading-tight ${tone}`}>{children}</dd>
    </div>
  )
}

export const Figures = ({ children }: { children: ReactNode }) => (
  <dl className="card flex flex-wrap divide-x divide-line overflow-hidden">{children}</dl>
)
