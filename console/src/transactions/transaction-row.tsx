import { Link } from '@tanstack/react-router'
import type { Transaction } from '../api/types.ts'
import { duration } from '../format/time.ts'
import { Energy, Power } from '../ui/amount.tsx'
import { Badge } from '../ui/badge.tsx'
import { Moment } from '../ui/moment.tsx'
import { useNow } from '../ui/now.ts'
import { FlagBadges } from './flag-badges.tsx'

const columns =
  'grid items-center gap-x-5 gap-y-1 px-4 grid-cols-[1fr_auto] lg:grid-cols-[minmax(11rem,1.3fr)_6rem_8rem_7rem_6.5rem_6.5rem_minmax(9rem,1fr)]'

export function TransactionHead() {
  return (
    <div role="row" className={`${columns} label max-lg:sr-only py-2.5`}>
      <span role="columnheader">Station</span>
      <span role="columnheader">State</span>
      <span role="columnheader">Started</span>
      <span role="columnheader" className="text-right">
        Duration
      </span>
      <span role="columnheader" className="text-right">
        Energy
      </span>
      <span role="columnheader" className="text-right">
        Power
      </span>
      <span role="columnheader">Token</span>
    </div>
  )
}

export function TransactionRow({ transaction }: { transaction: Transaction }) {
  const { id, stationId, evseId, status, startedAt, firstEventAt, energyWh, powerW, token, flags } = transaction
  const active = status === 'active'
  return (
    <div className={`${columns} relative py-2.5 hover:bg-sunken/60`}>
      <div role="cell" className="min-w-0">
        <Link
          to="/transactions/$transactionId"
          params={{ transactionId: id }}
          className="block truncate font-medium after:absolute after:inset-0"
        >
          {stationId}
          {evseId !== undefined && <span className="font-normal text-faint"> · EVSE {evseId}</span>}
        </Link>
        <FlagBadges flags={flags} />
      </div>
      <div role="cell" className="max-lg:justify-self-end">
        <Badge tone={active ? 'busy' : 'quiet'}>{active ? 'Running' : 'Ended'}</Badge>
      </div>
      <div role="cell" className="text-soft">
        <Moment at={startedAt ?? firstEventAt} />
      </div>
      <div role="cell" className="num text-right text-soft max-lg:hidden">
        <Duration transaction={transaction} />
      </div>
      <div role="cell" className="text-right font-medium">
        <Energy wattHours={energyWh} />
      </div>
      <div role="cell" className="text-right max-lg:hidden">
        {active && <Power watts={powerW} />}
      </div>
      <div role="cell" className="truncate text-soft max-lg:hidden">
        {token?.value ?? '–'}
      </div>
    </div>
  )
}

/** How long it took, or takes until now. */
export function Duration({ transaction }: { transaction: Transaction }) {
  const { status, startedAt, firstEventAt, endedAt, lastEventAt } = transaction
  const now = useNow()
  const end = status === 'active' ? now : Date.parse(endedAt ?? lastEventAt)
  return duration(end - Date.parse(startedAt ?? firstEventAt))
}
