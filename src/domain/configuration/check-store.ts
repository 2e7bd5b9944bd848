import { sql } from 'kysely'
import type { Queries } from '#storage'
import { FITS_TEMPLATE } from './fits-template-store.ts'
import { readKept } from './kept-values.ts'
import type { KeptValue } from './wanted.ts'

export interface StationToCheck {
  readonly station_id: string
  readonly party_id: string
  readonly first_boot: boolean
  readonly booted: boolean
  readonly booted_at: Date | null
  readonly ocpp_version: string | null
  /** Those that fit, the one that counts most first. */
  readonly template_ids: readonly string[]
}

/** Marks all stations of a party to be held against its templates. */
export async function markStations(queries: Queries, partyId: string): Promise<void> {
  await sql`
    INSERT INTO configuration_check (station_id) SELECT id FROM station WHERE party_id = ${partyId} ORDER BY id
    ON CONFLICT (station_id) DO UPDATE SET version = configuration_check.version + 1`.execute(queries.kysely)
}

/**
 * Takes some marked stations in hand, inside a transaction: whoever marks one of them meanwhile waits, and marks it anew. A
 * station that is not let in yet is not new until it is.
 */
export async function takeMarked(queries: Queries, atMost: number): Promise<StationToCheck[]> {
  const { rows } = await sql<StationToCheck>`
    WITH taken AS MATERIALIZED (
      SELECT c.station_id, c.first_boot, c.booted FROM configuration_check c JOIN station s ON s.id = c.station_id
      WHERE NOT c.first_boot OR s.admission = 'accepted'
      ORDER BY c.asked_at LIMIT ${atMost} FOR UPDATE OF c SKIP LOCKED
    )
    SELECT c.station_id, c.first_boot, c.booted, s.booted_at, s.party_id, p.ocpp_version, ARRAY(
      SELECT t.id FROM configuration_template t WHERE ${FITS_TEMPLATE} ORDER BY t.priority DESC, t.id DESC
    ) AS template_ids
    FROM taken c JOIN station s ON s.id = c.station_id
    LEFT JOIN station_presence p ON p.station_id = c.station_id
    ORDER BY c.station_id`.execute(queries.kysely)
  return rows
}

export async function unmark(queries: Queries, stationIds: readonly string[]): Promise<void> {
  await queries.kysely.deleteFrom('configuration_check').where('station_id', 'in', stationIds).execute()
}

export interface TemplateInUse {
  readonly id: string
  readonly name: string
  readonly applyOnBoot: boolean
  readonly updatedAt: Date
  readonly wanted: readonly KeptValue[]
}

export async function loadTemplatesInUse(queries: Queries, ids: readonly string[]): Promise<TemplateInUse[]> {
  if (ids.length === 0) return []
  const rows = await queries.kysely.selectFrom('configuration_template').selectAll().where('id', 'in', ids).execute()
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    applyOnBoot: row.apply_on_boot,
    updatedAt: row.updated_at,
    wanted: readKept(row.wanted),
  }))
}
