import type { Page, PageRequest, Scope } from '#kernel'
import type { StationGroup, Templates } from './template.ts'
import type { NewWantedValue, WantedValue } from './wanted.ts'

/** running ⇄ paused → finished; canceled by somebody. */
export const CHANGE_STATES = ['running', 'paused', 'finished', 'canceled'] as const
export type ChangeState = (typeof CHANGE_STATES)[number]

export const MEMBER_STATES = ['waiting', 'ordered', 'succeeded', 'failed', 'skipped'] as const
export type MemberState = (typeof MEMBER_STATES)[number]

/** Values being set at many stations, a few at a time. */
export interface ConfigurationChange {
  readonly id: string
  readonly partyId: string
  readonly name: string
  /** Whose values they are. */
  readonly templateId?: string
  readonly wanted: readonly WantedValue[]
  readonly state: ChangeState
  /** Stations that are at it at the same time. */
  readonly atOnce: number
  /** How long it waits for stations that are away. */
  readonly waitHours: number
  /** How many stations are in each state. */
  readonly progress: Readonly<Record<MemberState, number>>
  /** Stations that have to be rebooted before some value counts. */
  readonly rebootsRequired: number
  readonly requestedBy: string
  readonly requestedByName: string
  readonly createdAt: Date
  readonly finishedAt?: Date
}

/** One station of a change. */
export interface ChangeMember {
  readonly stationId: string
  readonly state: MemberState
  /** Why it failed or was left out. */
  readonly reason?: string
  readonly rebootRequired: boolean
  readonly attempts: number
  readonly commandId?: string
  /** What the station answered to each variable, in its own words. */
  readonly results?: readonly VariableResult[]
  readonly orderedAt?: Date
  readonly settledAt?: Date
}

export interface VariableResult {
  readonly component: string
  readonly name: string
  readonly instance?: string
  readonly status: string
}

/** Either a template, to the stations it fits unless a group says otherwise, or values for a group. */
export interface NewChange {
  readonly partyId: string
  readonly name: string
  readonly templateId?: string
  readonly wanted?: readonly NewWantedValue[]
  readonly group?: StationGroup
  readonly atOnce?: number
  readonly waitHours?: number
  readonly requestedBy: string
  readonly requestedByName: string
}

export interface Changes {
  /** @throws AppError `invalid` for a change that cannot be, or without stations; `not-found` without such a template. */
  create(change: NewChange): Promise<ConfigurationChange>
  /** Orders nothing more until it is resumed. @throws AppError `conflict` unless running. */
  pause(scope: Scope, changeId: string): Promise<ConfigurationChange>
  /** @throws AppError `conflict` unless paused. */
  resume(scope: Scope, changeId: string): Promise<ConfigurationChange>
  /** For good; what was ordered goes on. @throws AppError `conflict` once it has ended. */
  cancel(scope: Scope, changeId: string): Promise<ConfigurationChange>
  get(scope: Scope, changeId: string): Promise<ConfigurationChange>
  list(scope: Scope, filter: { state?: ChangeState }, page: PageRequest): Promise<Page<ConfigurationChange>>
  members(
    scope: Scope,
    changeId: string,
    filter: { state?: MemberState; rebootRequired?: boolean },
    page: PageRequest,
  ): Promise<Page<ChangeMember>>
}

export interface Configuration {
  readonly templates: Templates
  readonly changes: Changes
  /**
   * Holds stations that have told or become something new against their templates, gives new ones theirs, and takes every
   * running change as far as it goes. Called again and again by one worker or several, which may end at any moment.
   */
  work(): Promise<void>
}
