import type { Clock } from './clock.ts'

/** An answer that took less is always made anew. */
const CHEAP_MS = 100
/** How many times as long as it took an answer is given again. */
const LASTING = 10
const KEPT_LIMIT = 1_000

interface Given<Answer> {
  readonly answer: Promise<Answer>
  /** Until when it is given again; while it is being made, for ever. */
  untilMs: number
}

/**
 * Spares a costly question that many ask at once, and again with every change: whoever asks while it is being answered gets that
 * answer, and one that was costly is given again for a while, so that the question never takes more than a tenth of the time.
 * A failure is given to those who wait for it, and not again.
 */
export function sparing<Asked, Answer>(
  clock: Clock,
  keyOf: (asked: Asked) => string,
  ask: (asked: Asked) => Promise<Answer>,
): (asked: Asked) => Promise<Answer> {
  const given = new Map<string, Given<Answer>>()
  return (asked) => {
    const key = keyOf(asked)
    const startMs = clock.monotonicMs()
    const former = given.get(key)
    if (former !== undefined && startMs < former.untilMs) return former.answer
    const one: Given<Answer> = { answer: ask(asked), untilMs: Number.POSITIVE_INFINITY }
    const end = (lastsMs: number) => {
      one.untilMs = clock.monotonicMs() + lastsMs
      if (lastsMs === 0 && given.get(key) === one) given.delete(key)
    }
    one.answer.then(
      () => {
        const tookMs = clock.monotonicMs() - startMs
        end(tookMs < CHEAP_MS ? 0 : LASTING * tookMs)
      },
      () => end(0),
    )
    if (given.size >= KEPT_LIMIT) given.clear()
    given.set(key, one)
    return one.answer
  }
}
