/** How many messages may be kept: in all, and of one station, so that one that floods silences only itself. */
export interface BudgetLimits {
  readonly perSecond: number
  readonly perStationPerSecond: number
}

/**
 * Counts messages: those of one station by the second, those of all by what flows back evenly. A budget that were whole again with every second
 * would be spent at its beginning, and everybody would wait for that burst. Remembers no more stations than messages it lets through.
 */
export class MessageBudget {
  readonly #limits: BudgetLimits
  readonly #ofStation = new Map<string, number>()
  #second = Number.NEGATIVE_INFINITY
  #left: number
  #filledMs: number | undefined

  constructor(limits: BudgetLimits) {
    this.#limits = limits
    this.#left = limits.perSecond
  }

  /** Takes one message's share at `nowMs` of a clock that never goes back; what is used up when it cannot. */
  take(stationId: string, nowMs: number): 'taken' | 'station-budget' | 'budget' {
    this.#fill(nowMs)
    if (this.#left < 1) return 'budget'
    const spent = this.#ofStation.get(stationId) ?? 0
    if (spent >= this.#limits.perStationPerSecond) return 'station-budget'
    this.#ofStation.set(stationId, spent + 1)
    this.#left -= 1
    return 'taken'
  }

  #fill(nowMs: number): void {
    const { perSecond } = this.#limits
    const passedMs = nowMs - (this.#filledMs ?? nowMs)
    this.#left = Math.min(perSecond, this.#left + (passedMs * perSecond) / 1_000)
    this.#filledMs = nowMs
    const second = Math.floor(nowMs / 1_000)
    if (second === this.#second) return
    this.#second = second
    this.#ofStation.clear()
  }
}
