import { AppError, type Clock } from '#kernel'
import type { FailureKind } from './database-error.ts'

/** Hears what became of an item: an error, or else its result. */
export type Settle<Item, Result> = (error: unknown, result: Result | undefined, item: Item) => void

export interface FlushPolicy<Item, Result> {
  readonly name: string
  readonly flush: (items: Item[]) => Promise<readonly Result[]>
  readonly kindOf: (thrown: unknown) => FailureKind
  readonly retryForMs: number
  readonly clock: Clock
}

/** Results in the order of the items; the errors of those that failed, by their place. */
export interface FlushOutcome<Result> {
  readonly results: readonly (Result | undefined)[]
  readonly errors?: ReadonlyMap<number, unknown>
}

const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 1_000
const MAX_COLLISIONS = 10

/** Flushes a group; where items of it are at fault, flushes its halves one after the other, down to each such item. */
export async function flushBisecting<Item, Result>(
  policy: FlushPolicy<Item, Result>,
  items: Item[],
): Promise<FlushOutcome<Result>> {
  try {
    return { results: await flushRetrying(policy, items) }
  } catch (error) {
    if (items.length > 1 && policy.kindOf(error) === 'row') return await flushHalves(policy, items)
    return { results: [], errors: new Map(items.map((_, index) => [index, error])) }
  }
}

async function flushHalves<Item, Result>(
  policy: FlushPolicy<Item, Result>,
  items: Item[],
): Promise<FlushOutcome<Result>> {
  const middle = items.length >> 1
  const first = await flushBisecting(policy, items.slice(0, middle))
  const second = await flushBisecting(policy, items.slice(middle))
  const errors = new Map(first.errors)
  for (const [index, error] of second.errors ?? []) errors.set(index + middle, error)
  const results = new Array<Result | undefined>(items.length)
  for (let index = 0; index < items.length; index++) {
    results[index] = index < middle ? first.results[index] : second.results[index - middle]
  }
  return { results, errors }
}

/** Flushes; tries again while the database is away or other transactions are in the way, both within bounds. */
async function flushRetrying<Item, Result>(
  policy: FlushPolicy<Item, Result>,
  items: Item[],
): Promise<readonly Result[]> {
  const startMs = policy.clock.monotonicMs()
  let pauseMs = FIRST_PAUSE_MS
  let collisions = 0
  for (;;) {
    try {
      const results = await policy.flush(items)
      if (results.length !== items.length) throw wrongCount(policy.name, items.length, results.length)
      return results
    } catch (thrown) {
      const kind = policy.kindOf(thrown)
      const tooLate = policy.clock.monotonicMs() - startMs + pauseMs > policy.retryForMs
      if (kind === 'unavailable' && tooLate) throw unavailable(thrown)
      if (kind === 'collision' && ++collisions > MAX_COLLISIONS) throw unavailable(thrown)
      if (kind === 'row' || kind === 'bug') throw thrown
    }
    await new Promise<void>((resolve) => policy.clock.after(pauseMs, resolve))
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
  }
}

function unavailable(cause: unknown): AppError {
  if (cause instanceof AppError && cause.code === 'unavailable') return cause
  return new AppError('unavailable', 'The database cannot take this now', {}, { cause })
}

/** A flush that loses count is a bug, but not one of any item's: splitting would only repeat it. */
function wrongCount(name: string, wanted: number, got: number): AppError {
  return new AppError('internal', `The lane ${name} gave ${got} results for ${wanted} items`)
}
