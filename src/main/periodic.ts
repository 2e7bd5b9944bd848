import type { Clock, Timer } from '#kernel'

export interface Periodic {
  readonly everyMs: number
  readonly work: () => Promise<unknown>
  readonly onError: (cause: unknown) => void
  readonly clock: Clock
  /** From 0 to 1, exclusive; the part of a period before the first run. */
  readonly random?: () => number
}

/**
 * Does work again and again, the first time after a part of its period left to chance: jobs of one program, and the same job of many nodes,
 * do not come at one moment and have what stations say wait behind them. A run that outlasts its period has no second one beside it. One
 * that is cut off because the program stops is no failure: the next program goes on with it.
 */
export function startPeriodic({ everyMs, work, onError, clock, random = Math.random }: Periodic): { stop(): void } {
  let running = false
  let stopped = false
  let timer: Timer
  const run = async () => {
    running = true
    try {
      await work()
    } catch (cause) {
      if (!stopped) onError(cause)
    } finally {
      running = false
    }
  }
  const wait = (ms: number) => {
    timer = clock.after(ms, () => {
      wait(everyMs)
      if (!running) void run()
    })
  }
  wait(everyMs * random())
  return {
    stop() {
      stopped = true
      timer.cancel()
    },
  }
}
