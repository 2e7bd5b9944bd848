import { known } from '#kernel'
import { type Queries, storableText } from '#storage'
import { DER_KINDS, type DerAlarm, type DerControl, type DerFilter, type StationDerControl } from './der-control.ts'

/** Controls of one station that are kept. */
export const MAX_CONTROLS = 500
const LONGEST_CONTROL = 20_000
const LONGEST_ID = 100
const LONGEST_TEXT = 200

/** Keeps a control; of one that is only told of, whether it is in force stays as it was. */
export async function putControl(
  queries: Queries,
  told: StationDerControl & { readonly requestId?: number },
  isNew: boolean,
): Promise<void> {
  const text = storableText(JSON.stringify(told.control))
  if (text.length > LONGEST_CONTROL || told.controlId.length > LONGEST_ID) return
  const { kind, isDefault } = told.control
  const { stationId, controlId, superseded, active, toldAt } = told
  await queries.query(
    'der-control-put',
    `INSERT INTO der_control (station_id, control_id, kind, is_default, control, superseded, active, told_at, ends_at, report_id)
     SELECT id, $2, $3, $4, $5, $6, $7, $8, $9, $11 FROM station WHERE id = $1
       AND (SELECT count(*) FROM der_control WHERE station_id = $1 AND control_id <> $2) < ${MAX_CONTROLS}
     ON CONFLICT (station_id, control_id) DO UPDATE SET kind = excluded.kind, is_default = excluded.is_default,
       control = excluded.control, superseded = excluded.superseded, ends_at = excluded.ends_at,
       active = CASE WHEN $10 THEN excluded.active ELSE coalesce(excluded.active, der_control.active) END,
       told_at = excluded.told_at, report_id = excluded.report_id`,
    [
      ...[stationId, storableText(controlId), kind, isDefault, text, superseded, active ?? null, toldAt],
      ...[endOf(told.control), isNew, told.requestId ?? null],
    ],
  )
}

/** R04.FR.10: when a scheduled control is over. */
function endOf({ isDefault, startAt, durationS }: DerControl): Date | null {
  if (isDefault || startAt === undefined || durationS === undefined) return null
  const end = new Date(Date.parse(startAt) + durationS * 1_000)
  // Beyond the years that are written with four digits nothing ends.
  return end.getUTCFullYear() >= 0 && end.getUTCFullYear() <= 9_999 ? end : null
}

/** Forgets what is over: a station tells of the end of a control only if that was in force (R04.FR.22). */
export async function deleteEnded({ kysely }: Queries, stationId: string, now: Date): Promise<void> {
  await kysely.deleteFrom('der_control').where('station_id', '=', stationId).where('ends_at', '<=', now).execute()
}

export async function supersede({ kysely }: Queries, stationId: string, controlIds: readonly string[]): Promise<void> {
  if (controlIds.length === 0) return
  await kysely
    .updateTable('der_control')
    .set({ superseded: true, active: false })
    .where('station_id', '=', stationId)
    .where('control_id', 'in', [...controlIds])
    .execute()
}

export async function setActive(
  { kysely }: Queries,
  stationId: string,
  controlId: string,
  active: boolean,
): Promise<void> {
  await kysely
    .updateTable('der_control')
    .set({ active })
    .where('station_id', '=', stationId)
    .where('control_id', '=', controlId)
    .execute()
}

export async function deleteControls({ kysely }: Queries, stationId: string, filter: DerFilter): Promise<void> {
  let query = kysely.deleteFrom('der_control').where('station_id', '=', stationId)
  if (filter.controlId !== undefined) query = query.where('control_id', '=', filter.controlId)
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind)
  if (filter.isDefault !== undefined) query = query.where('is_default', '=', filter.isDefault)
  await query.execute()
}

/** The controls that are not over. */
export async function loadControls({ kysely }: Queries, stationId: string, now: Date): Promise<StationDerControl[]> {
  const rows = await kysely
    .selectFrom('der_control')
    .selectAll()
    .where('station_id', '=', stationId)
    .where((columns) => columns.or([columns('ends_at', 'is', null), columns('ends_at', '>', now)]))
    .orderBy('kind')
    .orderBy('is_default', 'desc')
    .orderBy('control_id')
    .execute()
  return rows.map((row) => ({
    stationId: row.station_id,
    controlId: row.control_id,
    // Written by us alone, from this very type.
    control: JSON.parse(row.control) as DerControl,
    superseded: row.superseded,
    ...known({ active: row.active }),
    toldAt: row.told_at,
  }))
}

/** Keeps the latest alarm of each kind; an older one that comes late changes nothing. */
export async function putAlarm(queries: Queries, { stationId, kind, ended, fault, info, at }: DerAlarm): Promise<void> {
  await queries.query(
    'der-alarm-put',
    `INSERT INTO der_alarm (station_id, kind, ended, fault, info, at)
     SELECT id, $2, $3, $4, $5, $6 FROM station WHERE id = $1
     ON CONFLICT (station_id, kind) DO UPDATE SET ended = excluded.ended, fault = excluded.fault, info = excluded.info,
       at = excluded.at WHERE excluded.at >= der_alarm.at`,
    [stationId, kind, ended, textOf(fault), textOf(info), at],
  )
}

function textOf(text: string | undefined): string | null {
  return text === undefined ? null : storableText(text.slice(0, LONGEST_TEXT))
}

export async function loadAlarms({ kysely }: Queries, stationId: string): Promise<DerAlarm[]> {
  const rows = await kysely
    .selectFrom('der_alarm')
    .selectAll()
    .where('station_id', '=', stationId)
    .orderBy('at', 'desc')
    .orderBy('kind')
    .execute()
  return rows.map((row) => ({
    stationId: row.station_id,
    kind: DER_KINDS.find((kind) => kind === row.kind) ?? 'limit-max-discharge',
    ended: row.ended,
    ...known({ fault: row.fault, info: row.info }),
    at: row.at,
  }))
}
