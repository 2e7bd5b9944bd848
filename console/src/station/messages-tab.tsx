import { useQuery } from '@tanstack/react-query'
import { Pause, Play } from 'lucide-react'
import { useMemo, useState } from 'react'
import { messagesQuery } from '../api/stations.ts'
import type { LoggedMessage, Station } from '../api/types.ts'
import { Button } from '../ui/button.tsx'
import { Empty, Loading } from '../ui/empty.tsx'
import { Filter, SearchBox } from '../ui/filters.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { Rows } from '../ui/rows.tsx'
import { matches, newerThan, type TraceFilter, traceOf } from './trace.ts'
import { TraceRow } from './trace-row.tsx'

/** What station and platform say to each other, newest first, as it happens. */
export function MessagesTab({ station }: { station: Station }) {
  const { data: messages, error } = useQuery(messagesQuery(station.id))
  const [held, setHeld] = useState<readonly LoggedMessage[]>()
  const [filter, setFilter] = useState<TraceFilter>({ action: '', show: 'all', search: '' })
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const shown = held ?? messages
  const lines = useMemo(() => traceOf(shown ?? []), [shown])
  const actions = useMemo(() => [...new Set(lines.flatMap(({ action }) => action ?? []))].toSorted(), [lines])
  const missed = held === undefined ? 0 : newerThan(messages ?? [], held)
  const toggle = (key: string) =>
    setOpen((before) =>
      before.has(key) ? new Set([...before].filter((each) => each !== key)) : new Set([...before, key]),
    )

  if (error) return <ErrorNotice error={error} />
  if (messages === undefined) return <Loading what="Loading the messages" />
  const visible = lines.filter((line) => matches(line, filter))
  return (
    <section aria-label="Messages" className="card">
      <div className="flex flex-wrap items-center gap-2 border-line border-b p-3">
        <SearchBox
          label="Search frames"
          value={filter.search}
          onSearch={(search) => setFilter((before) => ({ ...before, search }))}
        />
        <Filter
          label="Action"
          value={filter.action}
          onChange={(action) => setFilter({ ...filter, action })}
          choices={[{ value: '', label: 'Any action' }, ...actions.map((value) => ({ value, label: value }))]}
        />
        <Filter
          label="Direction"
          value={filter.show === 'all' ? '' : filter.show}
          onChange={(value) =>
            setFilter({ ...filter, show: value === 'in' || value === 'out' || value === 'wrong' ? value : 'all' })
          }
          choices={[
            { value: '', label: 'Both directions' },
            { value: 'in', label: 'From the station' },
            { value: 'out', label: 'To the station' },
            { value: 'wrong', label: 'Errors and deviations' },
          ]}
        />
        <Button className="ml-auto" onClick={() => setHeld(held === undefined ? messages : undefined)}>
          {held === undefined ? <Pause className="size-4" aria-hidden /> : <Play className="size-4" aria-hidden />}
          {held === undefined ? 'Pause' : missed > 0 ? `Go on (${missed} new)` : 'Go on'}
        </Button>
      </div>
      {visible.length === 0 ? (
        <Empty title={messages.length === 0 ? 'No message yet' : 'No message matches'}>
          {messages.length === 0 && 'Whatever the station says appears here the moment it arrives.'}
        </Empty>
      ) : (
        <Rows
          label="Messages"
          items={visible}
          keyOf={(line) => line.key}
          height={41}
          row={(line) => <TraceRow line={line} open={open.has(line.key)} onToggle={() => toggle(line.key)} />}
        />
      )}
    </section>
  )
}
