const MS_PER_HOUR = 3_600_000

/** An electricity meter: a register that only ever rises, read in whole watt-hours. */
export class Meter {
  /** Exact, in W·ms; whole numbers up to 2^53 of them are 2.5 GWh. */
  #wattMs: number

  constructor(registerWh: number) {
    this.#wattMs = registerWh * MS_PER_HOUR
  }

  /** @param powerW never negative @param durationMs never negative */
  add(powerW: number, durationMs: number): void {
    this.#wattMs += powerW * durationMs
  }

  /** What the display shows: completed watt-hours. */
  get registerWh(): number {
    return Math.floor(this.#wattMs / MS_PER_HOUR)
  }

  /** The unrounded figure, for those who check the arithmetic. */
  get exactWh(): number {
    return this.#wattMs / MS_PER_HOUR
  }
}
