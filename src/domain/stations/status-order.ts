/** A station's clock that is further off than this cannot order anything (C-08). */
export const MAX_CLOCK_SKEW_MS = 5 * 60_000

/**
 * The time by which a status takes its place among others: the station's own, unless its clock is so far from ours that
 * only the order of arrival means anything. A station that has lost its clock says 1970 until it is told the time.
 */
export function orderingTime(at: Date, receivedAt: Date): Date {
  const skewMs = Math.abs(at.getTime() - receivedAt.getTime())
  return skewMs <= MAX_CLOCK_SKEW_MS ? at : receivedAt
}
