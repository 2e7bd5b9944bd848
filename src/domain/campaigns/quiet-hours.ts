export const HOURS_OF_WEEK = 168

const HOUR_MS = 3_600_000
/** 1970-01-01 was a Thursday. */
const FIRST_MONDAY_MS = 4 * 24 * HOUR_MS
/** The quarter of the week in which a station is used least. */
const QUIET_HOURS = HOURS_OF_WEEK / 4

/** The hour of the week a moment is in: 0 is Monday, midnight, in UTC. */
export function hourOfWeek(at: Date): number {
  const hours = Math.floor((at.getTime() - FIRST_MONDAY_MS) / HOUR_MS) % HOURS_OF_WEEK
  return (hours + HOURS_OF_WEEK) % HOURS_OF_WEEK
}

/**
 * In which hours of the week a station is little used, told by how many transactions ran in each. An hour counts together
 * with the one after it, because what is begun in it may last. At least a quarter of the week is quiet, all of it for a
 * station that is never used.
 */
export function quietHours(used: readonly number[]): boolean[] {
  const weights = Array.from({ length: HOURS_OF_WEEK }, (_, hour) => at(used, hour) + at(used, hour + 1))
  const bound = weights.toSorted((one, other) => one - other)[QUIET_HOURS - 1] ?? 0
  return weights.map((weight) => weight <= bound)
}

/** The first moment from this one on that is in a quiet hour; the moment itself where none is known. */
export function nextQuietHour(quiet: readonly boolean[], from: Date): Date {
  const first = hourOfWeek(from)
  for (let hours = 0; hours < HOURS_OF_WEEK; hours += 1) {
    if (quiet[(first + hours) % HOURS_OF_WEEK] !== true) continue
    return hours === 0 ? from : new Date((Math.floor(from.getTime() / HOUR_MS) + hours) * HOUR_MS)
  }
  return from
}

function at(used: readonly number[], hour: number): number {
  return used[hour % HOURS_OF_WEEK] ?? 0
}
