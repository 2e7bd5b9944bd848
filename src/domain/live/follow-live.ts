import { type Bus, type BusPayload, type Scope, type Subscription, subjectWord } from '#kernel'
import type { LiveEvent } from './live-event.ts'

type LiveKind = LiveEvent['kind']

/** Every kind of live event; the compiler holds the list against the type. */
export const LIVE_KINDS = Object.keys({
  'station-connected': true,
  'station-disconnected': true,
  'station-changed': true,
  status: true,
  transaction: true,
  message: true,
  command: true,
  'station-event': true,
  'firmware-update': true,
  'station-log': true,
  campaign: true,
  alert: true,
  'configuration-drift': true,
} satisfies Record<LiveKind, true>) as LiveKind[]

export interface LiveFilter {
  /** One station only. */
  readonly stationId?: string
  /** These kinds only; `message` comes with every frame of every station, so ask for it with care. */
  readonly kinds: readonly LiveKind[]
}

/** Hears the live events of a scope, each with its kind. */
export function followLive(
  bus: Bus,
  scope: Scope,
  { stationId, kinds }: LiveFilter,
  handle: (kind: LiveKind, payload: BusPayload) => void,
): Subscription {
  const station = stationId === undefined ? '*' : subjectWord(stationId)
  const parties = 'all' in scope ? ['*'] : scope.partyIds.map(subjectWord)
  const subscriptions = parties.flatMap((party) =>
    kinds.map((kind) => bus.subscribe(`live.${party}.${station}.${kind}`, (payload) => handle(kind, payload))),
  )
  return {
    stop() {
      for (const subscription of subscriptions) subscription.stop()
    },
  }
}
