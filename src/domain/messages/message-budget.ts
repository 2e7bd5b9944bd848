/** How many messages may be kept: in all, and of one station, so that one that floods silences only itself. */
export interface BudgetLimits {
  readonly perSecond: number
  readonly perStationPerSecond: number
}

/** Counts messages by the second. Remembers no more stations than messages it lets through. */
export class MessageBudget {
  readonly #limits: BudgetLimits
  readonly #ofStation = new Map<string, number>()
  #second = Number.NEGATIVE_INFINITY
  #spent = 0

  constructor(limits: BudgetLimits) {
    this.#limits = limits
  }

  /** Takes one message's share at `nowMs` of a clock that never goes back; what is used up when it cannot. */
  take(stationId: string, nowMs: number): 'taken' | 'station-budget' | 'budget' {
    const second = Math.floor(nowMs / 1_000)
    if (second !== this.#second) {
      this.#second = second
      this.#spent = 0
      this.#ofStation.clear()
    }
    if (this.#spent >= this.#limits.perSecond) return 'budget'
    const spent = this.#ofStation.get(stationId) ?? 0
    if (spent >= this.#limits.perStationPerSecond) return 'station-budget'
    this.#ofStation.set(stationId, spent + 1)
    this.#spent += 1
    return 'taken'
  }
}
