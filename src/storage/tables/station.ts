import type { Generated } from 'kysely'

export interface StationTable {
  id: string
  party_id: string
  location_id: string | null
  name: string | null
  admission: Generated<'accepted' | 'waiting' | 'refused'>
  registration: Generated<'accepted' | 'pending' | 'rejected'>
  vendor: string | null
  model: string | null
  serial_number: string | null
  firmware_version: string | null
  iccid: string | null
  imsi: string | null
  meter_type: string | null
  meter_serial_number: string | null
  boot_reason: string | null
  booted_at: Date | null
  secret_hash: string | null
  former_secret_hash: string | null
  security_profile: Generated<number>
  profile_set: Generated<boolean>
  awaited_profiles: Generated<number[]>
  allow_profile_downgrade: Generated<boolean>
  allow_expired_certificate: Generated<boolean>
  certificate_name: string | null
  validation: 'lenient' | 'strict' | null
  created_at: Generated<Date>
}

export interface StationPresenceTable {
  station_id: string
  epoch: Generated<number>
  node: string | null
  connected: Generated<boolean>
  connected_at: Date | null
  disconnected_at: Date | null
  last_seen_at: Date | null
  remote_address: string | null
  ocpp_version: string | null
  security_profile: number | null
  connection_count: Generated<number>
  deviation_count: Generated<number>
}
