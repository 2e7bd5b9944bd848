import type { StationGroup } from '#domain/stations'
import type { Page, PageRequest, Scope } from '#kernel'
import type { NewWantedValue, WantedValue } from './wanted.ts'

/** What the stations of a group ought to be configured to. */
export interface ConfigurationTemplate {
  readonly id: string
  readonly partyId: string
  readonly name: string
  /** Of two templates that want different values of one variable the one with the higher priority counts, else the newer. */
  readonly priority: number
  /** Stations get it when they boot for the first time. */
  readonly applyOnBoot: boolean
  readonly group: StationGroup
  readonly wanted: readonly WantedValue[]
  /** How many stations it fits, and how many of them are not as it wants. */
  readonly stations: number
  readonly differing: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

export interface NewTemplate {
  readonly partyId: string
  readonly name: string
  readonly priority?: number
  readonly applyOnBoot?: boolean
  readonly group: StationGroup
  readonly wanted: readonly NewWantedValue[]
}

export type TemplateChange = Partial<Omit<NewTemplate, 'partyId'>>

/** A variable of a station that is not as a template wants it. */
export interface Drift {
  readonly stationId: string
  readonly partyId: string
  readonly templateId: string
  readonly templateName: string
  readonly variable: WantedValue
  readonly state: DriftState
  /** What the station has told instead. */
  readonly told?: string
  readonly since: Date
}

/** `untold`: the station has not said what the value is. */
export const DRIFT_STATES = ['differs', 'untold'] as const
export type DriftState = (typeof DRIFT_STATES)[number]

export interface DriftFilter {
  readonly templateId?: string
  readonly stationId?: string
  readonly state?: DriftState
}

/** What stations ought to be configured to, and where they are not. */
export interface Templates {
  /** @throws AppError `invalid` for a template that cannot be. */
  create(template: NewTemplate): Promise<ConfigurationTemplate>
  change(scope: Scope, templateId: string, change: TemplateChange): Promise<ConfigurationTemplate>
  remove(scope: Scope, templateId: string): Promise<void>
  get(scope: Scope, templateId: string): Promise<ConfigurationTemplate>
  list(scope: Scope, page: PageRequest): Promise<Page<ConfigurationTemplate>>
  /** Where stations are not as they ought to be, by station. */
  drift(scope: Scope, filter: DriftFilter, page: PageRequest): Promise<Page<Drift>>
}
