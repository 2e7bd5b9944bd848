import type { NewStationEvent } from '#domain/events'
import type { PublicationReport, PublicationStatus } from '#domain/firmware'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { Action, StationCall } from './action.ts'
import { oneEvent, statusEvent } from './record-event.ts'
import { reportedNumber } from './reported-number.ts'
import { wordFor } from './word.ts'

const statuses = {
  ChecksumVerified: 'checksum-verified',
  Downloaded: 'downloaded',
  DownloadFailed: 'download-failed',
  Downloading: 'downloading',
  DownloadPaused: 'download-paused',
  DownloadScheduled: 'download-scheduled',
  InvalidChecksum: 'checksum-invalid',
  Published: 'published',
  PublishFailed: 'publish-failed',
} as const satisfies Record<Exclude<v21.PublishFirmwareStatusEnumType, 'Idle'>, PublicationStatus>

interface Said {
  readonly event: NewStationEvent
  /** Absent when it says nothing about a publication. */
  readonly report?: PublicationReport
}

type Request = v201.PublishFirmwareStatusNotificationRequest | v21.PublishFirmwareStatusNotificationRequest

const codec = {
  action: 'PublishFirmwareStatusNotification',
  read(payload: Request, call: StationCall): Said {
    const told = statusEvent('firmware', payload, call)
    const event = { ...told, facts: { ...told.facts, publication: true } }
    const status = wordFor(statuses, payload.status)
    if (status === undefined) return { event }
    const about = { stationId: call.station.stationId, at: call.receivedAt, ...reportedNumber(payload) }
    return { event, report: { ...about, status, locations: payload.location ?? [] } }
  },
  write: () => ({}),
} as const

/** PublishFirmwareStatusNotification, of a local controller: 2.x L03. */
export const publishFirmwareStatusNotification = {
  versions: { 'ocpp2.0.1': codec, 'ocpp2.1': codec },
  async handle({ event, report }, _, { events, firmware }) {
    await events.record([event])
    if (report !== undefined) await firmware.reportPublication(report)
  },
  events: oneEvent,
  keyless: true,
} satisfies Action<Said, void>
