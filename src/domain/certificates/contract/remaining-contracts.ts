import { createHash } from 'node:crypto'
import type { Clock } from '#kernel'
import type { ContractRequest } from './contract.ts'

/** Requests of vehicles that have not fetched all their contracts yet. */
export const MOST_OPEN = 1_000
/** A vehicle fetches them one after the other while it is plugged in. */
const KEPT_MS = 600_000

/** Contracts a vehicle has still to fetch, by asking for them with the same words (2.1 M01.FR.06 and 07). */
export class RemainingContracts {
  readonly #clock: Clock
  readonly #open = new Map<string, { readonly responses: readonly string[]; readonly untilMs: number }>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** The next one, and how many come after it; undefined when this request is a new one. */
  next(request: ContractRequest): { readonly exiResponse: string; readonly remaining: number } | undefined {
    const key = keyOf(request)
    const found = this.#open.get(key)
    this.#open.delete(key)
    if (found === undefined || found.untilMs < this.#clock.monotonicMs()) return undefined
    const [exiResponse, ...more] = found.responses
    if (exiResponse === undefined) return undefined
    this.keep(request, more)
    return { exiResponse, remaining: more.length }
  }

  /** What is there for later; the oldest give way when there are too many. */
  keep(request: ContractRequest, responses: readonly string[]): void {
    if (responses.length === 0) return
    this.#open.set(keyOf(request), { responses, untilMs: this.#clock.monotonicMs() + KEPT_MS })
    for (const key of this.#open.keys()) {
      if (this.#open.size <= MOST_OPEN) return
      this.#open.delete(key)
    }
  }
}

function keyOf({ stationId, exiRequest, schemaVersion }: ContractRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([stationId, schemaVersion, exiRequest]))
    .digest('base64url')
}
