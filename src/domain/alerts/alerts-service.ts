import { publishLive } from '#domain/live'
import type { Bus, Clock, Logger } from '#kernel'
import type { Database, Queries } from '#storage'
import type { Acknowledgement, Alert, AlertStep, Alerts } from './alert.ts'
import {
  acknowledgeAlert,
  closeAlerts,
  findOpen,
  NO_PLACE,
  openAlert,
  openAlerts,
  removeClosed,
} from './alert-store.ts'
import { viewAlert, viewAlerts } from './alert-view.ts'
import { type AlertThresholds, compareConditions } from './condition-store.ts'
import { deliverDue, type SenderSettings } from './deliver.ts'
import { enqueueDeliveries, removeSettled } from './delivery-store.ts'
import { takeUnseen } from './event-store.ts'
import { judgeEvent } from './judge-event.ts'
import type { Recipients } from './recipient.ts'
import { createRecipients } from './recipients-service.ts'
import { followWatches } from './watch-store.ts'

export interface AlertsOptions {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
  readonly secretKey: Uint8Array
  readonly thresholds: AlertThresholds
  readonly sending: SenderSettings
}

interface Change {
  readonly alert: Alert
  readonly step: AlertStep
}

const WATCH_INTERVAL_MS = 300_000

/** What went wrong with stations, and who is told. */
export function createAlerts(options: AlertsOptions): Alerts & Recipients {
  const { database, bus, clock, thresholds } = options
  let watchedMs = Number.NEGATIVE_INFINITY

  /** What changed is told to recipients durably, in the transaction it changed in, and then to whoever follows. */
  async function changing(work: (queries: Queries, now: Date) => Promise<readonly Change[]>): Promise<number> {
    const now = new Date(clock.nowMs())
    const changes = await database.transaction(async (queries) => {
      const made = await work(queries, now)
      await enqueueDeliveries(queries, made, now)
      return made
    })
    for (const { alert, step } of changes) {
      const { id: alertId, partyId, stationId, cause, severity } = alert
      publishLive(bus, partyId, stationId, now, { kind: 'alert', alertId, cause, severity, step })
    }
    return changes.length
  }

  async function look(queries: Queries, now: Date): Promise<Change[]> {
    if (!(await isFirst(queries))) return []
    if (clock.monotonicMs() - watchedMs >= WATCH_INTERVAL_MS) {
      await followWatches(queries, now)
      watchedMs = clock.monotonicMs()
    }
    const { fresh, over } = await compareConditions(queries, thresholds, now)
    const closed = await closeAlerts(queries, over, now)
    const opened = await openAlerts(queries, fresh, now)
    const changes: Change[] = [
      ...closed.map((alert) => ({ alert, step: 'closed' as const })),
      ...opened.map((alert) => ({ alert, step: 'opened' as const })),
    ]
    return [...changes, ...(await lookAtEvents(queries, now))]
  }

  return {
    ...createRecipients(options),
    sweep: () => changing(look),
    deliver: () => deliverDue(options),
    get: (scope, alertId) => viewAlert(database, scope, alertId),
    list: (scope, filter, page) => viewAlerts(database, scope, filter, page),
    async acknowledge(scope, alertId, acknowledgement) {
      const { cause } = await viewAlert(database, scope, alertId)
      await changing((queries, now) => acknowledged(queries, alertId, cause, acknowledgement, now))
      return await viewAlert(database, scope, alertId)
    },
    async removeBefore(time, atMost) {
      await removeSettled(database, time, atMost)
      return await removeClosed(database, time, atMost)
    },
  }
}

/** One node looks at a time; the others find nothing to do. */
async function isFirst(queries: Queries): Promise<boolean> {
  const { rows } = await queries.query<{ first: boolean }>(
    'alert-turn',
    "SELECT pg_try_advisory_xact_lock(hashtext('alerts')) AS first",
    [],
  )
  return rows[0]?.first ?? false
}

async function lookAtEvents(queries: Queries, now: Date): Promise<Change[]> {
  const changes: Change[] = []
  for (const event of await takeUnseen(queries, now)) {
    const judged = judgeEvent(event)
    if (judged === undefined) continue
    const { evseId = NO_PLACE, connectorId = NO_PLACE, cleared, ...rest } = judged
    const place = { stationId: event.stationId, evseId, connectorId }
    if (cleared) {
      const open = await findOpen(queries, { ...rest, ...place })
      const closed = await closeAlerts(queries, open === undefined ? [] : [open], now)
      changes.push(...closed.map((alert) => ({ alert, step: 'closed' as const })))
    } else {
      const alert = { ...rest, ...place, partyId: event.partyId, since: event.at }
      changes.push(await openAlert(queries, alert, now))
    }
  }
  return changes
}

async function acknowledged(
  queries: Queries,
  alertId: string,
  cause: Alert['cause'],
  acknowledgement: Acknowledgement,
  now: Date,
): Promise<Change[]> {
  const seen = await acknowledgeAlert(queries, alertId, acknowledgement, now)
  const ends = acknowledgement.close === true || cause === 'security'
  const closed = ends ? await closeAlerts(queries, [alertId], now) : []
  return [
    ...(seen === undefined ? [] : [{ alert: seen, step: 'acknowledged' as const }]),
    ...closed.map((alert) => ({ alert, step: 'closed' as const })),
  ]
}
