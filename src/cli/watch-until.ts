import type { ApiClient, LiveEvent } from '#api-client'
import type { Clock } from '#kernel'
import { Bell } from './bell.ts'
import { stayingAlive } from './staying-alive.ts'

/** How long to wait for a live event before asking anyhow: an event may be left out, an answer may not. */
const ASK_AGAIN_MS = 1_000

/** What is watched, and until when. */
export interface Watch<Thing> {
  readonly api: ApiClient
  readonly clock: Clock
  /** Only live events of this station are listened to; of all if absent. */
  readonly stationId?: string
  /** True for live events that tell of it. */
  readonly concerns: (event: LiveEvent) => boolean
  /** How it stands now. */
  readonly ask: () => Promise<Thing>
  readonly isOver: (thing: Thing) => boolean
  /** Hears each state that was seen. */
  readonly onSeen: (thing: Thing) => void
  /** Ends the watching before it is over; the last state seen is the result then. */
  readonly signal?: AbortSignal
}

/** Watches something until it is over: asks whenever a live event tells of it, and now and then. */
export async function watchUntil<Thing>(watch: Watch<Thing>): Promise<Thing> {
  const bell = new Bell()
  const done = new AbortController()
  const ended = watch.signal === undefined ? done.signal : AbortSignal.any([done.signal, watch.signal])
  const wake = () => bell.ring()
  watch.signal?.addEventListener('abort', wake)
  const events = ringOnEvents(watch, bell, ended)
  try {
    for (;;) {
      // The first ring is the stream being there: what happened before is in the first answer.
      const timer = watch.clock.after(ASK_AGAIN_MS, () => bell.ring())
      await stayingAlive(bell.rung())
      timer.cancel()
      const seen = await watch.ask()
      watch.onSeen(seen)
      if (watch.isOver(seen) || watch.signal?.aborted === true) return seen
    }
  } finally {
    done.abort()
    watch.signal?.removeEventListener('abort', wake)
    await events
  }
}

async function ringOnEvents(
  { api, stationId, concerns }: Pick<Watch<never>, 'api' | 'stationId' | 'concerns'>,
  bell: Bell,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const event of api.follow(stationId === undefined ? {} : { stationId }, signal)) {
      if (event.kind === 'open' || concerns(event)) bell.ring()
    }
  } catch {
    // Asking now and then goes on without it.
  }
}
