import type { Generated } from 'kysely'

export interface FirmwareImageTable {
  id: string
  party_id: string
  vendor: string
  model: string | null
  version: string
  file_name: string
  location: string | null
  size_bytes: number | null
  sha256: string | null
  md5: string | null
  signature: string | null
  signing_certificate: string | null
  note: string | null
  created_at: Date
}

export interface FirmwareUpdateTable {
  id: string
  station_id: string
  party_id: string
  image_id: string | null
  command_id: string
  request_id: number
  version: string
  former_version: string | null
  signed: boolean
  status: string
  outcome: string
  /** JSON text. */
  steps: Generated<string>
  requested_at: Date
  status_at: Date
  finished_at: Date | null
  expires_at: Date
}

export interface FirmwarePublicationTable {
  id: string
  station_id: string
  party_id: string
  image_id: string | null
  command_id: string
  request_id: number
  checksum: string
  status: string
  outcome: string
  locations: Generated<string[]>
  requested_at: Date
  status_at: Date
  finished_at: Date | null
  expires_at: Date
}
