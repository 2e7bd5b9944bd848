import type { Clock, Timer } from '#kernel'
import type { ExternalLimit } from '../station/external-limit.ts'
import type { Fault } from '../station/fault.ts'
import type { Station } from '../station/station.ts'
import { imposeLimit, liftLimit } from '../v2/external-control.ts'

interface Course {
  readonly begin: () => void
  readonly end: () => void
  readonly firstAfterMs: number
  readonly lastsMs: number
  readonly pauseMs: number
}

/** Something that befalls a station of the demo now and then, and is over after a while. */
export class Mishap {
  readonly #course: Course
  readonly #clock: Clock
  #next: Timer | undefined

  constructor(course: Course, clock: Clock) {
    this.#course = course
    this.#clock = clock
  }

  start(): void {
    this.#next = this.#clock.after(this.#course.firstAfterMs, () => this.#begin())
  }

  stop(): void {
    this.#next?.cancel()
  }

  #begin(): void {
    const { begin, end, lastsMs, pauseMs } = this.#course
    begin()
    this.#next = this.#clock.after(lastsMs, () => {
      end()
      this.#next = this.#clock.after(pauseMs, () => this.#begin())
    })
  }
}

/**
 * EVSE 1 breaks and is mended, so that there is something to see of alerts: well at first, so that its first car can come; then broken
 * about a quarter of the time.
 */
export function breakdowns(station: Station, fault: Fault, clock: Clock): Mishap {
  const course = { begin: () => station.fail(fault), end: () => station.recover() }
  return new Mishap({ ...course, firstAfterMs: 20_000, lastsMs: 240_000, pauseMs: 720_000 }, clock)
}

/**
 * The building needs its power for itself, and leaves its station no more than this: free at first, so that its cars are seen at full
 * power; then limited about a third of the time.
 */
export function houseLoad(station: Station, limit: ExternalLimit, clock: Clock): Mishap {
  const course = { begin: () => imposeLimit(station, limit), end: () => liftLimit(station, limit) }
  return new Mishap({ ...course, firstAfterMs: 30_000, lastsMs: 120_000, pauseMs: 240_000 }, clock)
}
