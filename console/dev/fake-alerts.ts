import type { AlertHistory } from '#api-client'
import { type Call, pageOf, Refusal } from './fake-http.ts'
import type { Route } from './fake-routes.ts'
import { type Fleet, PARTY } from './fleet.ts'
import type { Mutable } from './mutable.ts'

type NewAlert = Pick<AlertHistory, 'stationId' | 'cause' | 'severity' | 'detail'> &
  Partial<Pick<AlertHistory, 'evseId' | 'connectorId' | 'subject'>>

/** Something is wrong from now on. */
export function openAlert(fleet: Fleet, alert: NewAlert, since = fleet.now()): Mutable<AlertHistory> {
  const at = fleet.iso(since)
  const opened: Mutable<AlertHistory> = {
    id: fleet.id('alert'),
    partyId: PARTY,
    since: at,
    openedAt: at,
    lastAt: at,
    times: 1,
    history: [{ at, step: 'opened' }],
    ...alert,
  }
  fleet.alerts.set(opened.id, opened)
  tell(fleet, opened, 'opened')
  return opened
}

export function closeAlert(fleet: Fleet, alert: Mutable<AlertHistory>): void {
  alert.closedAt = fleet.iso()
  alert.history = [...alert.history, { at: alert.closedAt, step: 'closed' }]
  tell(fleet, alert, 'closed')
}

function tell(fleet: Fleet, { id, stationId, cause, severity }: AlertHistory, step: string): void {
  fleet.tell(stationId, { kind: 'alert', alertId: id, cause, severity, step })
}

export function alertRoutes(fleet: Fleet): Record<string, Route> {
  const one = ({ path }: Call) => {
    const alert = fleet.alerts.get(path[1] ?? '')
    if (alert === undefined) throw new Refusal(404, 'not-found', 'There is no such alert')
    return alert
  }
  return {
    'GET /alerts': ({ query }) => {
      const open = query.get('open')
      const stationId = query.get('stationId')
      const alerts = [...fleet.alerts.values()].filter(
        (alert) =>
          (open === null || String(alert.closedAt === undefined) === open) &&
          (stationId === null || alert.stationId === stationId),
      )
      return pageOf(
        alerts.toSorted((a, b) => b.openedAt.localeCompare(a.openedAt)),
        query,
      )
    },
    'GET /alerts/:': one,
    'POST /alerts/:/acknowledge': (call) => {
      const alert = one(call)
      const { note, close } = call.body
      alert.acknowledgedAt ??= fleet.iso()
      alert.acknowledgedByName ??= 'Ada Owner'
      const step = { at: alert.acknowledgedAt, step: 'acknowledged' as const, byName: 'Ada Owner' }
      alert.history = [...alert.history, typeof note === 'string' ? { ...step, note } : step]
      tell(fleet, alert, 'acknowledged')
      if (close === true || alert.cause === 'security') closeAlert(fleet, alert)
      return alert
    },
  }
}
