import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { AnswerOf, ItemOf } from '../../api/ask.ts'
import type { Station, Variable } from '../../api/types.ts'
import { nameFor } from '../../format/words.ts'
import { Plot } from '../../plot/plot.tsx'
import { ResourceList } from '../../resource/resource-list.tsx'
import { oneQuery } from '../../resource/resource-query.ts'
import type { Column } from '../../resource/resource-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Empty } from '../../ui/empty.tsx'
import { Moment } from '../../ui/moment.tsx'
import { useNow } from '../../ui/now.ts'
import { refOf, variableName } from '../variable-name.ts'
import { seriesColumns } from './series-columns.ts'

type PastValue = ItemOf<'GET /stations/{id}/variables/history'>
type Series = AnswerOf<'GET /stations/{id}/variables/series'>

const sources: Readonly<Record<string, string>> = {
  report: 'reported',
  get: 'asked for',
  set: 'set from here',
  event: 'told in an event',
}

const columns: readonly Column<PastValue>[] = [
  {
    title: 'Value',
    cell: ({ value }) =>
      value === undefined ? (
        <span className="text-faint">not told</span>
      ) : (
        <code className="break-all font-mono text-[0.9rem]">{value}</code>
      ),
  },
  { title: 'Since', width: '8.5rem', cell: ({ since }) => <Moment at={since} /> },
  { title: 'How it is known', width: '8.5rem', cell: ({ source }) => nameFor(sources, source) },
]

interface HistoryProps {
  readonly station: Station
  readonly variable: Variable
  readonly onClose: () => void
}

/** The values a variable had: drawn over time, and one by one with how each became known. */
export function VariableHistory({ station, variable, onClose }: HistoryProps) {
  const query = refOf(variable)
  const params = { id: station.id }
  const { data: series } = useQuery(oneQuery('GET /stations/{id}/variables/series', { params, query }))
  return (
    <Dialog open onClose={onClose} title={variableName(variable)} lead="What it was, and since when.">
      <div className="flex flex-col gap-4">
        {series !== undefined && series.times.length > 0 && <Drawn variable={variable} series={series} />}
        <div className="-mx-4">
          <ResourceList
            label="Past values"
            route="GET /stations/{id}/variables/history"
            request={{ params, query }}
            keyOf={({ since, value }) => `${since}|${value}`}
            columns={columns}
            empty={<Empty title="Nothing is known of it yet" />}
          />
        </div>
      </div>
    </Dialog>
  )
}

function Drawn({ variable, series }: { variable: Variable; series: Series }) {
  const now = useNow()
  const seconds = Math.floor(now / 60_000) * 60
  const plotted = useMemo(() => seriesColumns(series, seconds), [series, seconds])
  const words = series.words
  return (
    <Plot
      label={`${variableName(variable)} over time`}
      lines={[
        {
          label: 'Value',
          colour: 'busy',
          unit: variable.unit ?? '',
          digits: plotted.digits,
          steps: true,
          ...(words === undefined ? {} : { words, top: Math.max(words.length - 1, 1) * 1.1 }),
        },
      ]}
      columns={plotted.columns}
      height={160}
    />
  )
}
