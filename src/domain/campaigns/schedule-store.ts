import { type Selectable, sql } from 'kysely'
import { fitsGroup, groupColumns, readGroup } from '#domain/stations'
import { AppError, known, type Page, type PageRequest, type Scope } from '#kernel'
import { type DatabaseSchema, inOrderOfId, newestFirst, type Queries, sqlState, withinScope } from '#storage'
import {
  type NewRebootSchedule,
  type RebootSchedule,
  type RebootScheduleChange,
  SCHEDULE_RESULTS,
  type ScheduleResult,
} from './reboot-schedule.ts'

type Row = Selectable<DatabaseSchema['reboot_schedule']>

/** @throws AppError `invalid` without such a party. */
export async function insertSchedule(
  { kysely }: Queries,
  id: string,
  schedule: Required<NewRebootSchedule>,
  at: Date,
): Promise<void> {
  try {
    await kysely
      .insertInto('reboot_schedule')
      .values({
        id,
        party_id: schedule.partyId,
        name: schedule.name,
        ...groupColumns(schedule.group),
        every_days: schedule.everyDays,
        at_once: schedule.atOnce,
        active: true,
        next_at: schedule.firstAt,
        requested_by: schedule.requestedBy,
        requested_by_name: schedule.requestedByName,
        created_at: at,
      })
      .execute()
  } catch (thrown) {
    if (sqlState(thrown) !== '23503') throw thrown
    throw new AppError('invalid', `There is no party ${schedule.partyId}`, { field: 'partyId' })
  }
}

export async function updateSchedule({ kysely }: Queries, id: string, change: RebootScheduleChange): Promise<void> {
  const { name, group, everyDays, atOnce, active, nextAt } = change
  const set = {
    ...known({ name, every_days: everyDays, at_once: atOnce, active, next_at: nextAt }),
    ...(group && groupColumns(group)),
  }
  if (Object.keys(set).length === 0) return
  await kysely.updateTable('reboot_schedule').set(set).where('id', '=', id).execute()
}

export async function deleteSchedule({ kysely }: Queries, id: string): Promise<void> {
  await kysely.deleteFrom('reboot_schedule').where('id', '=', id).execute()
}

/** Those whose time has come, the longest due first. */
export async function loadDue({ kysely }: Queries, now: Date): Promise<string[]> {
  const rows = await dueSchedules({ kysely }, now).select('id').orderBy('next_at').orderBy('id').execute()
  return rows.map(({ id }) => id)
}

/** Takes one in hand, inside a transaction, unless somebody else has or had it, or its last campaign is still under way. */
export async function takeDue({ kysely }: Queries, id: string, now: Date): Promise<RebootSchedule | undefined> {
  const row = await dueSchedules({ kysely }, now)
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  return row && readSchedule(row)
}

function dueSchedules({ kysely }: Pick<Queries, 'kysely'>, now: Date) {
  return kysely
    .selectFrom('reboot_schedule')
    .where('active', '=', true)
    .where('next_at', '<=', now)
    .where((columns) =>
      columns.not(
        columns.exists(
          columns
            .selectFrom('campaign')
            .select('campaign.id')
            .whereRef('campaign.schedule_id', '=', 'reboot_schedule.id')
            .where('campaign.state', 'in', ['running', 'paused']),
        ),
      ),
    )
}

export async function noteBegun(
  { kysely }: Queries,
  id: string,
  begun: { readonly at: Date; readonly nextAt: Date; readonly result: ScheduleResult },
): Promise<void> {
  await kysely
    .updateTable('reboot_schedule')
    .set({ next_at: begun.nextAt, last_at: begun.at, last_result: begun.result })
    .where('id', '=', id)
    .execute()
}

/** @throws AppError `not-found` outside the scope. */
export async function loadSchedule({ kysely }: Queries, scope: Scope, id: string): Promise<RebootSchedule> {
  const row = await kysely
    .selectFrom('reboot_schedule')
    .selectAll()
    .where('id', '=', id)
    .where(withinScope(scope, 'party_id'))
    .executeTakeFirst()
  if (row === undefined) throw new AppError('not-found', `There is no reboot schedule ${id}`, { scheduleId: id })
  return readSchedule(row)
}

/** A page of schedules, newest first. */
export async function loadSchedules(
  { kysely }: Queries,
  scope: Scope,
  page: PageRequest,
): Promise<Page<RebootSchedule>> {
  const query = kysely.selectFrom('reboot_schedule').selectAll().where(withinScope(scope, 'party_id'))
  return newestFirst(query, 'id', page, readSchedule)
}

/** A page of the stations a schedule fits, by their ids, and whether each waits for its turn in a campaign that runs. */
export async function loadScheduled(
  { kysely }: Queries,
  { id, partyId, group }: RebootSchedule,
  page: PageRequest,
): Promise<Page<{ readonly stationId: string; readonly waits: boolean }>> {
  const query = kysely
    .selectFrom('station as s')
    .select('s.id')
    .select(
      sql<boolean>`EXISTS (SELECT FROM campaign c JOIN campaign_station m ON m.campaign_id = c.id
        WHERE c.schedule_id = ${id} AND c.state = 'running' AND m.station_id = s.id AND m.state = 'waiting')`.as(
        'waits',
      ),
    )
    .where('s.admission', '=', 'accepted')
    .where(fitsGroup(partyId, group))
  return inOrderOfId(query, 's.id', page, ({ id: stationId, waits }) => ({ stationId, waits }))
}

function readSchedule(row: Row): RebootSchedule {
  return {
    id: row.id,
    partyId: row.party_id,
    name: row.name,
    group: readGroup(row),
    everyDays: row.every_days,
    atOnce: row.at_once,
    active: row.active,
    requestedBy: row.requested_by,
    requestedByName: row.requested_by_name,
    createdAt: row.created_at,
    ...known({
      nextAt: row.active ? row.next_at : null,
      lastAt: row.last_at,
      lastResult: SCHEDULE_RESULTS.find((result) => result === row.last_result),
    }),
  }
}
