import { type ReactNode, useState } from 'react'

interface FoldedProps {
  readonly names: readonly string[]
  /** Something inside is at fault: it cannot stay hidden. */
  readonly wrong: boolean
  readonly children: ReactNode
}

/** What is seldom needed, under its names. */
export function Folded({ names, wrong, children }: FoldedProps) {
  const [opened, setOpened] = useState(false)
  const open = opened || wrong
  return (
    <details open={open} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary className="truncate rounded-md text-[0.9rem] text-soft hover:text-ink">
        {open ? 'Less' : 'More'}
        {!open && <span className="ml-2 text-faint">{names.join(', ')}</span>}
      </summary>
      <div className="mt-3 flex flex-col gap-3.5">{children}</div>
    </details>
  )
}
