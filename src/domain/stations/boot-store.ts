import { type Queries, storableText } from '#storage'
import type { Admission, BootFacts, Registration } from './station.ts'

const LONGEST_TEXT = 255

export interface Boot {
  readonly stationId: string
  readonly facts: BootFacts
  readonly at: Date
}

export interface BootedStation {
  readonly partyId: string
  readonly admission: Admission
  readonly registration: Registration
}

const FACTS = [
  'vendor',
  'model',
  'serialNumber',
  'firmwareVersion',
  'iccid',
  'imsi',
  'meterType',
  'meterSerialNumber',
  'reason',
] as const satisfies readonly (keyof BootFacts)[]

/**
 * Stores what stations said of themselves, by one statement; what one leaves out stays as it was. How each is
 * registered, in the order of the boots; undefined where the station is gone.
 */
export async function storeBoots(queries: Queries, boots: readonly Boot[]): Promise<(BootedStation | undefined)[]> {
  const latest = [...new Map(boots.map((boot) => [boot.stationId, boot])).values()]
  const { rows } = await queries.query<BootedStation & { id: string }>('station-boot', BOOT, [
    latest.map(({ stationId }) => stationId),
    latest.map(({ at }) => at),
    ...FACTS.map((fact) => latest.map(({ facts }) => bounded(facts[fact]))),
  ])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return boots.map(({ stationId }) => byId.get(stationId))
}

const BOOT = `
WITH boot AS MATERIALIZED (
  SELECT i.* FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
    $8::text[], $9::text[], $10::text[], $11::text[]) AS i (id, at, vendor, model, serial_number, firmware_version, iccid,
    imsi, meter_type, meter_serial_number, reason)
  JOIN station s ON s.id = i.id
  ORDER BY s.id
  FOR NO KEY UPDATE OF s
)
UPDATE station s SET
  booted_at = i.at,
  boot_reason = i.reason,
  vendor = coalesce(i.vendor, s.vendor),
  model = coalesce(i.model, s.model),
  serial_number = coalesce(i.serial_number, s.serial_number),
  firmware_version = coalesce(i.firmware_version, s.firmware_version),
  iccid = coalesce(i.iccid, s.iccid),
  imsi = coalesce(i.imsi, s.imsi),
  meter_type = coalesce(i.meter_type, s.meter_type),
  meter_serial_number = coalesce(i.meter_serial_number, s.meter_serial_number)
FROM boot i WHERE s.id = i.id
RETURNING s.id, s.party_id AS "partyId", s.admission, s.registration`

function bounded(text: string | undefined): string | null {
  return text === undefined ? null : storableText(text.slice(0, LONGEST_TEXT))
}
