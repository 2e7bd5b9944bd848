import type { Iso } from '../api/types.ts'

/** A month in UTC as the API takes it: from its first moment to that of the next. */
export function monthBounds(month: string): { readonly from: Iso; readonly to: Iso } {
  const [year = 1970, number = 1] = month.split('-').map(Number)
  return {
    from: new Date(Date.UTC(year, number - 1, 1)).toISOString(),
    to: new Date(Date.UTC(year, number, 1)).toISOString(),
  }
}

/** `2026-11`. */
export const monthOf = (at: Date): string => at.toISOString().slice(0, 7)

/** The last `count` months, the newest first. */
export function monthsBefore(now: Date, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) =>
    monthOf(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - index, 1))),
  )
}

export const daysIn = (month: string): number => new Date(Date.parse(monthBounds(month).to) - 1).getUTCDate()

/** `November 2026`. */
export const monthName = (month: string): string =>
  new Date(monthBounds(month).from).toLocaleDateString('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })
