import type { BatterySwapEvent } from '#api-client'
import { ValueView } from '../commands/value-view.tsx'
import { ResourceList } from '../resource/resource-list.tsx'
import type { Column } from '../resource/resource-table.tsx'
import { Badge } from '../ui/badge.tsx'
import { Empty } from '../ui/empty.tsx'
import { ListCard } from '../ui/list-card.tsx'
import { Moment } from '../ui/moment.tsx'
import { StationLink } from '../ui/station-link.tsx'
import { swapWords } from './payment-words.ts'

const columns: readonly Column<BatterySwapEvent>[] = [
  { title: 'Station', cell: ({ stationId }) => <StationLink id={stationId} /> },
  {
    title: 'What',
    width: '9rem',
    cell: ({ kind }) => <Badge tone={swapWords[kind].tone}>{swapWords[kind].label}</Badge>,
  },
  { title: 'Token', cell: ({ token }) => <span className="break-all">{token}</span> },
  {
    title: 'Batteries',
    width: 'minmax(12rem,1.8fr)',
    cell: ({ batteries }) =>
      batteries.map(({ serialNumber, stateOfCharge }) => `${serialNumber} (${Math.round(stateOfCharge)} %)`).join(', '),
  },
  { title: 'Request', width: '5rem', cell: ({ requestId }) => <span className="num">{requestId}</span>, spare: true },
  { title: 'When', width: '9rem', cell: ({ receivedAt }) => <Moment at={receivedAt} seconds />, spare: true },
]

/** Which batteries drivers gave and took. */
export function SwapList() {
  return (
    <ListCard label="Battery swaps">
      <ResourceList
        label="Battery swaps"
        route="GET /battery-swaps"
        request={{}}
        keyOf={({ id }) => id}
        columns={columns}
        detail={({ batteries }) => <ValueView of={batteries} />}
        empty={
          <Empty title="No battery was swapped yet">Stations of OCPP 2.1 with batteries to swap tell of them.</Empty>
        }
      />
    </ListCard>
  )
}
