import { type Selectable, sql } from 'kysely'
import { noSuchStation } from '#domain/stations'
import { known, type Scope } from '#kernel'
import { type DatabaseSchema, type Queries, storableText, withinScope } from '#storage'
import {
  CERTIFICATE_USES,
  type NewSigningRequest,
  type ShownCertificate,
  type StationCertificate,
} from './certificate.ts'

export type CertificateRow = Selectable<DatabaseSchema['station_certificate']>

/** Characters of a subject that are kept. */
export const LONGEST_SUBJECT = 500

/** @throws AppError `not-found` for a station outside the scope. */
export async function requireStation(queries: Queries, scope: Scope, stationId: string) {
  const station = await queries.kysely
    .selectFrom('station')
    .select(['id', 'party_id', 'serial_number'])
    .where('id', '=', stationId)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (station === undefined) throw noSuchStation(stationId)
  return station
}

/** Certificates of one station take turns from here to the end of the transaction. */
export async function lockStation(queries: Queries, stationId: string): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('station-certificate'), hashtext(${stationId}))`.execute(
    queries.kysely,
  )
}

/** What is on record of a station's key, newest first. */
export async function findByKey(queries: Queries, stationId: string, keyHash: string): Promise<CertificateRow[]> {
  return await queries.kysely
    .selectFrom('station_certificate')
    .selectAll()
    .where('station_id', '=', stationId)
    .where('key_hash', '=', keyHash)
    .orderBy('requested_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

/** How many certificates a station has asked for since a time. */
export async function countRequests(queries: Queries, stationId: string, since: Date): Promise<number> {
  const { count } = await queries.kysely
    .selectFrom('station_certificate')
    .select((columns) => columns.fn.countAll<number>().as('count'))
    .where('station_id', '=', stationId)
    .where('requested_at', '>', since)
    .where('csr', 'is not', null)
    .executeTakeFirstOrThrow()
  return count
}

export async function insertRequest(
  queries: Queries,
  id: string,
  { stationId, partyId, csr, use, requestNumber }: NewSigningRequest,
  { keyHash, subject }: { readonly keyHash: string; readonly subject: string },
  at: Date,
): Promise<void> {
  await queries.kysely
    .insertInto('station_certificate')
    .values({
      ...{ id, station_id: stationId, party_id: partyId, state: 'requested', requested_at: at },
      ...{ use: use ?? null, request_number: asNumber(requestNumber), key_hash: keyHash, csr },
      subject: storableText(subject.slice(0, LONGEST_SUBJECT)),
    })
    .execute()
}

/** The same request has come again: what goes back with the certificate is as it said last. */
export async function renumberRequest(
  queries: Queries,
  id: string,
  { use, requestNumber }: NewSigningRequest,
): Promise<void> {
  await queries.kysely
    .updateTable('station_certificate')
    .set({ use: use ?? null, request_number: asNumber(requestNumber) })
    .where('id', '=', id)
    .execute()
}

/** A number no column and no version has room for names nothing. */
function asNumber(requestNumber: number | undefined): number | null {
  return requestNumber !== undefined && requestNumber === (requestNumber | 0) ? requestNumber : null
}

export async function loadCertificate(queries: Queries, id: string): Promise<CertificateRow | undefined> {
  return await queries.kysely.selectFrom('station_certificate').selectAll().where('id', '=', id).executeTakeFirst()
}

/** What was accepted before a time and not issued since, oldest first. */
export async function findUnissued(queries: Queries, before: Date): Promise<string[]> {
  const rows = await queries.kysely
    .selectFrom('station_certificate')
    .select('id')
    .where('state', '=', 'requested')
    .where('requested_at', '<', before)
    .orderBy('requested_at')
    .limit(100)
    .execute()
  return rows.map(({ id }) => id)
}

/** Enters what the authority issued; the row as it is now, whoever was first. */
export async function storeIssued(
  queries: Queries,
  id: string,
  chain: string,
  leaf: ShownCertificate,
  at: Date,
): Promise<CertificateRow | undefined> {
  await queries.kysely
    .updateTable('station_certificate')
    .set({
      ...{ state: 'issued', chain, issued_at: at, serial_number: leaf.serialNumber, fingerprint: leaf.fingerprint },
      ...{ not_before: leaf.notBefore, not_after: leaf.notAfter },
    })
    .where('id', '=', id)
    .where('state', '=', 'requested')
    .execute()
  return await loadCertificate(queries, id)
}

export async function storeFailed(queries: Queries, id: string, problem: string): Promise<void> {
  await queries.kysely
    .updateTable('station_certificate')
    .set({ state: 'failed', problem: storableText(problem.slice(0, LONGEST_SUBJECT)) })
    .where('id', '=', id)
    .where('state', '=', 'requested')
    .execute()
}

/** A station's certificates, newest first. */
export async function loadCertificates(queries: Queries, stationId: string): Promise<CertificateRow[]> {
  return await queries.kysely
    .selectFrom('station_certificate')
    .selectAll()
    .where('station_id', '=', stationId)
    .orderBy('requested_at', 'desc')
    .orderBy('id', 'desc')
    .limit(500)
    .execute()
}

/** Deletes certificates that ended before a time, and requests from before it that came to nothing. */
export async function deleteEnded({ kysely }: Queries, time: Date, atMost: number): Promise<number> {
  const { numDeletedRows } = await kysely
    .deleteFrom('station_certificate')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('station_certificate')
        .select('id')
        .where((row) =>
          row.or([
            row('not_after', '<', time),
            row.and([row('not_after', 'is', null), row('requested_at', '<', time)]),
          ]),
        )
        .where('state', '!=', 'in-use')
        .orderBy('requested_at')
        .limit(atMost),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

export function readCertificateRow(row: CertificateRow): StationCertificate {
  return {
    ...{ id: row.id, stationId: row.station_id, partyId: row.party_id, state: row.state },
    ...{ foreign: row.foreign_issuer, subject: row.subject, requestedAt: row.requested_at },
    ...known({
      use: CERTIFICATE_USES.find((use) => use === row.use),
      serialNumber: row.serial_number,
      fingerprint: row.fingerprint,
      notBefore: row.not_before,
      notAfter: row.not_after,
      problem: row.problem,
      issuedAt: row.issued_at,
      answeredAt: row.answered_at,
      usedAt: row.used_at,
      supersededAt: row.superseded_at,
      revokedAt: row.revoked_at,
    }),
  }
}
