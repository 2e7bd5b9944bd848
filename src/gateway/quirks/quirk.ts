import type { StationMake } from '#domain/stations'
import type { JsonObject, OcppVersion } from '#ocpp/rpc'
import type { ActionOf } from '#ocpp/schemas'

/** A payload put right; undefined where there is nothing to put right. What it is given is never changed. */
export type Mend = (payload: JsonObject) => JsonObject | undefined

/** The ways on which a payload may be put right. */
export type Way = 'requests' | 'replies' | 'calls'

type Mends<Action extends string> = { readonly [A in Action]?: Mend }

/** What stations of some make get wrong in one version, and what is done about it. */
export interface QuirkOf<V extends OcppVersion> {
  /** The make and its habit; how the message log and docs/quirks.md call it. */
  readonly name: string
  concerns(make: StationMake): boolean
  /**
   * What the station asks or tells, before it is read. Not BootNotification: who the station is, is known by that only, so it
   * has to be readable without.
   */
  readonly requests?: Mends<Exclude<ActionOf<V>, 'BootNotification'>>
  /** What the station replies to our calls, before it is read. */
  readonly replies?: Mends<ActionOf<V>>
  /** What we ask of the station, before it is written. */
  readonly calls?: Mends<ActionOf<V>>
  /** A reply whose frame cannot be read, made readable; undefined where that is beyond it. */
  readonly unreadable?: (text: string) => string | undefined
}

/** A quirk, its version beside it. */
export interface Quirk {
  readonly name: string
  readonly version: OcppVersion
  concerns(make: StationMake): boolean
  readonly requests?: Mends<string>
  readonly replies?: Mends<string>
  readonly calls?: Mends<string>
  readonly unreadable?: (text: string) => string | undefined
}

/** Names a quirk of one version: it may speak of the actions of that version only. */
export function quirk<V extends OcppVersion>(version: V, habit: QuirkOf<V>): Quirk {
  return { ...habit, version }
}
