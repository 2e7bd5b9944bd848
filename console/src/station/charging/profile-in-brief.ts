import type { ItemOf } from '../../api/ask.ts'

type Profile = NonNullable<ItemOf<'GET /stations/{id}/charging-profiles'>['sent']>

/** What a profile comes to in a line: `16 A`, `16 A, 3 steps from 6 to 32 A`, with how it repeats. */
export function profileInBrief(profile: Profile | undefined): string {
  const [schedule] = profile?.schedules ?? []
  if (profile === undefined || schedule === undefined) return 'not told'
  const limits = schedule.periods.flatMap(({ limit, setpoint }) => limit ?? setpoint ?? [])
  const numbers = limits.map(Number)
  const [lowest, highest] = [Math.min(...numbers), Math.max(...numbers)]
  const unit = schedule.rateUnit
  const what =
    limits.length === 0
      ? 'no limit'
      : lowest === highest
        ? `${lowest} ${unit}`
        : `${lowest} to ${highest} ${unit} in ${limits.length} steps`
  const how = profile.kind === 'recurring' ? `, ${profile.recurrence ?? 'recurring'}` : ''
  return `${what}${how}`
}
