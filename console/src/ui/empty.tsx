import type { ReactNode } from 'react'

interface EmptyProps {
  readonly title: string
  /** One of several lists on a page, which is not to fill it with nothing. */
  readonly small?: boolean
  readonly children?: ReactNode
}

/** What a list says when it has nothing to show: why, and what to do about it. */
export function Empty({ title, small = false, children }: EmptyProps) {
  return (
    <div className={`mx-auto flex max-w-xl flex-col px-4 text-center ${small ? 'gap-0.5 pt-1 pb-5' : 'gap-2 py-10'}`}>
      <p className={`font-medium ${small ? '' : 'text-[1.05rem]'}`}>{title}</p>
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
