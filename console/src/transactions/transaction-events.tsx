import { useInfiniteQuery } from '@tanstack/react-query'
import { transactionEventsQuery } from '../api/transactions.ts'
import type { TransactionEvent } from '../api/types.ts'
import { Energy } from '../ui/amount.tsx'
import { Badge } from '../ui/badge.tsx'
import { Card } from '../ui/card.tsx'
import { Empty, Loading } from '../ui/empty.tsx'
import { Moment } from '../ui/moment.tsx'
import { More } from '../ui/more.tsx'
import { ErrorNotice } from '../ui/notice.tsx'

/** Later than this it did not come straight from the wire. */
const LATE_MS = 60_000

/** The log the record is made of, as the station told it. */
export function TransactionEvents({ transactionId }: { transactionId: string }) {
  const list = useInfiniteQuery(transactionEventsQuery(transactionId))
  const { error } = list
  const events = list.data?.pages.flatMap(({ items }) => items)
  return (
    <Card title="Events" note="What the station said; the record above is made of it.">
      <ErrorNotice error={error} />
      {events === undefined && !error && <Loading what="Loading the events" />}
      {events?.length === 0 && <Empty title="No event" />}
      <ol className="-my-2 divide-y divide-line">
        {events?.map((event) => (
          <EventLine key={`${event.kind}|${event.seqNo}|${event.at}|${event.receivedAt}`} event={event} />
        ))}
      </ol>
      <More has={list.hasNextPage} busy={list.isFetchingNextPage} more={() => void list.fetchNextPage()} />
    </Card>
  )
}

function EventLine({ event }: { event: TransactionEvent }) {
  const { kind, seqNo, at, receivedAt, registerWh, facts } = event
  const said = [facts.trigger, facts.chargingState, facts.stopReason, facts.token?.value].filter(
    (word) => word !== undefined,
  )
  const late = Date.parse(receivedAt) - Date.parse(at) > LATE_MS
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-1 py-2">
      <span className="min-w-20 text-soft">
        <Moment at={at} seconds />
      </span>
      <span className="w-20 font-medium">{kind}</span>
      <span className="num w-10 text-[0.9rem] text-faint">{seqNo === undefined ? '' : `#${seqNo}`}</span>
      <span className="w-28">{registerWh !== undefined && <Energy wattHours={registerWh} />}</span>
      <span className="min-w-0 flex-1 break-words text-[0.9rem] text-soft empty:hidden max-sm:basis-full">
        {said.join(' · ')}
      </span>
      {(facts.offline === true || late) && (
        <Badge tone="warn" title={`Received ${receivedAt}`}>
          delivered late
        </Badge>
      )}
    </li>
  )
}
