import { type Queries, storableText } from '#storage'
import type { Admission, Registration, SecurityProfile } from './station.ts'

/** A station as the judge of handshakes needs it, its secrets as hashes. */
export interface StationFacts {
  readonly id: string
  readonly partyId: string
  readonly admission: Admission
  readonly registration: Registration
  readonly securityProfile: SecurityProfile
  readonly securityProfileSet: boolean
  readonly awaitedSecurityProfiles: readonly SecurityProfile[]
  readonly allowProfileDowngrade: boolean
  readonly allowExpiredCertificate: boolean
  readonly serialNumber: string | null
  readonly certificateName: string | null
  readonly validation: 'lenient' | 'strict' | null
  readonly booted: boolean
  readonly vendor: string | null
  readonly model: string | null
  readonly firmwareVersion: string | null
  readonly secretHash: string | null
  /** Secrets that opened before it and still do, apart by blanks. */
  readonly formerSecretHashes: string | null
}

/** The stations of these ids, in their order; undefined for those that do not exist. */
export async function loadFacts(queries: Queries, ids: readonly string[]): Promise<(StationFacts | undefined)[]> {
  const { rows } = await queries.query<StationFacts & { id: string }>(
    'station-facts',
    `SELECT id, party_id AS "partyId", admission, registration, security_profile AS "securityProfile",
       profile_set AS "securityProfileSet", awaited_profiles AS "awaitedSecurityProfiles",
       allow_profile_downgrade AS "allowProfileDowngrade", allow_expired_certificate AS "allowExpiredCertificate", serial_number AS "serialNumber",
       certificate_name AS "certificateName", validation,
       booted_at IS NOT NULL AS booted, vendor, model, firmware_version AS "firmwareVersion", secret_hash AS "secretHash", former_secret_hash AS "formerSecretHashes"
     FROM station WHERE id = ANY($1::text[])`,
    [[...new Set(ids)]],
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => byId.get(id))
}

/** A station nobody has announced, let in by its first handshake. */
export interface Newcomer {
  readonly id: string
  readonly partyId: string
  readonly admission: 'accepted' | 'waiting'
  readonly registration: Registration
  /** Of the password it came with: the first one is kept, so that nobody else can come by its name afterwards. */
  readonly secretHash: string | undefined
}

/** Lets newcomers in while there are fewer than `limit` stations of their admission; the rest stay unknown. */
export async function createNewcomers(
  queries: Queries,
  newcomers: readonly Newcomer[],
  limit: number,
): Promise<undefined[]> {
  await queries.query(
    'station-newcomers',
    `INSERT INTO station (id, party_id, admission, registration, secret_hash)
     SELECT * FROM (
       SELECT DISTINCT ON (i.id) i.* FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
         AS i (id, party_id, admission, registration, secret_hash)
       WHERE NOT EXISTS (SELECT FROM station s WHERE s.id = i.id)
       ORDER BY i.id
     ) AS fresh
     LIMIT greatest(0, $6::integer - (SELECT count(*) FROM (
       SELECT FROM station WHERE admission = $7 LIMIT $6::integer
     ) AS present))
     ON CONFLICT (id) DO NOTHING`,
    [
      newcomers.map(({ id }) => id),
      newcomers.map(({ partyId }) => partyId),
      newcomers.map(({ admission }) => admission),
      newcomers.map(({ registration }) => registration),
      newcomers.map(({ secretHash }) => secretHash ?? null),
      limit,
      newcomers[0]?.admission ?? 'waiting',
    ],
  )
  return newcomers.map(() => undefined)
}

/** From now on the station comes with certificates of this common name, where no serial number says more. */
export async function keepCertificateName(queries: Queries, stationId: string, name: string): Promise<void> {
  await queries.query(
    'station-certificate-name',
    'UPDATE station SET certificate_name = $2 WHERE id = $1 AND certificate_name IS DISTINCT FROM $2',
    [stationId, storableText(name)],
  )
}

/** The new secret was used: the former ones open no more (2.0.1 A01.FR.03). */
export async function forgetFormerSecrets(queries: Queries, stationId: string): Promise<void> {
  await queries.query(
    'station-forget-former-secret',
    'UPDATE station SET former_secret_hash = NULL WHERE id = $1 AND former_secret_hash IS NOT NULL',
    [stationId],
  )
}
