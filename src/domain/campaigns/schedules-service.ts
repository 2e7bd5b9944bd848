import { checkedName } from '#domain/configuration'
import { checkGroup, checkLocation, type StationGroup } from '#domain/stations'
import { AppError, type Clock, describeFailure, errorCode, type Logger, newId } from '#kernel'
import type { Database, Queries } from '#storage'
import type { CampaignManner } from './campaign.ts'
import { deleteCampaign, insertCampaign, MOST_STATIONS } from './campaign-store.ts'
import { CAREFUL_MANNER } from './check-campaign.ts'
import { nextQuietHour } from './quiet-hours.ts'
import { loadQuietHours } from './quiet-hours-store.ts'
import { nextTurn, type RebootSchedule, type RebootSchedules, type ScheduleResult } from './reboot-schedule.ts'
import {
  deleteSchedule,
  insertSchedule,
  loadDue,
  loadSchedule,
  loadScheduled,
  loadSchedules,
  noteBegun,
  takeDue,
  updateSchedule,
} from './schedule-store.ts'

export interface RebootSchedulesOptions {
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
}

export const LONGEST_PERIOD_DAYS = 366
const USUAL_AT_ONCE = 20
const LONGEST_WAIT_HOURS = 168

/** Reboots that come again. */
export function createRebootSchedules({ database, clock, logger }: RebootSchedulesOptions): RebootSchedules {
  const now = () => new Date(clock.nowMs())

  return {
    async create(schedule) {
      const wanted = { atOnce: USUAL_AT_ONCE, firstAt: now(), ...schedule, name: checkedName(schedule.name) }
      checkNumbers(wanted)
      await checkStations(database, wanted.partyId, wanted.group)
      const id = newId(clock.nowMs())
      await insertSchedule(database, id, wanted, now())
      return await loadSchedule(database, { partyIds: [wanted.partyId] }, id)
    },
    async change(scope, scheduleId, { name, ...change }) {
      const { id, partyId } = await loadSchedule(database, scope, scheduleId)
      checkNumbers(change)
      if (change.group !== undefined) await checkStations(database, partyId, change.group)
      await updateSchedule(database, id, { ...change, ...(name !== undefined && { name: checkedName(name) }) })
      return await loadSchedule(database, scope, id)
    },
    async remove(scope, scheduleId) {
      const { id } = await loadSchedule(database, scope, scheduleId)
      await deleteSchedule(database, id)
    },
    get: (scope, scheduleId) => loadSchedule(database, scope, scheduleId),
    list: (scope, page) => loadSchedules(database, scope, page),
    async stations(scope, scheduleId, page) {
      const schedule = await loadSchedule(database, scope, scheduleId)
      const { items, ...rest } = await loadScheduled(database, schedule, page)
      const quiet = await loadQuietHours(
        database,
        items.map(({ stationId }) => stationId),
        now(),
      )
      const turn = (waits: boolean) => (waits ? now() : schedule.nextAt && later(schedule.nextAt, now()))
      return {
        ...rest,
        items: items.map(({ stationId, waits }) => {
          const from = turn(waits)
          return { stationId, ...(from && { nextAt: nextQuietHour(quiet.get(stationId) ?? [], from) }) }
        }),
      }
    },
    async begin() {
      for (const id of await loadDue(database, now())) {
        try {
          await database.transaction((queries) => beginOne(queries, id, now()))
        } catch (thrown) {
          const fields = { scheduleId: id, code: errorCode(thrown), cause: describeFailure(thrown) }
          logger.warn('Reboots that were due could not be begun', fields)
        }
      }
    },
  }
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other
}

/** @throws AppError `invalid` */
async function checkStations(queries: Queries, partyId: string, group: StationGroup): Promise<void> {
  checkGroup(group)
  await checkLocation(queries, partyId, group)
}

/** @throws AppError `invalid` */
function checkNumbers(given: { readonly everyDays?: number; readonly atOnce?: number }): void {
  for (const [field, most] of [
    ['everyDays', LONGEST_PERIOD_DAYS],
    ['atOnce', 1_000],
  ] as const) {
    const value = given[field]
    if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= most)) continue
    throw new AppError('invalid', `The schedule's ${field} must be a whole number from 1 to ${most}`, { field })
  }
}

async function beginOne(queries: Queries, id: string, now: Date): Promise<void> {
  const schedule = await takeDue(queries, id, now)
  if (schedule?.nextAt === undefined) return
  const result = await beginCampaign(queries, schedule, now)
  await noteBegun(queries, id, { at: now, nextAt: nextTurn(schedule.nextAt, schedule.everyDays, now), result })
}

async function beginCampaign(queries: Queries, schedule: RebootSchedule, now: Date): Promise<ScheduleResult> {
  const { id: scheduleId, partyId, name, group, requestedBy, requestedByName } = schedule
  const id = newId(now.getTime())
  const about = { id, partyId, name, group, scheduleId, requestedBy, requestedByName }
  const count = await insertCampaign(queries, {
    ...{ ...about, ...mannerOf(schedule) },
    ...{ kind: 'reboot', state: 'running', at: now },
  })
  if (count > 0 && count <= MOST_STATIONS) return 'begun'
  await deleteCampaign(queries, id)
  return count === 0 ? 'no-stations' : 'too-many'
}

/**
 * One wave, so that a station that is away keeps nobody waiting, and over before the next is due. Nothing about the stations
 * is new, so that one or two that fail need not keep a small group from it.
 */
function mannerOf({ everyDays, atOnce }: RebootSchedule): CampaignManner {
  const longest = everyDays * 24 - CAREFUL_MANNER.timeoutMinutes / 60 - 1
  const waitHours = Math.min(longest, LONGEST_WAIT_HOURS)
  return { ...CAREFUL_MANNER, canarySize: 0, waveSize: MOST_STATIONS, atOnce, failureLimitPercent: 50, waitHours }
}
