import type { ChargingProfile } from './charging-profile.ts'
import { microOf, QUANTITY, textOfMicro } from './quantity.ts'

/**
 * Which profile a station tells of under an id: the one that was sent, or the one that was there before. A station may tell
 * quantities rounded and add what was left open, so it is the one that differs in less; undefined where that cannot be said.
 */
export function toldProfile(
  reported: ChargingProfile,
  sent: ChargingProfile,
  former: ChargingProfile | undefined,
): 'sent' | 'former' | undefined {
  if (former === undefined) {
    return reported.purpose === sent.purpose && reported.stackLevel === sent.stackLevel ? 'sent' : undefined
  }
  const toSent = differences(reported, sent)
  const toFormer = differences(reported, former)
  if (toSent !== toFormer) return toSent < toFormer ? 'sent' : 'former'
  return differences(sent, former) === 0 ? 'sent' : undefined
}

/** In how many of their values two profiles differ. */
function differences(one: ChargingProfile, other: ChargingProfile): number {
  const [ones, others] = [valuesOf(one), valuesOf(other)]
  return [...new Set([...ones.keys(), ...others.keys()])].filter((path) => ones.get(path) !== others.get(path)).length
}

function valuesOf(value: unknown, path = '', into = new Map<string, string>()): ReadonlyMap<string, string> {
  if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) valuesOf(each, `${path}/${name}`, into)
  } else if (value !== undefined) into.set(path, plain(value))
  return into
}

const IS_QUANTITY = new RegExp(QUANTITY)
const IS_MOMENT = /^\d{4}-\d\d-\d\dT/

/** However it is written: 16.0 is 16, and a moment is one in any zone, to the second. */
function plain(value: unknown): string {
  if (typeof value !== 'string') return String(value)
  if (IS_QUANTITY.test(value)) return textOfMicro(microOf(value))
  const seconds = IS_MOMENT.test(value) ? Math.floor(Date.parse(value) / 1_000) : Number.NaN
  return Number.isNaN(seconds) ? value : String(seconds)
}
