import { known, newId } from '#kernel'
import { type Queries, storableText, unnestInsert } from '#storage'
import { type Acknowledgement, ALERT_CAUSES, type Alert, type AlertCause, type AlertStep } from './alert.ts'

const LONGEST_DETAIL = 1_000
const LONGEST_SUBJECT = 255
/** What is compared may not be NULL. */
export const NO_PLACE = -1

/** An alert to be; -1 and '' stand for none. */
export interface NewAlert {
  readonly stationId: string
  readonly partyId: string
  readonly evseId: number
  readonly connectorId: number
  readonly cause: AlertCause
  readonly subject: string
  readonly severity: number
  readonly detail: string
  readonly since: Date
}

export interface AlertRow {
  readonly id: string
  readonly party_id: string
  readonly station_id: string
  readonly evse_id: number
  readonly connector_id: number
  readonly cause: string
  readonly subject: string
  readonly severity: number
  readonly detail: string
  readonly since: Date
  readonly opened_at: Date
  readonly last_at: Date
  readonly times: number
  readonly acknowledged_at: Date | null
  readonly acknowledged_by: string | null
  readonly acknowledged_by_name: string | null
  readonly closed_at: Date | null
}

/** That the alert `a` is the one for this row: one cause at one place. */
export const OPEN_AS = (row: string): string =>
  `(a.station_id, a.cause, a.evse_id, a.connector_id, a.subject)
    = (${row}.station_id, ${row}.cause, ${row}.evse_id, ${row}.connector_id, ${row}.subject)`

const insertAlerts = unnestInsert<ReturnType<typeof rowOf>>({
  name: 'alerts-open',
  table: 'alert',
  columns: {
    id: 'text',
    party_id: 'text',
    station_id: 'text',
    evse_id: 'integer',
    connector_id: 'integer',
    cause: 'text',
    subject: 'text',
    severity: 'integer',
    detail: 'text',
    since: 'timestamptz',
    opened_at: 'timestamptz',
    last_at: 'timestamptz',
  },
  suffix: `ON CONFLICT (station_id, cause, evse_id, connector_id, subject) WHERE closed_at IS NULL DO NOTHING
    RETURNING id`,
})

function rowOf(alert: NewAlert, now: Date) {
  return {
    id: newId(now.getTime()),
    party_id: alert.partyId,
    station_id: alert.stationId,
    evse_id: alert.evseId,
    connector_id: alert.connectorId,
    cause: alert.cause,
    subject: storableText(alert.subject.slice(0, LONGEST_SUBJECT)),
    severity: alert.severity,
    detail: storableText(alert.detail.slice(0, LONGEST_DETAIL)),
    since: alert.since,
    opened_at: now,
    last_at: now,
  }
}

/** Opens alerts, except where one is open already; those that were opened. */
export async function openAlerts(queries: Queries, alerts: readonly NewAlert[], now: Date): Promise<Alert[]> {
  const rows = alerts.map((alert) => rowOf(alert, now))
  const ids = new Set((await insertAlerts(queries, rows)).map(({ id }) => id))
  const opened = rows.filter(({ id }) => ids.has(id))
  await noteStep(
    queries,
    opened.map(({ id }) => id),
    { at: now, step: 'opened' },
  )
  const rest = { times: 1, acknowledged_at: null, acknowledged_by: null, acknowledged_by_name: null, closed_at: null }
  return opened.map((row) => readAlert({ ...row, ...rest }))
}

/** Opens an alert, or tells the one that is open anew. How often is counted; a history of every time would have no end. */
export async function openAlert(
  queries: Queries,
  alert: NewAlert,
  now: Date,
): Promise<{ readonly alert: Alert; readonly step: 'opened' | 'repeated' }> {
  const [opened] = await openAlerts(queries, [alert], now)
  if (opened !== undefined) return { alert: opened, step: 'opened' }
  const { detail, severity, ...place } = rowOf(alert, now)
  const { rows } = await queries.query<AlertRow>(
    'alert-repeat',
    `UPDATE alert SET times = times + 1, last_at = $6, detail = $7, severity = least(severity, $8)
     WHERE closed_at IS NULL AND station_id = $1 AND cause = $2 AND evse_id = $3 AND connector_id = $4 AND subject = $5
     RETURNING *`,
    [place.station_id, place.cause, place.evse_id, place.connector_id, place.subject, now, detail, severity],
  )
  const [row] = rows
  if (row === undefined) throw new TypeError('the alert that is open is gone')
  return { alert: readAlert(row), step: 'repeated' }
}

