import { useState } from 'react'
import type { CommandFilter, Station } from '../api/types.ts'
import { CommandFilters, CommandList } from '../commands/command-list.tsx'
import { useLoads } from '../stations/running-by-station.ts'
import { Card } from '../ui/card.tsx'
import { SendCommand } from './send-command.tsx'

export function CommandsTab({ station, operator }: { station: Station; operator: boolean }) {
  const running = useLoads().get(station.id)?.transactions ?? []
  const [filter, setFilter] = useState<Pick<CommandFilter, 'state' | 'kind'>>({})
  return (
    <div className={`grid items-start gap-5 ${operator ? 'xl:grid-cols-[26rem_1fr]' : ''}`}>
      {operator && <SendCommand station={station} running={running} />}
      <Card
        title="Sent to this station"
        className="xl:sticky xl:top-5"
        actions={<CommandFilters filter={filter} onChange={setFilter} />}
      >
        <CommandList filter={{ ...filter, stationId: station.id }} />
      </Card>
    </div>
  )
}
