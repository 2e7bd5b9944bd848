import type { LogReport, LogStatus } from '#domain/diagnostics'
import type { NewStationEvent } from '#domain/events'
import type * as v16 from '#ocpp/v16'
import type { UploadLogStatusEnumType } from '#ocpp/v21'
import type { Services, StationCall } from './action.ts'
import { statusEvent } from './record-event.ts'
import { reportedNumber } from './reported-number.ts'
import { wordFor } from './word.ts'

type Word =
  | Exclude<UploadLogStatusEnumType, 'Idle'>
  | Exclude<v16.DiagnosticsStatusNotificationRequest['status'], 'Idle'>

/** `Idle` answers a trigger when there is nothing to tell: no upload has that status. */
const statuses = {
  AcceptedCanceled: 'canceled',
  BadMessage: 'bad-message',
  NotSupportedOperation: 'not-supported',
  PermissionDenied: 'permission-denied',
  Uploaded: 'uploaded',
  UploadFailed: 'failed',
  UploadFailure: 'failed',
  Uploading: 'uploading',
} as const satisfies Record<Word, LogStatus>

/** What a station says about a log it is to upload. */
export interface SaidOfLog {
  readonly event: NewStationEvent
  /** Absent when it says nothing about an upload. */
  readonly report?: LogReport
}

export function readLogStatus(
  payload: { readonly status: string; readonly requestId?: number },
  call: StationCall,
): SaidOfLog {
  const event = statusEvent('log', payload, call)
  const status = wordFor(statuses, payload.status)
  if (status === undefined) return { event }
  const { stationId } = call.station
  return { event, report: { stationId, status, at: call.receivedAt, ...reportedNumber(payload) } }
}

export async function handleLogStatus(
  { event, report }: SaidOfLog,
  _: StationCall,
  { events, diagnostics }: Services,
): Promise<void> {
  await events.record([event])
  if (report !== undefined) await diagnostics.report(report)
}
