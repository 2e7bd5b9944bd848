import { followAlarming } from '#domain/live'
import { type Bus, type Clock, describeFailure, type Logger, type Subscription, type Timer } from '#kernel'
import type { Alerts } from './alert.ts'

export interface LookOptions {
  readonly alerts: Pick<Alerts, 'sweep' | 'deliver'>
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
}

/** Looks have at least this between them, however much goes wrong at once. */
export const LOOK_PAUSE_MS = 2_000

/**
 * Looks for alerts as soon as something alarming was told, and tells recipients of what it found. What it misses, and what is
 * only known by time going by, is found by those who look regularly.
 */
export function lookAtOnce({ alerts, bus, clock, logger }: LookOptions): Subscription {
  let waiting: Timer | undefined
  let stopped = false
  let notBeforeMs = Number.NEGATIVE_INFINITY

  async function look(): Promise<void> {
    waiting = undefined
    notBeforeMs = clock.monotonicMs() + LOOK_PAUSE_MS
    try {
      if ((await alerts.sweep()) > 0) await alerts.deliver()
    } catch (thrown) {
      // What a stop cuts off is found after the next start.
      if (!stopped) logger.warn('Alerts could not be looked for at once', { cause: describeFailure(thrown) })
    }
  }

  const following = followAlarming(bus, () => {
    waiting ??= clock.after(Math.max(0, notBeforeMs - clock.monotonicMs()), () => void look())
  })
  return {
    stop() {
      stopped = true
      following.stop()
      waiting?.cancel()
    },
  }
}
