import type { ConnectorStatus, Station } from '../api/types.ts'
import { connectorTitle, evsesOf } from './health.ts'

/** Filled: in use; ring: free; so that the dots can be read without their colours. */
const looks: Record<ConnectorStatus, string> = {
  available: 'border-2 border-good',
  preparing: 'border-2 border-warn bg-warn-soft',
  charging: 'bg-busy',
  'suspended-vehicle': 'border-2 border-busy bg-busy-soft',
  'suspended-station': 'border-2 border-busy bg-busy-soft',
  finishing: 'border-2 border-warn bg-warn-soft',
  occupied: 'bg-busy',
  reserved: 'border-2 border-dashed border-warn',
  unavailable: 'bg-line-strong',
  faulted: 'rotate-45 rounded-none! bg-bad',
  unknown: 'border-2 border-dashed border-line-strong',
}

export function ConnectorDot({ status }: { status: ConnectorStatus }) {
  return (
    <span aria-hidden className={`inline-block size-2.5 shrink-0 rounded-full ${looks[status] ?? looks.unknown}`} />
  )
}

/** All connectors of a station at a glance, EVSE by EVSE. */
export function ConnectorDots({ station }: { station: Station }) {
  const evses = evsesOf(station)
  if (evses.length === 0) return <span className="text-faint">–</span>
  return (
    // What an offline station last said of its connectors may no longer hold.
    <span className={`flex flex-wrap items-center gap-2 ${station.presence.connected ? '' : 'opacity-40'}`}>
      {evses.map(({ evseId, connectors }) => (
        <span key={evseId} className="flex items-center gap-1">
          {connectors.map((connector) => (
            <span key={connector.connectorId} title={connectorTitle(connector)} className="flex">
              <ConnectorDot status={connector.status} />
              <span className="sr-only">{connectorTitle(connector)}</span>
            </span>
          ))}
        </span>
      ))}
    </span>
  )
}
