import type { RebootSchedule } from '#api-client'

/** `every day`, `every week`, `every 10 days`. */
export function everyWords(days: number): string {
  if (days === 1) return 'every day'
  if (days === 7) return 'every week'
  return days % 7 === 0 ? `every ${days / 7} weeks` : `every ${days} days`
}

/** What came of a turn, and the colour it is said in. */
export const resultWords: Readonly<
  Record<NonNullable<RebootSchedule['lastResult']>, { readonly label: string; readonly tone: string }>
> = {
  begun: { label: 'Begun', tone: 'text-good' },
  'no-stations': { label: 'No station fitted', tone: 'text-warn' },
  'too-many': { label: 'Too many stations fitted', tone: 'text-bad' },
}
