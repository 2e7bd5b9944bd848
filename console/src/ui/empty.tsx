import type { ReactNode } from 'react'

/** What a list says when it has nothing to show: why, and what to do about it. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="mx-auto flex max-w-xl flex-col gap-2 px-4 py-10 text-center">
      <p className="text-[1.05rem] font-medium">{title}</p>
      {children && <div className="text-soft">{children}</div>}
    </div>
  )
}

/** The place of something that is still on its way. */
export function Loading({ what = 'Loading' }: { what?: string }) {
  return (
    <div role="status" className="flex flex-col gap-2.5 p-4">
      <span className="sr-only">{what}</span>
      {[80, 62, 70].map((width) => (
        <div key={width} className="h-3.5 animate-pulse rounded bg-sunken" style={{ width: `${width}%` }} />
      ))}
    </div>
  )
}
