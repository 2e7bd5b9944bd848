import type { StationGroup } from '#domain/stations'
import type { Page, PageRequest, Scope } from '#kernel'

/** `begun`: a campaign. `no-stations`: none fitted. `too-many`: more fitted than a campaign may have. */
export const SCHEDULE_RESULTS = ['begun', 'no-stations', 'too-many'] as const
export type ScheduleResult = (typeof SCHEDULE_RESULTS)[number]

/** Reboots that come again: each time a campaign, and each station when it is little used and nobody is in the way. */
export interface RebootSchedule {
  readonly id: string
  readonly partyId: string
  readonly name: string
  /** Whichever stations fit when it is time. */
  readonly group: StationGroup
  readonly everyDays: number
  /** Stations that are at it at the same time. */
  readonly atOnce: number
  /** One that is not begins nothing until it is again. */
  readonly active: boolean
  /** When the next campaign begins; absent unless it is active. Later while the one before is still under way. */
  readonly nextAt?: Date
  readonly lastAt?: Date
  readonly lastResult?: ScheduleResult
  readonly requestedBy: string
  readonly requestedByName: string
  readonly createdAt: Date
}

/** A station that a schedule fits. */
export interface ScheduledStation {
  readonly stationId: string
  /** The first hour from the next campaign on in which it is little used; absent unless the schedule is active. */
  readonly nextAt?: Date
}

export interface NewRebootSchedule {
  readonly partyId: string
  readonly name: string
  readonly group: StationGroup
  readonly everyDays: number
  /** At once if absent. */
  readonly firstAt?: Date
  readonly atOnce?: number
  readonly requestedBy: string
  readonly requestedByName: string
}

export interface RebootScheduleChange {
  readonly name?: string
  readonly group?: StationGroup
  readonly everyDays?: number
  readonly atOnce?: number
  readonly active?: boolean
  readonly nextAt?: Date
}

export interface RebootSchedules {
  /** @throws AppError `invalid` for a schedule that cannot be. */
  create(schedule: NewRebootSchedule): Promise<RebootSchedule>
  change(scope: Scope, scheduleId: string, change: RebootScheduleChange): Promise<RebootSchedule>
  /** Campaigns it has begun stay and go on. */
  remove(scope: Scope, scheduleId: string): Promise<void>
  get(scope: Scope, scheduleId: string): Promise<RebootSchedule>
  list(scope: Scope, page: PageRequest): Promise<Page<RebootSchedule>>
  /** The stations it fits now, by their ids, each with when its turn is. */
  stations(scope: Scope, scheduleId: string, page: PageRequest): Promise<Page<ScheduledStation>>
  /** Begins what is due, each once, whoever works; what was missed is not made up for. */
  begin(): Promise<void>
}

const DAY_MS = 86_400_000

/** The time after now that is so many whole periods after this one. */
export function nextTurn(at: Date, everyDays: number, now: Date): Date {
  const period = everyDays * DAY_MS
  const passed = Math.floor(Math.max(now.getTime() - at.getTime(), 0) / period)
  return new Date(at.getTime() + (passed + 1) * period)
}
