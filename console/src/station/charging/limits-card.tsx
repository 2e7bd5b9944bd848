import { useInfiniteQuery } from '@tanstack/react-query'
import { inWords } from '#json-schema'
import type { ItemOf } from '../../api/ask.ts'
import type { Station } from '../../api/types.ts'
import { ValueView } from '../../commands/value-view.tsx'
import { listQuery } from '../../resource/resource-query.ts'
import { type Column, ResourceTable } from '../../resource/resource-table.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Moment } from '../../ui/moment.tsx'
import { placeOf } from './place-of.ts'

type Limit = ItemOf<'GET /stations/{id}/charging-limits'>

const columns: readonly Column<Limit>[] = [
  { title: 'From', cell: ({ source }) => <span className="font-medium">{inWords(source)}</span> },
  { title: 'Where', cell: ({ evseId }) => placeOf(evseId) },
  { title: 'For the grid', cell: ({ gridCritical }) => gridCritical && <Badge tone="warn">Critical</Badge> },
  { title: 'Told', cell: ({ notifiedAt }) => <Moment at={notifiedAt} /> },
]

/** Limits that others than the operator impose; nothing where there are none. */
export function LimitsCard({ station }: { station: Station }) {
  const { data } = useInfiniteQuery(listQuery('GET /stations/{id}/charging-limits', { params: { id: station.id } }))
  const limits = data?.pages.flatMap(({ items }) => items) ?? []
  if (limits.length === 0) return null
  return (
    <Card title="Limits from outside" note="Imposed by others than the operator." flush>
      <ResourceTable
        label="Limits from outside"
        items={limits}
        keyOf={({ source, evseId }) => `${source}|${evseId}`}
        columns={columns}
        detail={({ schedules }) => (schedules.length === 0 ? undefined : <ValueView of={schedules} />)}
      />
    </Card>
  )
}
