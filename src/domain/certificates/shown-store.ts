import { sql } from 'kysely'
import { newId } from '#kernel'
import { type Queries, storableText } from '#storage'
import type { CertificateState, ShownCertificate } from './certificate.ts'
import type { RecordedCertificate, ShownFacts } from './judge-shown.ts'
import { LONGEST_SUBJECT, lockStation } from './station-certificate-store.ts'

export interface ShownQuestion {
  readonly stationId: string
  readonly fingerprint: string
}

interface FactRow {
  readonly place: number
  readonly stationId: string | null
  readonly state: CertificateState | null
  readonly foreign: boolean | null
  readonly supersededAt: Date | null
  readonly usedAt: Date | null
  readonly since: Date | null
}

/**
 * Since when there is a certificate: one of another authority by its own word; one that was made for us is backdated, and no older than
 * the request for it.
 */
const SINCE = 'CASE WHEN foreign_issuer THEN not_before ELSE greatest(not_before, requested_at) END'
const since = sql<Date>`${sql.raw(SINCE)}`

/** What is known about each certificate that is shown, by one statement, in the order of the questions. */
export async function loadShownFacts(queries: Queries, asked: readonly ShownQuestion[]): Promise<ShownFacts[]> {
  const { rows } = await queries.query<FactRow & { place: number }>('shown-certificates', FACTS, [
    asked.map(({ stationId }) => stationId),
    asked.map(({ fingerprint }) => fingerprint),
  ])
  const facts = asked.map((): { records: RecordedCertificate[]; inUse: ShownFacts['inUse'] } => ({
    records: [],
    inUse: undefined,
  }))
  for (const row of rows) {
    const found = facts[Number(row.place) - 1]
    if (found === undefined) continue
    if (row.usedAt !== null && row.since !== null) found.inUse = { usedAt: row.usedAt, since: row.since }
    if (row.stationId === null || row.state === null) continue
    const { stationId, state } = row
    found.records.push({
      ...{ stationId, state, foreign: row.foreign ?? false, supersededAt: row.supersededAt ?? undefined },
    })
  }
  return facts
}

const FACTS = `
SELECT asked.place, c.station_id AS "stationId", c.state, c.foreign_issuer AS foreign, c.superseded_at AS "supersededAt",
  newest.used_at AS "usedAt", newest.since
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked (station_id, fingerprint, place)
LEFT JOIN station_certificate c ON c.fingerprint = asked.fingerprint
LEFT JOIN LATERAL (
  SELECT used_at, ${SINCE} AS since FROM station_certificate u
  WHERE u.station_id = asked.station_id AND u.state = 'in-use' AND u.used_at IS NOT NULL
  ORDER BY since DESC LIMIT 1
) newest ON true`

/** Enters inside a transaction that a station has connected with a certificate; one that is older than another is void. */
export async function storeUsed(queries: Queries, stationId: string, shown: ShownCertificate, at: Date): Promise<void> {
  await lockStation(queries, stationId)
  await recordShown(queries, stationId, shown, at)
  const { kysely } = queries
  const ownSince = kysely
    .selectFrom('station_certificate')
    .select(since.as('since'))
    .where('station_id', '=', stationId)
    .where('fingerprint', '=', shown.fingerprint)
  const newer = await kysely
    .selectFrom('station_certificate')
    .select('used_at')
    .where('station_id', '=', stationId)
    .where('state', '=', 'in-use')
    .where(since, '>', ownSince)
    .executeTakeFirst()
  const own = kysely
    .updateTable('station_certificate')
    .where('station_id', '=', stationId)
    .where('fingerprint', '=', shown.fingerprint)
    .where('state', 'not in', ['revoked', 'superseded'])
  if (newer !== undefined) {
    await own.set({ state: 'superseded', superseded_at: newer.used_at ?? at }).execute()
    return
  }
  await own.set((row) => ({ state: 'in-use', used_at: row.fn.coalesce('used_at', row.val(at)) })).execute()
  await kysely
    .updateTable('station_certificate')
    .set({ state: 'superseded', superseded_at: at })
    .where('station_id', '=', stationId)
    .where('fingerprint', '!=', shown.fingerprint)
    .where(since, '<=', ownSince)
    // Those that it shows to vehicles are of another type, and take turns among themselves (2.x A02.FR.09 and 15).
    .where(({ or, eb }) => or([eb('use', 'is', null), eb('use', '=', 'station')]))
    .where('state', 'in', ['issued', 'installed', 'rejected', 'in-use'])
    .execute()
}

/** Enters a certificate of another authority, unless it is on record. */
export async function recordShown(
  { kysely }: Queries,
  stationId: string,
  shown: ShownCertificate,
  at: Date,
): Promise<void> {
  const { fingerprint, serialNumber, subject, keyHash, notBefore, notAfter } = shown
  await kysely
    .insertInto('station_certificate')
    .columns([
      ...(['id', 'station_id', 'party_id', 'state', 'foreign_issuer', 'key_hash', 'subject', 'serial_number'] as const),
      ...(['fingerprint', 'not_before', 'not_after', 'requested_at'] as const),
    ])
    .expression((eb) =>
      eb
        .selectFrom('station')
        .select((row) => [
          row.val(newId(at.getTime())).as('id'),
          'station.id as station_id',
          'station.party_id',
          row.val('issued').as('state'),
          row.val(true).as('foreign_issuer'),
          row.val(keyHash).as('key_hash'),
          row.val(storableText(subject.slice(0, LONGEST_SUBJECT))).as('subject'),
          row.val(serialNumber).as('serial_number'),
          row.val(fingerprint).as('fingerprint'),
          row.val(notBefore).as('not_before'),
          row.val(notAfter).as('not_after'),
          row.val(at).as('requested_at'),
        ])
        .where('station.id', '=', stationId),
    )
    .onConflict((conflict) => conflict.columns(['station_id', 'fingerprint']).doNothing())
    .execute()
}

/** Enters how a station answered the certificate it was sent. */
export async function storeAnswer(
  queries: Queries,
  stationId: string,
  shown: ShownCertificate,
  accepted: boolean,
  at: Date,
): Promise<void> {
  await recordShown(queries, stationId, shown, at)
  await queries.kysely
    .updateTable('station_certificate')
    .set({ state: accepted ? 'installed' : 'rejected', answered_at: at })
    .where('station_id', '=', stationId)
    .where('fingerprint', '=', shown.fingerprint)
    .where('state', 'in', ['issued', 'installed', 'rejected'])
    .execute()
}
