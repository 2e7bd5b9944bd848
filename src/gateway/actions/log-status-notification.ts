import type { Action } from './action.ts'
import { handleLogStatus, readLogStatus, type SaidOfLog } from './log-report.ts'
import { oneEvent } from './record-event.ts'

const codec = { action: 'LogStatusNotification', read: readLogStatus, write: () => ({}) } as const

/** LogStatusNotification: security whitepaper N01 for 1.6 · 2.x N01. */
export const logStatusNotification = {
  versions: { 'ocpp1.6': codec, 'ocpp2.0.1': codec, 'ocpp2.1': codec },
  handle: handleLogStatus,
  events: oneEvent,
  keyless: true,
} satisfies Action<SaidOfLog, void>
