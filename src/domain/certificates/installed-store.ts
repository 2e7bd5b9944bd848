import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import { AppError, canonicalJson } from '#kernel'
import { type DatabaseSchema, type Queries, storableText } from '#storage'
import { INSTALLED_USES, type InstalledCertificate, type InstalledUse, type ToldCertificate } from './certificate.ts'
import { HASH_ALGORITHMS, type HashData } from './hash-data.ts'

type InstalledRow = Selectable<DatabaseSchema['installed_certificate']>

/** Certificates one station may tell of; what is beyond is not kept. */
export const MAX_INSTALLED = 500
const MAX_CHILDREN = 10
const LONGEST_HASH = 128

/** Replaces, inside a transaction, what is known for these uses by what a station told. */
export async function replaceInstalled(
  { kysely }: Queries,
  stationId: string,
  uses: readonly InstalledUse[] | undefined,
  told: readonly ToldCertificate[],
  at: Date,
): Promise<void> {
  const former = kysely.deleteFrom('installed_certificate').where('station_id', '=', stationId)
  await (uses === undefined ? former : former.where('use', 'in', [...uses])).execute()
  const rows = new Map(told.slice(0, MAX_INSTALLED).map((one) => [idOf(one), installedRow(stationId, one, at)]))
  if (rows.size === 0) return
  await kysely
    .insertInto('installed_certificate')
    .values([...rows.values()])
    .onConflict((conflict) => conflict.columns(['station_id', 'id']).doNothing())
    .execute()
}

export async function loadInstalled({ kysely }: Queries, stationId: string): Promise<InstalledCertificate[]> {
  const rows = await kysely
    .selectFrom('installed_certificate')
    .selectAll()
    .where('station_id', '=', stationId)
    .orderBy('use')
    .orderBy('id')
    .execute()
  return rows.map(readInstalled)
}

/** @throws AppError `not-found` when the station has told of no such certificate */
export async function findInstalled(
  { kysely }: Queries,
  stationId: string,
  installedId: string,
): Promise<InstalledCertificate> {
  const row = await kysely
    .selectFrom('installed_certificate')
    .selectAll()
    .where('station_id', '=', stationId)
    .where('id', '=', installedId)
    .executeTakeFirst()
  if (row === undefined) {
    throw new AppError('not-found', 'The station has not told of such a certificate: ask it for a list first', {
      installedId,
    })
  }
  return readInstalled(row)
}

export async function deleteInstalled({ kysely }: Queries, stationId: string, installedId: string): Promise<void> {
  await kysely
    .deleteFrom('installed_certificate')
    .where('station_id', '=', stationId)
    .where('id', '=', installedId)
    .execute()
}

/** The same certificate told again has the same id. */
function idOf({ use, hashData }: ToldCertificate): string {
  return createHash('sha256')
    .update(canonicalJson([use, hashData]))
    .digest('base64url')
    .slice(0, 22)
}

function installedRow(stationId: string, told: ToldCertificate, at: Date): InstalledRow {
  const { algorithm, issuerNameHash, issuerKeyHash, serialNumber } = bounded(told.hashData)
  return {
    ...{ id: idOf(told), station_id: stationId, use: told.use, hash_algorithm: algorithm, told_at: at },
    ...{ issuer_name_hash: issuerNameHash, issuer_key_hash: issuerKeyHash, serial_number: serialNumber },
    children: JSON.stringify(told.children.slice(0, MAX_CHILDREN).map(bounded)),
  }
}

function bounded({ algorithm, ...hashes }: HashData): HashData {
  const text = (value: string) => storableText(value.slice(0, LONGEST_HASH))
  return {
    algorithm,
    issuerNameHash: text(hashes.issuerNameHash),
    issuerKeyHash: text(hashes.issuerKeyHash),
    serialNumber: text(hashes.serialNumber),
  }
}

function readInstalled(row: InstalledRow): InstalledCertificate {
  const children: readonly HashData[] = JSON.parse(row.children)
  return {
    id: row.id,
    stationId: row.station_id,
    use: INSTALLED_USES.find((use) => use === row.use) ?? 'platform-root',
    hashData: {
      algorithm: HASH_ALGORITHMS.find((algorithm) => algorithm === row.hash_algorithm) ?? 'unknown',
      issuerNameHash: row.issuer_name_hash,
      issuerKeyHash: row.issuer_key_hash,
      serialNumber: row.serial_number,
    },
    children,
    toldAt: row.told_at,
  }
}
