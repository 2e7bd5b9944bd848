import type { DerMode } from '../physics/der-mode.ts'

type TripMode = 'HFMustTrip' | 'LFMustTrip'

/** For how long the frequency may be beyond a value: that in Hz, and seconds. */
export interface TripCurve {
  readonly mode: TripMode
  readonly points: readonly { readonly x: number; readonly y: number }[]
}

export interface Outlook {
  /** Which control lets nothing be fed now. */
  readonly tripped?: DerMode
  /** When to look again, where the grid stays as it is. */
  readonly nextMs?: number
}

/** Trip curves of the frequency: how long it has been beyond each of their points (2.1 R04, ride-through). */
export class FrequencyTrips {
  #since: ReadonlyMap<string, number> = new Map()

  look(curves: readonly TripCurve[], frequencyHz: number, nowMs: number): Outlook {
    const beyond = curves.flatMap(({ mode, points }) =>
      points
        .filter(({ x }) => (mode === 'HFMustTrip' ? frequencyHz > x : frequencyHz < x))
        .map(({ x, y }) => ({ mode, key: `${mode} ${x} ${y}`, lengthMs: y * 1000 })),
    )
    this.#since = new Map(beyond.map(({ key }) => [key, this.#since.get(key) ?? nowMs]))
    const due = beyond
      .map(({ mode, key, lengthMs }) => ({ mode, atMs: (this.#since.get(key) ?? nowMs) + lengthMs }))
      .sort((one, other) => one.atMs - other.atMs)
    const [first] = due
    if (first === undefined) return {}
    return first.atMs <= nowMs ? { tripped: first.mode } : { nextMs: first.atMs }
  }
}
