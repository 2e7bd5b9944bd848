import { Link } from '@tanstack/react-router'
import { TriangleAlert } from 'lucide-react'
import type { Alert } from '#api-client'
import { AlertMark } from '../alerts/alert-mark.tsx'
import type { Station } from '../api/types.ts'
import { protocolWord } from '../format/words.ts'
import { powerTrail } from '../live/power-trail.ts'
import { Energy, Power } from '../ui/amount.tsx'
import { Badge } from '../ui/badge.tsx'
import { Age } from '../ui/moment.tsx'
import { Sparkline } from '../ui/sparkline.tsx'
import { ConnectorDots } from './connector-dots.tsx'
import { complaintsAbout, healthOf } from './health.ts'
import type { Load } from './running-by-station.ts'

/** One grid for the head and every row; on narrow screens a row folds into a card. */
export const stationColumns =
  'grid items-center gap-x-5 gap-y-1.5 px-4 grid-cols-[1fr_auto] lg:grid-cols-[minmax(12rem,1.5fr)_6.5rem_7rem_10.5rem_6.5rem_minmax(9rem,1.1fr)_6.5rem]'

export function StationHead() {
  const names = ['Station', 'State', 'Connectors', 'Power', 'Energy', 'Model', 'Last contact']
  return (
    <div role="row" className={`${stationColumns} label max-lg:sr-only py-2.5`}>
      {names.map((name) => (
        <span
          key={name}
          role="columnheader"
          className={name === 'Energy' || name === 'Last contact' || name === 'Power' ? 'text-right' : ''}
        >
          {name}
        </span>
      ))}
    </div>
  )
}

interface StationRowProps {
  readonly station: Station
  readonly load: Load | undefined
  readonly locationName: string | undefined
  readonly alerts: readonly Alert[] | undefined
}

export function StationRow({ station, load, locationName, alerts }: StationRowProps) {
  const health = healthOf(station, load)
  const complaints = complaintsAbout(station, Date.now())
  return (
    <div data-station={station.id} className={`${stationColumns} relative py-2.5 hover:bg-sunken/60`}>
      <div role="cell" className="min-w-0">
        <div className="flex items-center gap-2">
          <Link
            to="/stations/$stationId"
            params={{ stationId: station.id }}
            className="truncate font-medium after:absolute after:inset-0"
          >
            {station.name ?? station.id}
          </Link>
          <AlertMark stationId={station.id} alerts={alerts} short />
        </div>
        <p className="truncate text-[0.9rem] text-faint">
          {[station.name === undefined ? undefined : station.id, locationName].filter(Boolean).join(' · ') ||
            'No location'}
        </p>
        {complaints.length > 0 && (
          <p className="mt-0.5 flex items-center gap-1.5 text-[0.88rem] text-warn" title={complaints.join('\n')}>
            <TriangleAlert className="size-3.5 shrink-0" aria-hidden />
            <span className="truncate">{complaints.join(' · ')}</span>
          </p>
        )}
      </div>
      <div role="cell" className="max-lg:justify-self-end">
        <Badge tone={health.tone}>{health.label}</Badge>
      </div>
      <div role="cell">
        <ConnectorDots station={station} />
      </div>
      <div role="cell" className="flex items-center justify-end gap-3">
        <span className="max-lg:hidden">{load && <Sparkline values={powerTrail(station.id)} />}</span>
        <span className="min-w-20 text-right font-medium" data-field="power">
          <Power watts={load?.powerW} />
        </span>
      </div>
      <div role="cell" className="text-right max-lg:hidden">
        <Energy wattHours={load?.energyWh} />
      </div>
      <div role="cell" className="min-w-0 max-lg:hidden">
        <p className="truncate">{station.model ?? station.vendor ?? '–'}</p>
        <p className="truncate text-[0.9rem] text-faint">
          {station.protocol && protocolWord(station.protocol)}
          {station.model && station.vendor && <span className="max-2xl:hidden"> · {station.vendor}</span>}
        </p>
      </div>
      <div role="cell" className="text-right text-soft max-lg:hidden">
        <Age at={station.presence.lastSeenAt} />
      </div>
    </div>
  )
}