/** Closes open alerts; those that were. */
export async function closeAlerts(queries: Queries, ids: readonly string[], now: Date): Promise<Alert[]> {
  if (ids.length === 0) return []
  const { rows } = await queries.query<AlertRow>(
    'alert-close',
    'UPDATE alert SET closed_at = $2 WHERE id = ANY($1) AND closed_at IS NULL RETURNING *',
    [[...ids], now],
  )
  await noteStep(
    queries,
    rows.map(({ id }) => id),
    { at: now, step: 'closed' },
  )
  return rows.map(readAlert)
}

/** The open alert for one cause at one place. */
export async function findOpen(
  queries: Queries,
  { stationId, cause, evseId, connectorId, subject }: Omit<NewAlert, 'partyId' | 'severity' | 'detail' | 'since'>,
): Promise<string | undefined> {
  const { rows } = await queries.query<{ id: string }>(
    'alert-find-open',
    `SELECT id FROM alert WHERE closed_at IS NULL AND station_id = $1 AND cause = $2 AND evse_id = $3
       AND connector_id = $4 AND subject = $5`,
    [stationId, cause, evseId, connectorId, subject],
  )
  return rows[0]?.id
}

/** Undefined when it was acknowledged before. */
export async function acknowledgeAlert(
  queries: Queries,
  alertId: string,
  { by, byName, note }: Acknowledgement,
  now: Date,
): Promise<Alert | undefined> {
  const { rows } = await queries.query<AlertRow>(
    'alert-acknowledge',
    `UPDATE alert SET acknowledged_at = $2, acknowledged_by = $3, acknowledged_by_name = $4
     WHERE id = $1 AND acknowledged_at IS NULL RETURNING *`,
    [alertId, now, by, byName],
  )
  const [row] = rows
  if (row === undefined) return undefined
  await noteStep(queries, [alertId], { at: now, step: 'acknowledged', byName, ...(note !== undefined && { note }) })
  return readAlert(row)
}

export async function removeClosed(queries: Queries, before: Date, atMost: number): Promise<number> {
  const { rowCount } = await queries.query(
    'alert-remove',
    'DELETE FROM alert WHERE id IN (SELECT id FROM alert WHERE closed_at < $1 ORDER BY closed_at LIMIT $2)',
    [before, atMost],
  )
  return rowCount ?? 0
}

export function readAlert(row: AlertRow): Alert {
  return {
    id: row.id,
    partyId: row.party_id,
    stationId: row.station_id,
    cause: ALERT_CAUSES.find((cause) => cause === row.cause) ?? 'monitor',
    severity: row.severity,
    detail: row.detail,
    since: row.since,
    openedAt: row.opened_at,
    lastAt: row.last_at,
    times: row.times,
    ...known({
      evseId: row.evse_id === NO_PLACE ? null : row.evse_id,
      connectorId: row.connector_id === NO_PLACE ? null : row.connector_id,
      subject: row.subject === '' ? null : row.subject,
      acknowledgedAt: row.acknowledged_at,
      acknowledgedBy: row.acknowledged_by,
      acknowledgedByName: row.acknowledged_by_name,
      closedAt: row.closed_at,
    }),
  }
}

async function noteStep(
  queries: Queries,
  alertIds: readonly string[],
  { at, step, byName, note }: { at: Date; step: AlertStep; byName?: string; note?: string },
): Promise<void> {
  if (alertIds.length === 0) return
  await queries.query(
    'alert-step',
    'INSERT INTO alert_step (alert_id, at, step, by_name, note) SELECT unnest($1::text[]), $2, $3, $4, $5',
    [[...alertIds], at, step, byName ?? null, note === undefined ? null : storableText(note)],
  )
}
