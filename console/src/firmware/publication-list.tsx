import type { FirmwarePublication } from '#api-client'
import { inWords } from '#json-schema'
import { ResourceList } from '../resource/resource-list.tsx'
import type { Column } from '../resource/resource-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { ListCard } from '../ui/list-card.tsx'
import { Moment } from '../ui/moment.tsx'
import { StationLink } from '../ui/station-link.tsx'

const columns: readonly Column<FirmwarePublication>[] = [
  { title: 'Local controller', cell: ({ stationId }) => <StationLink id={stationId} /> },
  { title: 'Checksum', width: 'minmax(10rem,1.2fr)', cell: ({ checksum }) => <code>{checksum}</code>, spare: true },
  { title: 'Status', cell: ({ status }) => inWords(status) },
  { title: 'Where stations find it', width: 'minmax(10rem,1.4fr)', cell: ({ locations }) => locations.join(', ') },
  { title: 'Asked', width: '9rem', cell: ({ requestedAt }) => <Moment at={requestedAt} />, spare: true },
]

/** Images that local controllers offer to the stations behind them. */
export function PublicationList() {
  return (
    <ListCard label="Images at local controllers">
      <ResourceList
        label="Images at local controllers"
        route="GET /firmware-publications"
        request={{}}
        keyOf={({ id }) => id}
        columns={columns}
        empty={
          <Empty title="No image at a local controller">
            The command “Publish firmware” asks a local controller to offer one to the stations behind it.
          </Empty>
        }
      />
    </ListCard>
  )
}
