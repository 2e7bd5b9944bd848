import type { NewStationEvent } from '#domain/events'
import type { Action, StationCall } from './action.ts'
import { oneEvent, recordEvent, statusEvent } from './record-event.ts'

const codec = {
  action: 'LogStatusNotification',
  read: (payload: { readonly status: string; readonly requestId?: number }, call: StationCall): NewStationEvent =>
    statusEvent('log', payload, call),
  write: () => ({}),
} as const

/** LogStatusNotification: security whitepaper N01 for 1.6 · 2.x N01. */
export const logStatusNotification = {
  versions: { 'ocpp1.6': codec, 'ocpp2.0.1': codec, 'ocpp2.1': codec },
  handle: recordEvent,
  events: oneEvent,
  keyless: true,
} satisfies Action<NewStationEvent, void>
