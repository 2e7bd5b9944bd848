import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { activeStationsQuery } from '../api/questions.ts'
import { count } from '../format/quantity.ts'
import { Badge } from '../ui/badge.tsx'
import { Card } from '../ui/card.tsx'
import { Empty, Loading } from '../ui/empty.tsx'
import { Filter } from '../ui/filters.tsx'
import { Age } from '../ui/moment.tsx'
import { ErrorNotice } from '../ui/notice.tsx'
import { Rows } from '../ui/rows.tsx'

const spans = [
  { value: '300', label: 'Last 5 minutes' },
  { value: '3600', label: 'Last hour' },
  { value: '86400', label: 'Last day' },
  { value: '604800', label: 'Last week' },
]

export function ActiveStations() {
  const [withinS, setWithinS] = useState(300)
  const { data: stations, error } = useQuery(activeStationsQuery(withinS))
  return (
    <Card
      title="Which stations are active?"
      note={stations === undefined ? 'Those that had contact' : `${count(stations.length)} had contact`}
      actions={
        <Filter
          label="Within"
          value={String(withinS)}
          onChange={(value) => setWithinS(Number(value))}
          choices={spans}
        />
      }
    >
      <ErrorNotice error={error} />
      {stations === undefined && !error && <Loading what="Looking" />}
      {stations?.length === 0 && <Empty title="None">No station had contact in that time.</Empty>}
      {stations !== undefined && stations.length > 0 && (
        <Rows
          label="Active stations"
          items={stations}
          keyOf={({ id }) => id}
          height={40}
          row={({ id: stationId, name, presence }) => (
            <div className="grid grid-cols-[1fr_auto_6rem] items-center gap-4 py-2">
              <span role="cell" className="min-w-0 truncate">
                <Link to="/stations/$stationId" params={{ stationId }} className="font-medium hover:text-accent">
                  {stationId}
                </Link>
                {name && <span className="ml-2 text-faint">{name}</span>}
              </span>
              <span role="cell">
                <Badge tone={presence.connected ? 'good' : 'quiet'}>
                  {presence.connected ? 'Connected' : 'Offline'}
                </Badge>
              </span>
              <span role="cell" className="text-right text-soft">
                <Age at={presence.lastSeenAt} />
              </span>
            </div>
          )}
        />
      )}
    </Card>
  )
}
