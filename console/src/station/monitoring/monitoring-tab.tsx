import type { StationPart } from '../station-part.ts'
import { MonitorsCard } from './monitors-card.tsx'
import { StreamsCard } from './streams-card.tsx'

/** What a station watches of itself, and the values it sends by the stream. */
export function MonitoringTab({ station, operator }: StationPart) {
  return (
    <div className="flex flex-col gap-5">
      <MonitorsCard station={station} operator={operator} />
      {station.protocol === 'ocpp2.1' && <StreamsCard station={station} operator={operator} />}
    </div>
  )
}
