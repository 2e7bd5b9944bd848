import { Link } from '@tanstack/react-router'
import { Bell } from 'lucide-react'
import type { Alert } from '#api-client'
import { severityTone } from '../station/monitoring/severity.ts'
import { Badge } from '../ui/badge.tsx'
import { causeWords } from './alert-words.ts'

interface AlertMarkProps {
  readonly stationId: string
  /** Its open alerts, the gravest first. */
  readonly alerts: readonly Alert[] | undefined
  /** Only how many there are. */
  readonly short?: boolean
}

/** That something is wrong with a station: the gravest of it, and how much more there is. */
export function AlertMark({ stationId, alerts, short = false }: AlertMarkProps) {
  const [gravest, ...others] = alerts ?? []
  if (gravest === undefined) return null
  return (
    <Link
      to="/alerts"
      search={{ stationId }}
      data-alerts={others.length + 1}
      title={(alerts ?? [])
        .map(({ cause, detail }) => [causeWords[cause], detail].filter(Boolean).join(': '))
        .join('\n')}
      className="relative z-10 rounded-full hover:brightness-95"
    >
      <Badge tone={severityTone(gravest.severity)}>
        <Bell className="size-3" aria-hidden />
        <span className="sr-only">Alerts:</span>
        {short ? others.length + 1 : causeWords[gravest.cause]}
        {!short && others.length > 0 && ` +${others.length}`}
      </Badge>
    </Link>
  )
}
