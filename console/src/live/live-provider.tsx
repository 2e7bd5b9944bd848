import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { applyLive } from './apply-live.ts'
import { CallHints } from './call-hints.ts'
import { hintsOf } from './hints.ts'
import { type LiveState, LiveStream } from './live-stream.ts'
import { recordPower } from './power-trail.ts'
import { APART_MS, RefetchGate } from './refetch-gate.ts'

const APART_OF_ONE_MS = 700

const LiveContext = createContext<LiveState>('connecting')

export const useLiveState = (): LiveState => useContext(LiveContext)

/** Keeps everything below it up to date: with one station's events, its messages among them, or with everybody's. */
export function LiveProvider({ stationId, children }: { stationId: string | undefined; children: ReactNode }) {
  const client = useQueryClient()
  const [state, setState] = useState<LiveState>('connecting')

  useEffect(() => {
    const known = new Set<string>()
    const calls = new CallHints()
    // One station makes no storm: what is shown of it follows within a second.
    const apartMs = stationId === undefined ? APART_MS : APART_OF_ONE_MS
    const gate = new RefetchGate((queryKey) => void client.invalidateQueries({ queryKey }), undefined, apartMs)
    const stream = new LiveStream(stationId, {
      onState: (next) => {
        setState(next)
        // A stream that cannot be opened tells no reason; a session that has ended is one.
        if (next !== 'live') gate.wish(['me'])
      },
      onGap: () => void client.invalidateQueries(),
      onEvents: (events) => {
        applyLive(client, events)
        recordPower(events)
        for (const event of events) {
          for (const key of hintsOf(event, known)) gate.wish(key)
          if (event.kind === 'message') for (const key of calls.of(event)) gate.wish(key)
        }
      },
    })
    return () => stream.close()
  }, [client, stationId])

  return <LiveContext value={state}>{children}</LiveContext>
}
