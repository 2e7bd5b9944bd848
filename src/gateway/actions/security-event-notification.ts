import type { NewStationEvent } from '#domain/events'
import type { SecurityEventNotificationRequest as Request16 } from '#ocpp/v16'
import type { SecurityEventNotificationRequest as Request21 } from '#ocpp/v21'
import type { SecurityEventNotificationRequest as Request201 } from '#ocpp/v201'
import type { Action, StationCall } from './action.ts'
import { oneEvent, recordEvent } from './record-event.ts'
import { stationTime } from './station-time.ts'

const codec = {
  action: 'SecurityEventNotification',
  read: (
    { type, timestamp, techInfo }: Request16 | Request201 | Request21,
    { station, receivedAt }: StationCall,
  ): NewStationEvent => ({
    stationId: station.stationId,
    partyId: station.partyId,
    kind: 'security',
    type,
    at: stationTime(timestamp, receivedAt),
    receivedAt,
    facts: techInfo === undefined ? {} : { techInfo },
  }),
  write: () => ({}),
} as const

/** SecurityEventNotification: security whitepaper A04 for 1.6 · 2.x A04. */
export const securityEventNotification = {
  versions: { 'ocpp1.6': codec, 'ocpp2.0.1': codec, 'ocpp2.1': codec },
  handle: recordEvent,
  events: oneEvent,
} satisfies Action<NewStationEvent, void>
