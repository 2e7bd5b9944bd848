import { AppError } from '#kernel'

/** Lets a few pieces of work run at once and a few more wait; whoever comes beyond that is turned away. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>

/** @throws AppError `too-many`, from the gate, when `waiting` already wait. */
export function createGate({ running, waiting }: { running: number; waiting: number }): Gate {
  let busy = 0
  const queue: (() => void)[] = []

  async function enter(): Promise<void> {
    if (busy < running) {
      busy += 1
      return
    }
    if (queue.length >= waiting) throw new AppError('too-many', 'Too many sign-ins at once; try again in a moment')
    await new Promise<void>((resolve) => queue.push(resolve))
  }

  function leave(): void {
    const next = queue.shift()
    // The place is handed on, so `busy` stays.
    if (next) next()
    else busy -= 1
  }

  return async (work) => {
    await enter()
    try {
      return await work()
    } finally {
      leave()
    }
  }
}
