import type { Entry } from './entry.ts'

type Order = (a: Entry, b: Entry) => number

const RANK = { started: 0, updated: 1, ended: 2, superseded: 3 } as const

const byTime: Order = (a, b) => a.atMs - b.atMs || RANK[a.kind] - RANK[b.kind] || compare(a.key, b.key)
const byNumber: Order = (a, b) => (a.seqNo ?? 0) - (b.seqNo ?? 0) || byTime(a, b)
const byKind: Order = (a, b) => RANK[a.kind] - RANK[b.kind] || byTime(a, b)

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * The first or the last of some events. 2.x events count themselves; 1.6 ones have only their time, the start before all and the end
 * behind. So it is for all when a 2.x station left a number out, which shows only when every event is known: until then it is
 * the outermost of both orders.
 */
export class Outermost {
  readonly #sign: 1 | -1
  #byNumber: Entry | undefined
  #byKind: Entry | undefined

  constructor(which: 'first' | 'last') {
    this.#sign = which === 'first' ? 1 : -1
  }

  take(entry: Entry): void {
    if (this.#isFurther(entry, this.#byNumber, byNumber)) this.#byNumber = entry
    if (this.#isFurther(entry, this.#byKind, byKind)) this.#byKind = entry
  }

  /** @param counted whether every event has a number */
  found(counted: boolean): Entry | undefined {
    return counted ? this.#byNumber : this.#byKind
  }

  #isFurther(entry: Entry, than: Entry | undefined, order: Order): boolean {
    return than === undefined || this.#sign * order(entry, than) < 0
  }
}
