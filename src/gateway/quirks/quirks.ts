import type { StationMake } from '#domain/stations'
import { isJsonObject, type JsonObject, type OcppVersion } from '#ocpp/rpc'
import { alfenMeterValues } from './alfen-meter-values.ts'
import { grizzlEConfiguration } from './grizzl-e-configuration.ts'
import { grizzlEEmptyList } from './grizzl-e-empty-list.ts'
import { grizzlEUnlock } from './grizzl-e-unlock.ts'
import type { Quirk, Way } from './quirk.ts'

/** Every quirk that is known; each has a line in docs/quirks.md. */
export const quirks: readonly Quirk[] = [alfenMeterValues, grizzlEConfiguration, grizzlEEmptyList, grizzlEUnlock]

/** Shared by the stations that have none, which are nearly all. */
export const NO_QUIRKS: readonly Quirk[] = []

/** The quirks of stations of this make that speak this version. */
export function quirksOf(version: OcppVersion, make: StationMake): readonly Quirk[] {
  const found = quirks.filter((quirk) => quirk.version === version && quirk.concerns(make))
  return found.length === 0 ? NO_QUIRKS : found
}

/** A payload that was put right, and the names of the quirks that did. */
export interface Mended {
  readonly payload: JsonObject
  readonly by: readonly string[]
}

/** Puts right what goes one way; undefined where no quirk has anything to say to it. */
export function mend(quirks: readonly Quirk[], way: Way, action: string, payload: object): Mended | undefined {
  if (quirks.length === 0 || !isJsonObject(payload)) return undefined
  let mended: JsonObject = payload
  const by: string[] = []
  for (const quirk of quirks) {
    const mends = quirk[way]
    // The peer chooses the name of the action.
    const better = mends !== undefined && Object.hasOwn(mends, action) ? mends[action]?.(mended) : undefined
    if (better === undefined) continue
    mended = better
    by.push(quirk.name)
  }
  return by.length === 0 ? undefined : { payload: mended, by }
}

/** Makes a frame readable; undefined where no quirk can. */
export function mendFrame(quirks: readonly Quirk[], text: string): { text: string; by: string } | undefined {
  for (const quirk of quirks) {
    const readable = quirk.unreadable?.(text)
    if (readable !== undefined) return { text: readable, by: quirk.name }
  }
  return undefined
}

/** What the message log says of it. */
export function describeQuirks(names: readonly string[]): string {
  return `${names.length === 1 ? 'quirk' : 'quirks'} ${names.join(', ')}`
}
