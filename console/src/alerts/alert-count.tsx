import { useQuery } from '@tanstack/react-query'
import { MOST_OPEN, openAlertsQuery } from '../api/alerts.ts'

/** How many alerts are open, beside the way to them; red while nobody has seen one of them. */
export function AlertCount() {
  const { data: alerts = [] } = useQuery(openAlertsQuery)
  if (alerts.length === 0) return null
  const unseen = alerts.some(({ acknowledgedAt }) => acknowledgedAt === undefined)
  return (
    <span
      data-field="open-alerts"
      title={unseen ? 'Open alerts; some that nobody has seen yet' : 'Open alerts, all seen'}
      className={`num ml-auto rounded-full px-1.5 text-[0.82rem] font-medium ${unseen ? 'bg-bad-soft text-bad' : 'bg-sunken text-soft'}`}
    >
      {alerts.length >= MOST_OPEN ? `${MOST_OPEN}+` : alerts.length}
    </span>
  )
}
