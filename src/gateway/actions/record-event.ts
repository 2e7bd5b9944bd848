import type { NewStationEvent } from '#domain/events'
import type { Services, StationCall } from './action.ts'

/** What most notifications ask for: that they are kept. */
export async function recordEvent(event: NewStationEvent, _: StationCall, { events }: Services): Promise<void> {
  await events.record([event])
}

/** What these add to what is kept. */
export const oneEvent = (): number => 1

/** A status of a long job (firmware, logs), which the station dates by sending it. */
export function statusEvent(
  kind: 'firmware' | 'log',
  { status, requestId }: { readonly status: string; readonly requestId?: number },
  { station, receivedAt }: StationCall,
): NewStationEvent {
  return {
    stationId: station.stationId,
    partyId: station.partyId,
    kind,
    type: status,
    at: receivedAt,
    receivedAt,
    facts: requestId === undefined ? {} : { requestId },
  }
}
