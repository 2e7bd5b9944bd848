import { useInfiniteQuery } from '@tanstack/react-query'
import { inWords } from '#json-schema'
import { stationEventsQuery } from '../api/stations.ts'
import type { Station, StationEvent } from '../api/types.ts'
import { Badge } from '../ui/badge.tsx'
import { Empty, Loading } from '../ui/empty.tsx'
import { Moment } from '../ui/moment.tsx'
import { More } from '../ui/more.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { factWords } from './fact-words.ts'
import { severityTone } from './monitoring/severity.ts'

export function EventsTab({ station }: { station: Station }) {
  const list = useInfiniteQuery(stationEventsQuery(station.id))
  const events = list.data?.pages.flatMap((page) => page.items) ?? []
  if (list.isPending) return <Loading what="Loading the events" />
  if (list.error) return <ErrorNotice error={list.error} retry={() => void list.refetch()} />
  return (
    <section aria-label="Events" className="card">
      {events.length === 0 ? (
        <Empty title="No event">
          Security events, monitored values, firmware and log uploads appear here when the station tells of them.
        </Empty>
      ) : (
        <ul className="divide-y divide-line">
          {events.map((event) => (
            <EventLine key={event.id} event={event} />
          ))}
        </ul>
      )}
      <More has={list.hasNextPage} busy={list.isFetchingNextPage} more={() => void list.fetchNextPage()} />
    </section>
  )
}

function EventLine({ event }: { event: StationEvent }) {
  const facts = Object.entries(event.facts)
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-2.5">
      <span className="w-32 text-soft max-sm:w-auto">
        <Moment at={event.at} />
      </span>
      <Badge tone={severityTone(event.severity)}>{inWords(event.kind)}</Badge>
      <span className="font-medium">{event.type}</span>
      {facts.length > 0 && (
        <span className="min-w-0 break-words text-[0.9rem] text-soft">
          {facts.map(([name, value]) => factWords(name, value)).join(' · ')}
        </span>
      )}
    </li>
  )
}
