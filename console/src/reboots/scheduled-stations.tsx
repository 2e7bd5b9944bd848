import type { RebootSchedule, ScheduledStation } from '#api-client'
import { ResourceList } from '../resource/resource-list.tsx'
import type { Column } from '../resource/resource-table.tsx'
import { Empty } from '../ui/empty.tsx'
import { Moment } from '../ui/moment.tsx'
import { StationLink } from '../ui/station-link.tsx'

const columns: readonly Column<ScheduledStation>[] = [
  { title: 'Station', cell: ({ stationId }) => <StationLink id={stationId} /> },
  {
    title: 'Its turn',
    width: 'minmax(9rem,2fr)',
    cell: ({ nextAt }) => (nextAt === undefined ? <span className="text-faint">on hold</span> : <Moment at={nextAt} />),
  },
]

/** The stations a schedule fits now, each with the hour that is its turn by its own use. */
export function ScheduledStations({ schedule: { id } }: { schedule: RebootSchedule }) {
  return (
    <ResourceList
      label="Stations of the schedule"
      route="GET /reboot-schedules/{id}/stations"
      request={{ params: { id } }}
      keyOf={({ stationId }) => stationId}
      columns={columns}
      empty={<Empty title="No station fits">Change which stations it is for.</Empty>}
    />
  )
}
