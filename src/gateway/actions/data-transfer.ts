import type { NewStationEvent } from '#domain/events'
import type { Action, StationCall } from './action.ts'
import { defined } from './defined.ts'
import { oneEvent, recordEvent } from './record-event.ts'

/** Longest data kept of a transfer nobody here understands, characters; the message log has the rest. */
export const DATA_LIMIT = 4096

interface Transfer {
  readonly vendorId: string
  readonly messageId?: string
  readonly data?: unknown
}

const codec = {
  action: 'DataTransfer',
  read: ({ vendorId, messageId, data }: Transfer, { station, receivedAt }: StationCall): NewStationEvent => ({
    stationId: station.stationId,
    partyId: station.partyId,
    kind: 'data-transfer',
    type: vendorId,
    at: receivedAt,
    receivedAt,
    facts: defined({ messageId, data: data === undefined ? undefined : excerpt(data) }),
  }),
  // No vendor's extensions are known here (1.6 §4.3, 2.x P02.FR.05).
  write: () => ({ status: 'UnknownVendorId' as const }),
} as const

function excerpt(data: unknown): string {
  return (typeof data === 'string' ? data : JSON.stringify(data)).slice(0, DATA_LIMIT)
}

/** DataTransfer from a station: 1.6 §4.3 · 2.x P02. */
export const dataTransfer = {
  versions: { 'ocpp1.6': codec, 'ocpp2.0.1': codec, 'ocpp2.1': codec },
  handle: recordEvent,
  events: oneEvent,
  keyless: true,
} satisfies Action<NewStationEvent, void>
