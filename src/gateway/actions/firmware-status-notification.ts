import type { NewStationEvent } from '#domain/events'
import type { Action, StationCall } from './action.ts'
import { oneEvent, recordEvent, statusEvent } from './record-event.ts'

interface Status {
  readonly status: string
  readonly requestId?: number
}

const codec = {
  action: 'FirmwareStatusNotification',
  read: (payload: Status, call: StationCall): NewStationEvent => statusEvent('firmware', payload, call),
  write: () => ({}),
} as const

/** FirmwareStatusNotification: 1.6 §4.5 · 2.x L01. */
export const firmwareStatusNotification = {
  versions: { 'ocpp1.6': codec, 'ocpp2.0.1': codec, 'ocpp2.1': codec },
  handle: recordEvent,
  events: oneEvent,
  keyless: true,
} satisfies Action<NewStationEvent, void>

/** SignedFirmwareStatusNotification: 1.6 security whitepaper L01. */
export const signedFirmwareStatusNotification = {
  versions: { 'ocpp1.6': { ...codec, action: 'SignedFirmwareStatusNotification' } },
  handle: recordEvent,
  events: oneEvent,
  keyless: true,
} satisfies Action<NewStationEvent, void>
