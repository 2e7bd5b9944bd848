import { setImmediate as nextTurn } from 'node:timers/promises'

/** Work that ends a step of some milliseconds with each `yield`, so that it need not be done in one go. */
export type Steps<Result> = Generator<undefined, Result>

/** Does it all now: for what is known to be little. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** Does it step by step, with a turn for everybody else between two steps. */
export async function inTurns<Result>(steps: Steps<Result>): Promise<Result> {
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    await nextTurn()
  }
}
