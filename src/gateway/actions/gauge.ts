import type { Sample } from './sample.ts'

/** Line and line-to-neutral samples of one conductor mean the same for a sum; both are never added. */
const PLACES: Readonly<Record<string, number>> = { L1: 0, L2: 1, L3: 2, 'L1-N': 3, 'L2-N': 4, 'L3-N': 5 }
const LINES = 3

/**
 * The samples of one measurand in one reading. The outlet is where a customer is supplied; samples of other places count
 * only when there are none of it. Written without maps and lists of its own where it can be: four of them are made for every
 * reading of every station.
 */
export class Gauge {
  #location: string | undefined
  #whole: number | undefined
  /** Line samples by {@link PLACES}, NaN where there is none. */
  #lines: number[] | undefined
  /** Samples of any other phase. */
  #others: Map<string, number> | undefined

  take(sample: Sample, value: number | undefined): void {
    if (value === undefined) return
    const location = sample.location ?? 'Outlet'
    if (this.#location === undefined) this.#location = location
    else if (location !== this.#location) {
      if (location !== 'Outlet') return
      this.#location = location
      this.#whole = undefined
      this.#lines = undefined
      this.#others = undefined
    }
    if (sample.phase === undefined) this.#whole = value
    else this.#takePhase(sample.phase, value)
  }

  /** The sample over all phases, or else the sum of the phases. */
  total(): number | undefined {
    if (this.#whole !== undefined) return this.#whole
    return this.#overLines((total, value) => Math.round((total + value) * 1000) / 1000)?.value
  }

  /** The most any phase carries. */
  highest(): number | undefined {
    return this.#whole ?? this.#overLines(Math.max)?.value
  }

  /** The mean over the phases; between line and neutral when the station says both. */
  mean(): number | undefined {
    if (this.#whole !== undefined) return this.#whole
    const sum = this.#overLines(add) ?? this.#overOthers()
    return sum === undefined ? undefined : Math.round((sum.value / sum.count) * 1000) / 1000
  }

  #takePhase(phase: string, value: number): void {
    const place = PLACES[phase]
    if (place === undefined) {
      this.#others ??= new Map()
      this.#others.set(phase, value)
      return
    }
    this.#lines ??= [Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN]
    this.#lines[place] = value
  }

  /** Over the lines, or else over the lines to neutral; undefined when there is no sample of either. */
  #overLines(combine: (a: number, b: number) => number): { value: number; count: number } | undefined {
    const lines = this.#lines
    if (lines === undefined) return undefined
    return overSome(lines, 0, combine) ?? overSome(lines, LINES, combine)
  }

  #overOthers(): { value: number; count: number } | undefined {
    if (this.#others === undefined) return undefined
    const values = [...this.#others.values()]
    return { value: values.reduce(add), count: values.length }
  }
}

function overSome(
  values: readonly number[],
  from: number,
  combine: (a: number, b: number) => number,
): { value: number; count: number } | undefined {
  let value = Number.NaN
  let count = 0
  for (let place = from; place < from + LINES; place++) {
    const next = values[place] ?? Number.NaN
    if (Number.isNaN(next)) continue
    value = count === 0 ? next : combine(value, next)
    count += 1
  }
  return count === 0 ? undefined : { value, count }
}

function add(a: number, b: number): number {
  return a + b
}
