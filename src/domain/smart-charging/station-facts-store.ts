import type { Queries } from '#storage'
import { type CapabilityVariable, type ChargingCapabilities, readCapabilities } from './capabilities.ts'

/** 1.6 §9.4; the names of 2.x are all those of one component. */
const KEYS = [
  'ChargeProfileMaxStackLevel',
  'ChargingScheduleAllowedChargingRateUnit',
  'ChargingScheduleMaxPeriods',
] as const

export async function loadCapabilities({ kysely }: Queries, stationId: string): Promise<ChargingCapabilities> {
  const rows = await kysely
    .selectFrom('variable')
    .select(['name', 'instance', 'evse_id', 'value'])
    .where('station_id', '=', stationId)
    .where('attribute', '=', 'Actual')
    .where('value', 'is not', null)
    .where((eb) =>
      eb.or([
        eb('component', '=', 'SmartChargingCtrlr'),
        eb.and([eb('component', '=', 'Configuration'), eb('name', 'in', [...KEYS])]),
      ]),
    )
    .limit(1_000)
    .execute()
  const variables: CapabilityVariable[] = rows.map(({ name, instance, evse_id, value }) => ({
    name,
    instance,
    evseId: evse_id,
    value: value ?? '',
  }))
  return readCapabilities(variables)
}

/** A transaction that runs now. */
export interface RunningTransaction {
  readonly reference: string
  readonly evseId: number | undefined
  readonly startedAt: Date
  readonly priority: boolean
}

export async function loadRunning({ kysely }: Queries, stationId: string): Promise<RunningTransaction[]> {
  const rows = await kysely
    .selectFrom('transaction as t')
    .leftJoin('priority_charging as p', (join) =>
      join.onRef('p.station_id', '=', 't.station_id').onRef('p.transaction_reference', '=', 't.reference'),
    )
    .select(['t.reference', 't.evse_id', 't.started_at', 't.first_event_at', 'p.since'])
    .where('t.station_id', '=', stationId)
    .where('t.status', '=', 'active')
    .orderBy('t.first_event_at')
    .limit(1_000)
    .execute()
  return rows.map((row) => ({
    reference: row.reference,
    evseId: row.evse_id ?? undefined,
    startedAt: row.started_at ?? row.first_event_at,
    priority: row.since !== null,
  }))
}

/** Every EVSE the station has told of. */
export async function loadEvseIds({ kysely }: Queries, stationId: string): Promise<number[]> {
  const rows = await kysely
    .selectFrom('connector')
    .select('evse_id')
    .distinct()
    .where('station_id', '=', stationId)
    .where('evse_id', '>', 0)
    .orderBy('evse_id')
    .execute()
  return rows.map((row) => row.evse_id)
}

/** The time zone of its location; undefined for a station that stands nowhere in particular. */
export async function loadTimeZone({ kysely }: Queries, stationId: string): Promise<string | undefined> {
  const row = await kysely
    .selectFrom('station')
    .innerJoin('location', 'location.id', 'station.location_id')
    .select('location.time_zone')
    .where('station.id', '=', stationId)
    .executeTakeFirst()
  return row?.time_zone
}
