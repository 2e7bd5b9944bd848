import * as hdr from 'hdr-histogram-js'

/** Times of many answers, kept exactly enough for the fifth nine. */
export class Latency {
  readonly #histogram = hdr.build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 600_000_000,
    numberOfSignificantValueDigits: 3,
  })
  #withinSecond = 0

  /** @param ms milliseconds */
  record(ms: number): void {
    if (ms <= 1_000) this.#withinSecond += 1
    this.#histogram.recordValue(Math.max(1, Math.round(ms * 1_000)))
  }

  /** Takes up all that another has recorded. */
  add(other: Latency): void {
    this.#withinSecond += other.#withinSecond
    this.#histogram.add(other.#histogram)
  }

  summary(): LatencySummary {
    const at = (percentile: number) => this.#histogram.getValueAtPercentile(percentile) / 1_000
    const count = this.#histogram.totalCount
    return {
      count,
      p50Ms: at(50),
      p99Ms: at(99),
      p999Ms: at(99.9),
      p99999Ms: at(99.999),
      maxMs: this.#histogram.maxValue / 1_000,
      withinSecond: count === 0 ? 0 : this.#withinSecond / count,
    }
  }
}

export interface LatencySummary {
  readonly count: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly p999Ms: number
  readonly p99999Ms: number
  readonly maxMs: number
  /** Share answered within a second, 0 to 1. */
  readonly withinSecond: number
}
