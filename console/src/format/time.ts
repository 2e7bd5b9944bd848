const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})
const minute = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })
const dayOfYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' })

/** How long ago, in one unit: `now`, `12 s`, `4 min`, `3 h`, `2 d`. */
export function ago(at: number, now: number): string {
  const seconds = Math.floor((now - at) / 1_000)
  if (seconds < 2) return 'now'
  return `${span(seconds)} ago`
}

/** A length of time in its largest whole unit. */
export function span(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`
  return `${Math.floor(seconds / 86_400)} d`
}

/** How long something lasted, hours and minutes: `1 h 05 min`, `12 min`, `40 s`. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}

export const clockTime = (at: Date): string => clock.format(at)

/** Local date and time, as short as it can be told: today only the time, this year without the year. */
export function dateTime(at: Date, now: Date, seconds = false): string {
  const time = (seconds ? clock : minute).format(at)
  if (at.toDateString() === now.toDateString()) return time
  const date = at.getFullYear() === now.getFullYear() ? day.format(at) : dayOfYear.format(at)
  return `${date}, ${time}`
}

/** The same moment in UTC, for a tooltip: `2026-11-21 10:04:05 UTC`. */
export const utc = (at: Date): string => `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`
