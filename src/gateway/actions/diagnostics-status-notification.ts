import type { Action } from './action.ts'
import { handleLogStatus, readLogStatus, type SaidOfLog } from './log-report.ts'
import { oneEvent } from './record-event.ts'

/** DiagnosticsStatusNotification: 1.6 §4.4. */
export const diagnosticsStatusNotification = {
  versions: {
    'ocpp1.6': { action: 'DiagnosticsStatusNotification', read: readLogStatus, write: () => ({}) },
  },
  handle: handleLogStatus,
  events: oneEvent,
  keyless: true,
} satisfies Action<SaidOfLog, void>
