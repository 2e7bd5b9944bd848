import type { NewStationEvent } from '#domain/events'
import type { Action } from './action.ts'
import { oneEvent, recordEvent, statusEvent } from './record-event.ts'

/** DiagnosticsStatusNotification: 1.6 §4.4. */
export const diagnosticsStatusNotification = {
  versions: {
    'ocpp1.6': {
      action: 'DiagnosticsStatusNotification',
      read: (payload, call) => statusEvent('log', payload, call),
      write: () => ({}),
    },
  },
  handle: recordEvent,
  events: oneEvent,
  keyless: true,
} satisfies Action<NewStationEvent, void>
