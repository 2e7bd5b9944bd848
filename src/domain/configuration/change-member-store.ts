import { type Selectable, sql } from 'kysely'
import { AppError, decodeCursor, known, type Page, type PageRequest, pageOf, pageSize } from '#kernel'
import type { DatabaseSchema, Queries } from '#storage'
import { type ChangeMember, MEMBER_STATES, type MemberState, type VariableResult } from './change.ts'
import type { Outcome } from './change-step.ts'

export interface OrderedMember {
  readonly number: number
  readonly station_id: string
  readonly attempts: number
  readonly command_state: string | null
  readonly command_result: string | null
}

/** Stations that have been told, with what became of it. */
export async function loadOrdered({ kysely }: Queries, changeId: string): Promise<OrderedMember[]> {
  return await kysely
    .selectFrom('configuration_change_station as m')
    .leftJoin('command as c', 'c.id', 'm.command_id')
    .select(['m.number', 'm.station_id', 'm.attempts', 'c.state as command_state', 'c.result as command_result'])
    .where('m.change_id', '=', changeId)
    .where('m.state', '=', 'ordered')
    .orderBy('m.number')
    .execute()
}

export interface WaitingMember {
  readonly number: number
  readonly station_id: string
  readonly attempts: number
  readonly ocpp_version: string | null
}

/** The next stations that are there. */
export async function loadNext({ kysely }: Queries, changeId: string, atMost: number): Promise<WaitingMember[]> {
  return await kysely
    .selectFrom('configuration_change_station as m')
    .innerJoin('station_presence as p', 'p.station_id', 'm.station_id')
    .select(['m.number', 'm.station_id', 'm.attempts', 'p.ocpp_version'])
    .where('m.change_id', '=', changeId)
    .where('m.state', '=', 'waiting')
    .where('p.connected', '=', true)
    .orderBy('m.number')
    .limit(atMost)
    .execute()
}

/** Gives up all that still wait. @returns their stations */
export async function giveUpWaiting({ kysely }: Queries, changeId: string, at: Date): Promise<string[]> {
  const rows = await kysely
    .updateTable('configuration_change_station')
    .set({ state: 'skipped', reason: 'it was away all the time', settled_at: at })
    .where('change_id', '=', changeId)
    .where('state', '=', 'waiting')
    .returning('station_id')
    .execute()
  return rows.map(({ station_id }) => station_id)
}

export async function hasOpen({ kysely }: Queries, changeId: string): Promise<boolean> {
  const open = await kysely
    .selectFrom('configuration_change_station')
    .select('number')
    .where('change_id', '=', changeId)
    .where('state', 'in', ['waiting', 'ordered'])
    .limit(1)
    .executeTakeFirst()
  return open !== undefined
}

/** A station was told by this command; changes nothing when somebody has noted it already. */
export async function noteOrdered(
  { kysely }: Queries,
  changeId: string,
  { number, attempts }: WaitingMember,
  commandId: string,
  at: Date,
): Promise<boolean> {
  const noted = await kysely
    .updateTable('configuration_change_station')
    .set({ state: 'ordered', command_id: commandId, attempts: attempts + 1, ordered_at: at })
    .where('change_id', '=', changeId)
    .where('number', '=', number)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  return noted.numUpdatedRows > 0n
}

/** Notes what became of a station. @returns false when that was noted already */
export async function noteOutcome(
  { kysely }: Queries,
  changeId: string,
  number: number,
  outcome: Exclude<Outcome, { state: 'ordered' }> | { readonly state: 'skipped'; readonly reason: string },
  at: Date,
): Promise<boolean> {
  const noted = await kysely
    .updateTable('configuration_change_station')
    .set({
      state: outcome.state,
      reason: 'reason' in outcome ? (outcome.reason ?? null) : null,
      ...('results' in outcome && {
        reboot_required: outcome.rebootRequired,
        results: JSON.stringify(outcome.results),
      }),
      ...(outcome.state !== 'waiting' && { settled_at: at }),
    })
    .where('change_id', '=', changeId)
    .where('number', '=', number)
    .where('state', 'in', ['waiting', 'ordered'])
    .executeTakeFirst()
  return noted.numUpdatedRows > 0n
}

/** A page of a change's stations, in the order they come to their turn. */
export async function loadMembers(
  { kysely }: Queries,
  changeId: string,
  filter: { state?: MemberState; rebootRequired?: boolean },
  page: PageRequest,
): Promise<Page<ChangeMember>> {
  const size = pageSize(page)
  // What had to be rebooted and has booted since has it behind it.
  const stillRequired = sql<boolean>`m.reboot_required AND (s.booted_at > m.settled_at) IS NOT TRUE`
  let query = kysely
    .selectFrom('configuration_change_station as m')
    .innerJoin('station as s', 's.id', 'm.station_id')
    .selectAll('m')
    .select(stillRequired.as('still_required'))
    .where('m.change_id', '=', changeId)
    .orderBy('m.number')
    .limit(size + 1)
  if (filter.state !== undefined) query = query.where('m.state', '=', filter.state)
  if (filter.rebootRequired !== undefined)
    query = query.where(sql<boolean>`(${stillRequired}) = ${filter.rebootRequired}`)
  if (page.cursor !== undefined) query = query.where('m.number', '>', readNumber(page.cursor))
  return pageOf(await query.execute(), size, (row) => [String(row.number)], readMember)
}

function readNumber(cursor: string): number {
  const number = Number(decodeCursor(cursor, 1)[0])
  if (Number.isInteger(number) && Math.abs(number) < 2 ** 31) return number
  throw new AppError('invalid', 'The cursor is not one that this list has given out')
}

type MemberRow = Selectable<DatabaseSchema['configuration_change_station']> & { readonly still_required: boolean }

function readMember(row: MemberRow): ChangeMember {
  return {
    stationId: row.station_id,
    state: MEMBER_STATES.find((state) => state === row.state) ?? 'waiting',
    rebootRequired: row.still_required,
    attempts: row.attempts,
    ...known({
      reason: row.reason,
      commandId: row.command_id,
      // Written by us alone, from this very type.
      results: row.results === null ? null : (JSON.parse(row.results) as readonly VariableResult[]),
      orderedAt: row.ordered_at,
      settledAt: row.settled_at,
    }),
  }
}
