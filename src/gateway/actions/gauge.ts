import type { Sample } from './sample.ts'

/** Line and line-to-neutral samples of one conductor mean the same for a sum; both are never added. */
const LINES: readonly (readonly string[])[] = [
  ['L1', 'L2', 'L3'],
  ['L1-N', 'L2-N', 'L3-N'],
]

/**
 * The samples of one measurand in one reading. The outlet is where a customer is supplied; samples of other places count
 * only when there are none of it.
 */
export class Gauge {
  #location: string | undefined
  #whole: number | undefined
  #phases: Map<string, number> | undefined

  take(sample: Sample, value: number | undefined): void {
    if (value === undefined) return
    const location = sample.location ?? 'Outlet'
    if (this.#location === undefined) this.#location = location
    else if (location !== this.#location) {
      if (location !== 'Outlet') return
      this.#location = location
      this.#whole = undefined
      this.#phases = undefined
    }
    if (sample.phase === undefined) this.#whole = value
    else {
      this.#phases ??= new Map()
      this.#phases.set(sample.phase, value)
    }
  }

  /** The sample over all phases, or else the sum of the phases. */
  total(): number | undefined {
    return this.#whole ?? fold(this.#lines(), (sum, value) => Math.round((sum + value) * 1000) / 1000)
  }

  /** The most any phase carries. */
  highest(): number | undefined {
    return this.#whole ?? fold(this.#lines(), Math.max)
  }

  /** The mean over the phases; between line and neutral when the station says both. */
  mean(): number | undefined {
    if (this.#whole !== undefined) return this.#whole
    const lines = this.#lines()
    const values = lines.length > 0 ? lines : [...(this.#phases?.values() ?? [])]
    const sum = fold(values, (total, value) => total + value)
    return sum === undefined ? undefined : Math.round((sum / values.length) * 1000) / 1000
  }

  #lines(): number[] {
    const phases = this.#phases
    if (phases === undefined) return []
    for (const names of LINES) {
      const values = names.flatMap((name) => phases.get(name) ?? [])
      if (values.length > 0) return values
    }
    return []
  }
}

function fold(values: readonly number[], combine: (a: number, b: number) => number): number | undefined {
  return values.length === 0 ? undefined : values.reduce((a, b) => combine(a, b))
}
