import type { NewStationEvent } from '#domain/events'
import type { UpdateReport, UpdateStatus } from '#domain/firmware'
import type { FirmwareStatusEnumType } from '#ocpp/v21'
import type { Action, Services, StationCall } from './action.ts'
import { oneEvent, statusEvent } from './record-event.ts'
import { reportedNumber } from './reported-number.ts'
import { wordFor } from './word.ts'

/** `Idle` answers a trigger when there is nothing to tell: no update has that status (1.6 §4.5, 2.x L01.FR.25). */
const statuses = {
  Downloaded: 'downloaded',
  DownloadFailed: 'download-failed',
  Downloading: 'downloading',
  DownloadPaused: 'download-paused',
  DownloadScheduled: 'download-scheduled',
  InstallationFailed: 'installation-failed',
  Installed: 'installed',
  Installing: 'installing',
  InstallRebooting: 'rebooting',
  InstallScheduled: 'install-scheduled',
  InstallVerificationFailed: 'verification-failed',
  InvalidSignature: 'signature-invalid',
  SignatureVerified: 'signature-verified',
} as const satisfies Record<Exclude<FirmwareStatusEnumType, 'Idle'>, UpdateStatus>

interface Said {
  readonly event: NewStationEvent
  /** Absent when it says nothing about an update. */
  readonly report?: UpdateReport
}

const codec = {
  action: 'FirmwareStatusNotification',
  read(payload: { readonly status: string; readonly requestId?: number }, call: StationCall): Said {
    const event = statusEvent('firmware', payload, call)
    const status = wordFor(statuses, payload.status)
    if (status === undefined) return { event }
    const { stationId } = call.station
    return { event, report: { stationId, status, at: call.receivedAt, ...reportedNumber(payload) } }
  },
  write: () => ({}),
} as const

async function handle({ event, report }: Said, _: StationCall, { events, firmware }: Services): Promise<void> {
  await events.record([event])
  if (report !== undefined) await firmware.report(report)
}

/** FirmwareStatusNotification: 1.6 §4.5 · 2.x L01, L02. */
export const firmwareStatusNotification = {
  versions: { 'ocpp1.6': codec, 'ocpp2.0.1': codec, 'ocpp2.1': codec },
  handle,
  events: oneEvent,
  keyless: true,
} satisfies Action<Said, void>

/** SignedFirmwareStatusNotification: 1.6 security whitepaper L01. */
export const signedFirmwareStatusNotification = {
  versions: { 'ocpp1.6': { ...codec, action: 'SignedFirmwareStatusNotification' } },
  handle,
  events: oneEvent,
  keyless: true,
} satisfies Action<Said, void>
