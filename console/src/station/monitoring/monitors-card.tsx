import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { inWords } from '#json-schema'
import type { AnswerOf } from '../../api/ask.ts'
import { AskButton, CommandButton } from '../../resource/command-button.tsx'
import { oneQuery } from '../../resource/resource-query.ts'
import { type Column, ResourceTable } from '../../resource/resource-table.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Empty, Loading } from '../../ui/empty.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ListError } from '../../ui/notice.tsx'
import type { StationPart } from '../station-part.ts'
import { variableName } from '../variable-name.ts'
import { severityName, severityTone } from './severity.ts'

type Monitoring = AnswerOf<'GET /stations/{id}/monitoring'>
type Monitor = Monitoring['monitors'][number]

const columns: readonly Column<Monitor>[] = [
  {
    title: 'Variable',
    width: 'minmax(12rem,1.6fr)',
    cell: (monitor) => <span className="font-medium">{variableName(monitor)}</span>,
  },
  { title: 'Watches for', width: 'minmax(9rem,1.2fr)', cell: watchedFor },
  {
    title: 'Severity',
    width: '9rem',
    cell: ({ severity }) => <Badge tone={severityTone(severity)}>{`${severity} · ${severityName(severity)}`}</Badge>,
  },
  { title: 'Origin', spare: true, cell: ({ origin }) => (origin === undefined ? '–' : inWords(origin)) },
  {
    title: 'Known',
    spare: true,
    cell: ({ reportedAt, setAt }) =>
      reportedAt === undefined ? (
        <>
          set <Moment at={setAt} />
        </>
      ) : (
        <>
          reported <Moment at={reportedAt} />
        </>
      ),
  },
]

/** What a monitor waits for, in words; an interval is one of seconds (2.0.1 MonitorEnumType). */
function watchedFor({ type, value }: Monitor): string {
  if (type === 'periodic') return `Every ${value} s`
  if (type === 'periodic-clock-aligned') return `Every ${value} s by the clock`
  return `${inWords(type)} ${value}`
}

/** The variable monitors of a station, as set and as reported. */
export function MonitorsCard({ station, operator }: StationPart) {
  const params = { id: station.id }
  const { data, error, refetch } = useQuery(oneQuery('GET /stations/{id}/monitoring', { params }))
  return (
    <Card
      title="Monitors"
      note={data && <Level monitoring={data} />}
      flush
      actions={
        operator && (
          <>
            <AskButton kind="get-monitoring-report" label="Ask the station" station={station} />
            <CommandButton kind="set-monitoring-base" label="Set base" station={station} />
            <CommandButton kind="set-monitoring-level" label="Set level" station={station} />
            <CommandButton
              kind="set-variable-monitoring"
              label="Set a monitor"
              look="primary"
              icon={<Plus className="size-3.5" aria-hidden />}
              station={station}
            />
          </>
        )
      }
    >
      {error && <ListError error={error} retry={() => void refetch()} />}
      {data === undefined && !error && <Loading />}
      {data?.monitors.length === 0 && (
        <Empty small title="No monitor known">
          Ask the station what it watches, or set a monitor of your own.
        </Empty>
      )}
      {data !== undefined && data.monitors.length > 0 && (
        <ResourceTable
          label="Monitors"
          items={data.monitors}
          keyOf={({ id }) => String(id)}
          columns={columns}
          actions={
            operator
              ? ({ id, origin }) =>
                  origin !== 'hard-wired' && (
                    <AskButton
                      kind="clear-variable-monitoring"
                      label="Clear"
                      look="quiet"
                      station={station}
                      given={{ ids: [id] }}
                    />
                  )
              : undefined
          }
        />
      )}
    </Card>
  )
}

function Level({ monitoring: { base, level } }: { monitoring: Monitoring }) {
  const parts = [
    base !== undefined && `Base: ${inWords(base).toLowerCase()}.`,
    level !== undefined && `It tells of severity ${level} (${severityName(level).toLowerCase()}) and graver.`,
  ]
  return parts.filter((part) => part !== false).join(' ')
}
