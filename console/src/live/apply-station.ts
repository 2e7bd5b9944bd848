import type { LiveEnvelope, Station } from '../api/types.ts'

/** A station after an event about it; the same object when nothing of it is shown differently. */
export function applyToStation(station: Station, event: LiveEnvelope): Station {
  if (event.stationId !== station.id) return station
  const seen = touch(station, event.at)
  switch (event.kind) {
    case 'status':
      return withConnector(seen, event)
    case 'station-connected':
      return { ...seen, presence: { ...seen.presence, connected: true, connectedAt: event.at } }
    case 'station-disconnected':
      return { ...seen, presence: { ...seen.presence, connected: false, disconnectedAt: event.at } }
    case 'message':
      return event.direction === 'in' ? seen : station
    case 'transaction':
      return seen
    default:
      return station
  }
}

function touch(station: Station, at: string): Station {
  const { lastSeenAt } = station.presence
  if (lastSeenAt !== undefined && lastSeenAt >= at) return station
  return { ...station, presence: { ...station.presence, lastSeenAt: at } }
}

function withConnector(station: Station, event: Extract<LiveEnvelope, { kind: 'status' }>): Station {
  const { evseId, connectorId, status, errorCode, at } = event
  const reported = { evseId, connectorId, status, statusAt: at, ...(errorCode === undefined ? {} : { errorCode }) }
  const others = station.connectors.filter(
    (connector) => connector.evseId !== evseId || connector.connectorId !== connectorId,
  )
  const connectors = [...others, reported].toSorted((a, b) => a.evseId - b.evseId || a.connectorId - b.connectorId)
  return { ...station, connectors }
}
