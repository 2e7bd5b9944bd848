import { AppError, known, type Page, type PageRequest, type Scope } from '#kernel'
import { newestFirst, type Queries, withinScope } from '#storage'
import type { Alert, AlertFilter, AlertHistory } from './alert.ts'
import { readAlert } from './alert-store.ts'

/** @throws AppError `not-found` for one outside the scope. */
export async function viewAlert({ kysely }: Queries, scope: Scope, alertId: string): Promise<AlertHistory> {
  const row = await kysely
    .selectFrom('alert')
    .selectAll()
    .where('id', '=', alertId)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (row === undefined) throw new AppError('not-found', `There is no alert ${alertId}`, { alertId })
  const steps = await kysely
    .selectFrom('alert_step')
    .selectAll()
    .where('alert_id', '=', alertId)
    .orderBy('at')
    .execute()
  return {
    ...readAlert(row),
    history: steps.map(({ at, step, by_name, note }) => ({ at, step, ...known({ byName: by_name, note }) })),
  }
}

/** A page of alerts, newest first. */
export async function viewAlerts(
  { kysely }: Queries,
  scope: Scope,
  { open, acknowledged, stationId, cause, atLeast }: AlertFilter,
  page: PageRequest,
): Promise<Page<Alert>> {
  let query = kysely.selectFrom('alert').selectAll().where(withinScope(scope, 'party_id'))
  if (open !== undefined) query = query.where('closed_at', open ? 'is' : 'is not', null)
  if (acknowledged !== undefined) query = query.where('acknowledged_at', acknowledged ? 'is not' : 'is', null)
  if (stationId !== undefined) query = query.where('station_id', '=', stationId)
  if (cause !== undefined) query = query.where('cause', '=', cause)
  if (atLeast !== undefined) query = query.where('severity', '<=', atLeast)
  return newestFirst(query, 'id', page, readAlert)
}
