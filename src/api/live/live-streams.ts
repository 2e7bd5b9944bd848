import { isDeepStrictEqual } from 'node:util'
import { type Accounts, type Principal, scopeOf } from '#domain/accounts'
import { followLive, LIVE_KINDS } from '#domain/live'
import {
  AppError,
  type Bus,
  type Clock,
  describeFailure,
  errorCode,
  type Logger,
  type Metrics,
  type Timer,
} from '#kernel'
import { principalBy } from '../auth/authenticate.ts'
import type { Credential } from '../auth/declare-access.ts'
import { LiveStream } from './live-stream.ts'

export const HEARTBEAT_MS = 15_000
/** Streams one node serves at once. */
export const MOST_STREAMS = 2000
/** Streams one person or program may have open on a node at once. */
export const MOST_STREAMS_EACH = 32

const OVERVIEW_KINDS = LIVE_KINDS.filter((kind) => kind !== 'message')

interface Follower {
  readonly stream: LiveStream
  readonly principal: Principal
  readonly credential: Credential
}

/** Everybody who follows live events on this node. */
export interface LiveStreams {
  /** @throws AppError `too-many` */
  open(principal: Principal, credential: Credential, stationId?: string): LiveStream
  /** Ends the streams of this person or program whose session or key no longer holds. */
  recheck(principalId: string): Promise<void>
  closeAll(): void
}

export function createLiveStreams(options: {
  accounts: Accounts
  bus: Bus
  clock: Clock
  logger: Logger
  metrics: Metrics
}): LiveStreams {
  const { accounts, bus, clock, logger, metrics } = options
  const followers = new Set<Follower>()
  const open = metrics.gauge('http_live_streams', 'Streams of live events that are open')
  let timer: Timer | undefined

  function beat(): void {
    timer = clock.after(HEARTBEAT_MS, beat)
    for (const { stream } of followers) stream.heartbeat()
    void recheckAll([...followers])
  }

  async function recheckAll(checked: readonly Follower[]): Promise<void> {
    for (const follower of checked) {
      if (followers.has(follower) && !(await stillHolds(follower))) follower.stream.end()
    }
  }

  async function stillHolds({ credential, principal }: Follower): Promise<boolean> {
    try {
      return isDeepStrictEqual((await principalBy(accounts, credential)).memberships, principal.memberships)
    } catch (thrown) {
      if (errorCode(thrown) === 'unauthenticated') return false
      logger.warn('Could not check whether a live stream may go on', { cause: describeFailure(thrown) })
      return true
    }
  }

  function forget(follower: Follower): void {
    followers.delete(follower)
    open.set(followers.size)
    if (followers.size > 0) return
    timer?.cancel()
    timer = undefined
  }

  return {
    open(principal, credential, stationId) {
      const own = [...followers].filter((follower) => follower.principal.id === principal.id).length
      if (followers.size >= MOST_STREAMS || own >= MOST_STREAMS_EACH) {
        throw new AppError('too-many', 'Too many streams of live events are open already')
      }
      const stream = new LiveStream(() => {
        subscription.stop()
        forget(follower)
      })
      const follower = { stream, principal, credential }
      const filter = stationId === undefined ? { kinds: OVERVIEW_KINDS } : { stationId, kinds: LIVE_KINDS }
      const subscription = followLive(bus, scopeOf(principal), filter, (kind, event) => stream.send(kind, event))
      followers.add(follower)
      open.set(followers.size)
      timer ??= clock.after(HEARTBEAT_MS, beat)
      return stream
    },

    recheck: (principalId) => recheckAll([...followers].filter(({ principal }) => principal.id === principalId)),

    closeAll() {
      for (const { stream } of followers) stream.end()
    },
  }
}
