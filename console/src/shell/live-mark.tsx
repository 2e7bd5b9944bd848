import { useLiveState } from '../live/live-provider.tsx'
import type { LiveState } from '../live/live-stream.ts'

const looks: Record<LiveState, { label: string; dot: string; title: string }> = {
  live: { label: 'Live', dot: 'bg-good', title: 'This page follows what happens as it happens.' },
  connecting: { label: 'Connecting', dot: 'bg-warn animate-pulse', title: 'The live connection is being opened.' },
  reconnecting: {
    label: 'Reconnecting',
    dot: 'bg-warn animate-pulse',
    title: 'The live connection is broken; what you see may be old. It is being opened again.',
  },
}

/** Whether the page is up to date by itself. */
export function LiveMark() {
  const { label, dot, title } = looks[useLiveState()]
  return (
    <span role="status" title={title} className="flex items-center gap-2 text-[0.9rem] text-soft">
      <span className={`size-2 rounded-full ${dot}`} aria-hidden />
      {label}
    </span>
  )
}
