import { AppError } from '#kernel'
import type { Queries } from '#storage'
import type { StationCertificate } from './certificate.ts'
import { loadCertificate, readCertificateRow } from './station-certificate-store.ts'

/**
 * Revokes a certificate of a station; again when it is revoked already.
 *
 * @throws AppError `not-found` when the station has no such certificate, `conflict` when it was never issued
 */
export async function revokeCertificate(
  queries: Queries,
  stationId: string,
  certificateId: string,
  at: Date,
): Promise<StationCertificate> {
  await queries.kysely
    .updateTable('station_certificate')
    .set({ state: 'revoked', revoked_at: at })
    .where('id', '=', certificateId)
    .where('station_id', '=', stationId)
    .where('fingerprint', 'is not', null)
    .where('state', '!=', 'revoked')
    .execute()
  const row = await loadCertificate(queries, certificateId)
  if (row === undefined || row.station_id !== stationId) {
    throw new AppError('not-found', `The station has no certificate ${certificateId}`, { certificateId })
  }
  if (row.state !== 'revoked') throw new AppError('conflict', 'There is no certificate yet to be revoked')
  return readCertificateRow(row)
}
