import type { Generated } from 'kysely'

export interface CertificateAuthorityTable {
  id: string
  key_kind: 'ecdsa' | 'rsa'
  certificate: string
  sealed_key: string
  not_after: Date
  created_at: Date
}

export interface StationCertificateTable {
  id: string
  station_id: string
  party_id: string
  state: 'requested' | 'issued' | 'installed' | 'rejected' | 'in-use' | 'superseded' | 'revoked' | 'failed'
  foreign_issuer: Generated<boolean>
  use: string | null
  request_number: number | null
  key_hash: string
  csr: string | null
  chain: string | null
  subject: string
  serial_number: string | null
  fingerprint: string | null
  not_before: Date | null
  not_after: Date | null
  problem: string | null
  requested_at: Date
  issued_at: Date | null
  answered_at: Date | null
  used_at: Date | null
  superseded_at: Date | null
  revoked_at: Date | null
  renewal_asked_at: Date | null
}

export interface InstalledCertificateTable {
  id: string
  station_id: string
  use: string
  hash_algorithm: string
  issuer_name_hash: string
  issuer_key_hash: string
  serial_number: string
  /** JSON text. */
  children: string
  told_at: Date
}
