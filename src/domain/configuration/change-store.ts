import { type Selectable, sql } from 'kysely'
import { AppError, decodeCursor, known, type Page, type PageRequest, pageOf, pageSize, type Scope } from '#kernel'
import { type DatabaseSchema, type Queries, sqlState, withinScope } from '#storage'
import { CHANGE_STATES, type ChangeState, type ConfigurationChange } from './change.ts'
import { fitsGroup } from './group-store.ts'
import { readKept } from './kept-values.ts'
import type { ChangeToStore } from './new-change.ts'
import { type KeptValue, shownValue } from './wanted.ts'

/** Stations of one change at most. */
export const MOST_STATIONS = 100_000

type Row = Selectable<DatabaseSchema['configuration_change']>
type CountedRow = Row & { readonly counts: Record<string, number>; readonly reboots: number }

/** Enters a change with its stations, those that are connected first. @returns how many; @throws AppError `invalid` */
export async function insertChange(queries: Queries, change: ChangeToStore): Promise<number> {
  try {
    await queries.kysely
      .insertInto('configuration_change')
      .values({
        id: change.id,
        party_id: change.partyId,
        name: change.name,
        template_id: change.templateId ?? null,
        wanted: JSON.stringify(change.wanted),
        state: 'running',
        at_once: change.atOnce,
        wait_hours: change.waitHours,
        requested_by: change.requestedBy,
        requested_by_name: change.requestedByName,
        created_at: change.at,
      })
      .execute()
  } catch (thrown) {
    if (sqlState(thrown) !== '23503') throw thrown
    throw new AppError('invalid', `There is no party ${change.partyId}`, { field: 'partyId' })
  }
  const { numAffectedRows = 0n } = await sql`
    INSERT INTO configuration_change_station (change_id, number, station_id)
    SELECT ${change.id}, row_number() OVER (ORDER BY p.connected IS TRUE DESC, s.id), s.id
    FROM station s LEFT JOIN station_presence p ON p.station_id = s.id
    WHERE s.admission = 'accepted' AND ${fitsGroup(change.partyId, change.group)}
    LIMIT ${MOST_STATIONS + 1}`.execute(queries.kysely)
  return Number(numAffectedRows)
}

/** Moves a change, if it is in one of these states. */
export async function moveChange(
  queries: Queries,
  scope: Scope,
  changeId: string,
  from: readonly ChangeState[],
  to: ChangeState,
  at: Date,
): Promise<boolean> {
  const moved = await queries.kysely
    .updateTable('configuration_change')
    .set({ state: to, ...((to === 'finished' || to === 'canceled') && { finished_at: at }) })
    .where('id', '=', changeId)
    .where('state', 'in', from)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  return moved.numUpdatedRows > 0n
}

export interface ChangeUnderWay {
  readonly id: string
  readonly partyId: string
  /** It orders more; otherwise it only waits for what it has ordered. */
  readonly goesOn: boolean
  readonly wanted: readonly KeptValue[]
  readonly atOnce: number
  readonly waitHours: number
  readonly createdAt: Date
  readonly requestedByName: string
}

export async function loadUnderWay({ kysely }: Queries): Promise<ChangeUnderWay[]> {
  const rows = await kysely
    .selectFrom('configuration_change')
    .selectAll()
    .where((columns) =>
      columns.or([
        columns('state', '=', 'running'),
        columns.exists(
          columns
            .selectFrom('configuration_change_station')
            .select('number')
            .whereRef('change_id', '=', 'configuration_change.id')
            .where('configuration_change_station.state', '=', 'ordered'),
        ),
      ]),
    )
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    partyId: row.party_id,
    goesOn: row.state === 'running',
    wanted: readKept(row.wanted),
    atOnce: row.at_once,
    waitHours: row.wait_hours,
    createdAt: row.created_at,
    requestedByName: row.requested_by_name,
  }))
}

/** @throws AppError `not-found` outside the scope. */
export async function loadChange(queries: Queries, scope: Scope, changeId: string): Promise<ConfigurationChange> {
  const row = await selectChanges(queries, scope).where('c.id', '=', changeId).executeTakeFirst()
  if (row === undefined) {
    throw new AppError('not-found', `There is no configuration change ${changeId}`, { changeId })
  }
  return readChange(row)
}

/** A page of changes, newest first. */
export async function loadChanges(
  queries: Queries,
  scope: Scope,
  filter: { state?: ChangeState },
  page: PageRequest,
): Promise<Page<ConfigurationChange>> {
  const size = pageSize(page)
  let query = selectChanges(queries, scope)
    .orderBy('c.id', 'desc')
    .limit(size + 1)
  if (filter.state !== undefined) query = query.where('c.state', '=', filter.state)
  if (page.cursor !== undefined) query = query.where('c.id', '<', decodeCursor(page.cursor, 1)[0] ?? '')
  return pageOf(await query.execute(), size, (row) => [row.id], readChange)
}

function selectChanges({ kysely }: Queries, scope: Scope) {
  return kysely
    .selectFrom('configuration_change as c')
    .selectAll('c')
    .select([
      sql<Record<string, number>>`(SELECT coalesce(json_object_agg(state, n), '{}') FROM (
        SELECT state, count(*) AS n FROM configuration_change_station WHERE change_id = c.id GROUP BY state
      ) counted)`.as('counts'),
      sql<number>`(SELECT count(*) FROM configuration_change_station m
        JOIN station s ON s.id = m.station_id
        WHERE m.change_id = c.id AND m.reboot_required AND (s.booted_at > m.settled_at) IS NOT TRUE)`.as('reboots'),
    ])
    .where(withinScope(scope, 'c.party_id'))
}

function readChange(row: CountedRow): ConfigurationChange {
  const { counts } = row
  return {
    id: row.id,
    partyId: row.party_id,
    name: row.name,
    wanted: readKept(row.wanted).map(shownValue),
    state: CHANGE_STATES.find((state) => state === row.state) ?? 'canceled',
    atOnce: row.at_once,
    waitHours: row.wait_hours,
    progress: {
      waiting: counts.waiting ?? 0,
      ordered: counts.ordered ?? 0,
      succeeded: counts.succeeded ?? 0,
      failed: counts.failed ?? 0,
      skipped: counts.skipped ?? 0,
    },
    rebootsRequired: Number(row.reboots),
    requestedBy: row.requested_by,
    requestedByName: row.requested_by_name,
    createdAt: row.created_at,
    ...known({ templateId: row.template_id, finishedAt: row.finished_at }),
  }
}
