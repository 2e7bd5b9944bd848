import { Link } from '@tanstack/react-router'
import type { Alert } from '#api-client'
import { duration } from '../format/time.ts'
import { severityTone } from '../station/monitoring/severity.ts'
import { Badge } from '../ui/badge.tsx'
import { Age, Moment } from '../ui/moment.tsx'
import { causeWords, placeWords, severityWords } from './alert-words.ts'

const columns =
  'grid items-center gap-x-5 gap-y-1 px-4 grid-cols-[1fr_auto] lg:grid-cols-[11rem_minmax(14rem,2fr)_minmax(10rem,1fr)_8rem_5.5rem_10.5rem]'

export function AlertHead({ since }: { since: string }) {
  return (
    <div role="row" className={`${columns} label py-2.5 max-lg:sr-only`}>
      {['Severity', 'What', 'Station', since, 'Times', 'State'].map((name) => (
        <span key={name} role="columnheader">
          {name}
        </span>
      ))}
    </div>
  )
}

/** One alert: how grave, what, where, since when, how often it was told, and whether somebody has seen it. */
export function AlertRow({ alert }: { alert: Alert }) {
  const { id, stationId, cause, severity, detail, since, times, closedAt } = alert
  const place = placeWords(alert)
  return (
    <div role="row" data-alert={id} data-state={closedAt === undefined ? 'open' : 'closed'} className="relative">
      <div className={`${columns} py-2.5 hover:bg-sunken/60`}>
        <span role="cell" className="max-lg:order-2 max-lg:justify-self-end">
          <Badge tone={closedAt === undefined ? severityTone(severity) : 'quiet'}>{severityWords(severity)}</Badge>
        </span>
        <div role="cell" className="min-w-0 max-lg:order-1">
          <Link
            from="/alerts"
            to="/alerts"
            search={(before) => ({ ...before, alert: id })}
            className="block truncate font-medium after:absolute after:inset-0"
          >
            {causeWords[cause]}
          </Link>
          {detail !== '' && <p className="truncate text-[0.9rem] text-faint">{detail}</p>}
        </div>
        <div role="cell" className="min-w-0 max-lg:order-3">
          <Link
            to="/stations/$stationId"
            params={{ stationId }}
            className="relative z-10 hover:text-accent hover:underline"
          >
            {stationId}
          </Link>
          {place && <p className="truncate text-[0.9rem] text-faint">{place}</p>}
        </div>
        <span role="cell" className="text-soft max-lg:order-4 max-lg:text-right">
          {closedAt === undefined ? <Age at={since} /> : <Moment at={closedAt} />}
        </span>
        <span role="cell" className="num text-soft max-lg:order-5">
          {times === 1 ? 'Once' : `${times} times`}
        </span>
        <span role="cell" className="max-lg:order-6 max-lg:justify-self-end">
          <AlertState alert={alert} />
        </span>
      </div>
    </div>
  )
}

export function AlertState({ alert: { closedAt, since, acknowledgedAt, acknowledgedByName } }: { alert: Alert }) {
  if (closedAt !== undefined) {
    return (
      <Badge tone="good" title="How long it lasted">
        Over after {duration(Date.parse(closedAt) - Date.parse(since))}
      </Badge>
    )
  }
  if (acknowledgedAt === undefined) return <Badge tone="warn">New</Badge>
  return <Badge title={`Seen by ${acknowledgedByName ?? 'somebody'}`}>Seen</Badge>
}
