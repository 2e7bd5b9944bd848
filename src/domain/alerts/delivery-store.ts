import { known, newId, type Page, type PageRequest } from '#kernel'
import { newestFirst, type Queries, unnestInsert } from '#storage'
import type { Alert, AlertStep } from './alert.ts'
import type { Delivery } from './recipient.ts'

/** Messages that may wait for one recipient; what comes beyond is not told, and seen in the list of alerts alone. */
export const MAX_WAITING = 1_000
const TAKEN_AT_ONCE = 20
/** Of one recipient, so that one who does not answer holds up nobody else. */
const TAKEN_OF_ONE = 4
/** Whoever has taken a message and is gone by then leaves it to another. */
const LEASE_MS = 60_000
const LONGEST_PROBLEM = 500

/** A message that is due, with whom it goes to. */
export interface DueDelivery {
  readonly id: string
  readonly recipientId: string
  readonly kind: 'webhook' | 'mail'
  readonly target: string
  readonly sealedSecret: string | null
  readonly body: string
  readonly attempts: number
}

/** Writes down what recipients are to be told. That an alert was told anew is not: it is the same alert. */
export async function enqueueDeliveries(
  queries: Queries,
  changes: readonly { readonly alert: Alert; readonly step: AlertStep }[],
  now: Date,
): Promise<void> {
  const told = changes.filter(({ step }) => step !== 'repeated')
  const parties = new Set(told.map(({ alert }) => alert.partyId))
  if (parties.size === 0) return
  const { rows: recipients } = await queries.query<Addressee>(
    'delivery-recipients',
    `SELECT r.id, r.party_id AS "partyId", r.least_severity AS "leastSeverity", (SELECT count(*) FROM alert_delivery d
       WHERE d.recipient_id = r.id AND d.state = 'waiting') AS waiting
     FROM alert_recipient r WHERE r.enabled AND r.party_id = ANY($1) ORDER BY r.id`,
    [[...parties]],
  )
  for (const recipient of recipients) {
    const wanted = told.filter(
      ({ alert }) => alert.partyId === recipient.partyId && alert.severity <= recipient.leastSeverity,
    )
    const room = Math.max(0, MAX_WAITING - recipient.waiting)
    const rows = wanted.slice(0, room).map(({ alert, step }) => deliveryRow(recipient.id, alert, step, now))
    await insertDeliveries(queries, rows)
  }
}

interface Addressee {
  readonly id: string
  readonly partyId: string
  readonly leastSeverity: number
  readonly waiting: number
}

function deliveryRow(recipientId: string, alert: Alert, step: AlertStep, now: Date) {
  const id = newId(now.getTime())
  return {
    id,
    recipient_id: recipientId,
    alert_id: alert.id,
    station_id: alert.stationId,
    step,
    body: JSON.stringify({ version: 1, id, event: `alert.${step}`, at: now, alert }),
    state: 'waiting',
    due_at: now,
    created_at: now,
  }
}

const insertDeliveries = unnestInsert<ReturnType<typeof deliveryRow>>({
  name: 'delivery-enqueue',
  table: 'alert_delivery',
  columns: {
    id: 'text',
    recipient_id: 'text',
    alert_id: 'text',
    station_id: 'text',
    step: 'text',
    body: 'text',
    state: 'text',
    due_at: 'timestamptz',
    created_at: 'timestamptz',
  },
})

/** Takes some of what is due in hand, for a while. */
export async function takeDue(queries: Queries, now: Date): Promise<DueDelivery[]> {
  const { rows } = await queries.query<DueDelivery>(
    'delivery-take',
    `WITH due AS (
       SELECT d.id, row_number() OVER (PARTITION BY d.recipient_id ORDER BY d.due_at, d.id) AS turn, d.due_at
       FROM alert_delivery d JOIN alert_recipient r ON r.id = d.recipient_id AND r.enabled
       WHERE d.state = 'waiting' AND d.due_at <= $1
     ), taken AS (
       SELECT d.id FROM alert_delivery d JOIN due ON due.id = d.id AND due.turn <= ${TAKEN_OF_ONE}
       WHERE d.state = 'waiting' AND d.due_at <= $1
       ORDER BY due.due_at, d.id LIMIT ${TAKEN_AT_ONCE} FOR UPDATE OF d SKIP LOCKED
     )
     UPDATE alert_delivery d SET attempts = d.attempts + 1, due_at = $2
     FROM taken, alert_recipient r WHERE d.id = taken.id AND r.id = d.recipient_id
     RETURNING d.id, d.recipient_id AS "recipientId", r.kind, r.target, r.sealed_secret AS "sealedSecret", d.body,
       d.attempts`,
    [now, new Date(now.getTime() + LEASE_MS)],
  )
  return rows
}

/** Settles a message, or puts it off. */
export async function settleDelivery(
  queries: Queries,
  id: string,
  outcome:
    | { readonly state: 'delivered'; readonly at: Date }
    | { readonly state: 'given-up'; readonly at: Date; readonly problem: string }
    | { readonly state: 'waiting'; readonly dueAt: Date; readonly problem: string },
): Promise<void> {
  await queries.query(
    'delivery-settle',
    `UPDATE alert_delivery SET state = $2, settled_at = $3, due_at = coalesce($4, due_at), problem = $5
     WHERE id = $1 AND state = 'waiting'`,
    [
      id,
      outcome.state,
      outcome.state === 'waiting' ? null : outcome.at,
      outcome.state === 'waiting' ? outcome.dueAt : null,
      outcome.state === 'delivered' ? null : outcome.problem.slice(0, LONGEST_PROBLEM),
    ],
  )
}

/** A page of what one recipient was told or is to be told, newest first. */
export async function loadDeliveries(
  { kysely }: Queries,
  recipientId: string,
  page: PageRequest,
): Promise<Page<Delivery>> {
  const query = kysely.selectFrom('alert_delivery').selectAll().where('recipient_id', '=', recipientId)
  return newestFirst(query, 'id', page, (row) => ({
    ...{
      id: row.id,
      alertId: row.alert_id,
      stationId: row.station_id,
      step: row.step,
      state: row.state,
      attempts: row.attempts,
    },
    dueAt: row.due_at,
    createdAt: row.created_at,
    ...known({ settledAt: row.settled_at, problem: row.problem }),
  }))
}

export async function removeSettled(queries: Queries, before: Date, atMost: number): Promise<void> {
  await queries.query(
    'delivery-remove',
    `DELETE FROM alert_delivery WHERE id IN (
       SELECT id FROM alert_delivery WHERE state <> 'waiting' AND settled_at < $1 ORDER BY id LIMIT $2)`,
    [before, atMost],
  )
}
