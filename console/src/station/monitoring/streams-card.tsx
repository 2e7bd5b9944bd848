import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { ItemOf } from '../../api/ask.ts'
import { Plot } from '../../plot/plot.tsx'
import { AskButton, CommandButton } from '../../resource/command-button.tsx'
import { ResourceList } from '../../resource/resource-list.tsx'
import { listQuery } from '../../resource/resource-query.ts'
import type { Column } from '../../resource/resource-table.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Age } from '../../ui/moment.tsx'
import type { StationPart } from '../station-part.ts'
import { variableName } from '../variable-name.ts'
import { streamColumns } from './stream-columns.ts'

type EventStream = ItemOf<'GET /stations/{id}/event-streams'>

const columns: readonly Column<EventStream>[] = [
  {
    title: 'Of',
    width: 'minmax(12rem,1.6fr)',
    cell: ({ source, monitorId }) => (
      <span className="font-medium">{source === undefined ? `Monitor ${monitorId}` : variableName(source)}</span>
    ),
  },
  { title: 'Pace', cell: ({ pace }) => paceInWords(pace) },
  { title: 'Values came', cell: ({ lastAt }) => <Age at={lastAt} none="not yet" /> },
  { title: 'Pending', spare: true, align: 'right', width: '5rem', cell: ({ pending }) => pending },
]

function paceInWords({ intervalS, values }: EventStream['pace']): string {
  const parts = [intervalS !== undefined && `every ${intervalS} s`, values !== undefined && `${values} at a time`]
  return parts.filter((part) => part !== false).join(', ') || 'as it likes'
}

const LINES = ['busy', 'accent', 'warn', 'bad']

/** The event streams a station has open, with their latest values drawn (OCPP 2.1). */
export function StreamsCard({ station, operator }: StationPart) {
  const params = { id: station.id }
  return (
    <Card
      title="Event streams"
      note="Values of monitors that are sent together and unanswered."
      flush
      actions={operator && <AskButton kind="get-periodic-event-streams" label="Ask the station" station={station} />}
    >
      <ResourceList
        label="Event streams"
        route="GET /stations/{id}/event-streams"
        request={{ params }}
        keyOf={({ id }) => String(id)}
        columns={columns}
        empty={
          <Empty small title="No stream is open">
            A monitor that is set with a stream opens one.
          </Empty>
        }
        actions={
          operator
            ? ({ id, pace }) => (
                <CommandButton
                  kind="adjust-periodic-event-stream"
                  label="Adjust"
                  look="quiet"
                  station={station}
                  given={{ streamId: id }}
                  values={{ ...pace }}
                />
              )
            : undefined
        }
      />
      <StreamPlot stationId={station.id} />
    </Card>
  )
}

function StreamPlot({ stationId }: { stationId: string }) {
  const query = { limit: 500 }
  const { data } = useInfiniteQuery(listQuery('GET /stations/{id}/stream-values', { params: { id: stationId }, query }))
  const {
    names,
    digits,
    columns: drawn,
  } = useMemo(() => streamColumns(data?.pages.flatMap(({ items }) => items) ?? [], LINES.length), [data])
  if (names.length === 0) return null
  const lines = names.map((label, at) => ({ label, colour: LINES[at] ?? 'busy', unit: '', digits, steps: true }))
  return (
    <div className="px-4 py-3">
      <Plot label={`Values of the event streams of ${stationId}`} lines={lines} columns={drawn} height={180} />
    </div>
  )
}
