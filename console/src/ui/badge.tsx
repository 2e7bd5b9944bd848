import type { ReactNode } from 'react'
import type { Tone } from '../format/words.ts'
import { toneBadge } from './tone.ts'

/** A short word about something, coloured by how good it is. */
export function Badge({
  tone = 'quiet',
  title,
  children,
}: {
  tone?: Tone
  title?: string | undefined
  children: ReactNode
}) {
  return (
    <span
      title={title}
      className={`inline-flex items-center gap-1 whitespace-nowrap rounded-full align-middle px-2 py-px text-[0.82rem] font-medium ${toneBadge[tone]}`}
    >
      {children}
    </span>
  )
}
