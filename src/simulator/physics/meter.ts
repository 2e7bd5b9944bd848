const MS_PER_HOUR = 3_600_000

/** An electricity meter: one register for each direction, which only ever rises, read in whole watt-hours. */
export class Meter {
  /** Exact, in W·ms; whole numbers up to 2^53 of them are 2.5 GWh. */
  #wattMs: number
  #exportWattMs = 0

  constructor(registerWh: number) {
    this.#wattMs = registerWh * MS_PER_HOUR
  }

  /** @param powerW negative where energy came from the car @param durationMs never negative */
  add(powerW: number, durationMs: number): void {
    if (powerW < 0) this.#exportWattMs -= powerW * durationMs
    else this.#wattMs += powerW * durationMs
  }

  /** What cars have given back: completed watt-hours. */
  get exportWh(): number {
    return Math.floor(this.#exportWattMs / MS_PER_HOUR)
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
