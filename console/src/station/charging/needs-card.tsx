import { useInfiniteQuery } from '@tanstack/react-query'
import { inWords } from '#json-schema'
import type { ItemOf } from '../../api/ask.ts'
import type { Station } from '../../api/types.ts'
import { ValueView } from '../../commands/value-view.tsx'
import { listQuery } from '../../resource/resource-query.ts'
import { type Column, ResourceTable } from '../../resource/resource-table.tsx'
import { Energy } from '../../ui/amount.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Moment } from '../../ui/moment.tsx'
import { placeOf } from './place-of.ts'

type Needs = ItemOf<'GET /stations/{id}/charging-needs'>

const columns: readonly Column<Needs>[] = [
  { title: 'Where', cell: ({ evseId }) => <span className="font-medium">{placeOf(evseId)}</span> },
  {
    title: 'Energy',
    cell: ({ needs: { energyWh } }) => <Energy wattHours={energyWh === undefined ? undefined : Number(energyWh)} />,
  },
  { title: 'Leaves', cell: ({ needs: { departureAt } }) => <Moment at={departureAt} /> },
  { title: 'Answer', cell: ({ answer }) => <Badge>{inWords(answer)}</Badge> },
  { title: 'Told', spare: true, cell: ({ neededAt }) => <Moment at={neededAt} /> },
]

/** What the vehicles that charge now have told they need; nothing where none has. */
export function NeedsCard({ station }: { station: Station }) {
  const { data } = useInfiniteQuery(listQuery('GET /stations/{id}/charging-needs', { params: { id: station.id } }))
  const needs = data?.pages.flatMap(({ items }) => items) ?? []
  if (needs.length === 0) return null
  return (
    <Card title="What vehicles need" flush>
      <ResourceTable
        label="What vehicles need"
        items={needs}
        keyOf={({ evseId, transactionReference }) => `${evseId}|${transactionReference}`}
        columns={columns}
        detail={({ needs: told, vehicleSchedule }) => (
          <ValueView of={{ ...told, ...(vehicleSchedule && { vehicleSchedule }) }} />
        )}
      />
    </Card>
  )
}
