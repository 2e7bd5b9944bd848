import { neutralName } from '#domain/device-model'
import { isSecretName } from '#domain/messages'
import { AppError } from '#kernel'
import { seal, unseal } from './sealed.ts'
import { type KeptValue, type NewWantedValue, placeKey } from './wanted.ts'

/** Values of one template or change. */
export const MOST_VALUES = 200
const LONGEST_VALUE = 2_500
/** What keeps a sealed value from passing for something else. */
const PURPOSE = 'wanted value'

/**
 * Wanted values as they are kept: by their neutral names, each variable once, secrets sealed.
 *
 * @param former  what was kept before: where a secret is named without its value, it stays
 * @throws AppError `invalid` for values that cannot be wanted.
 */
export function keptValues(
  secretKey: Uint8Array,
  wanted: readonly NewWantedValue[],
  former: readonly KeptValue[] = [],
): readonly KeptValue[] {
  if (wanted.length === 0 || wanted.length > MOST_VALUES) throw invalid(`There are 1 to ${MOST_VALUES} values`)
  const before = new Map(former.map((kept) => [placeKey(kept), kept]))
  const kept = new Map<string, KeptValue>()
  for (const { value, ...place } of wanted) {
    const named = { ...place, ...neutralName(place) }
    const key = placeKey(named)
    if (kept.has(key)) throw invalid(`${place.name} is there twice`)
    if (isStationPassword(named)) throw invalid('Each station has a password of its own: it is set at the station')
    if (value !== undefined && value.length > LONGEST_VALUE) throw invalid(`The value of ${place.name} is too long`)
    const stays = before.get(key)
    if (value === undefined && stays?.sealed === undefined) throw invalid(`${place.name} has no value`)
    if (value === undefined) kept.set(key, stays ?? named)
    else if (isSecretName(named.name)) kept.set(key, { ...named, sealed: seal(secretKey, PURPOSE, value) })
    else kept.set(key, { ...named, value })
  }
  return [...kept.values()]
}

/** The value as a station is told it. */
export function openValue(secretKey: Uint8Array, { value, sealed }: KeptValue): string {
  return sealed === undefined ? (value ?? '') : unseal(secretKey, PURPOSE, sealed)
}

export function readKept(text: string): readonly KeptValue[] {
  // Written by us alone, from this very type.
  return JSON.parse(text) as readonly KeptValue[]
}

/** 2.0.1 A01: a password is one station's, and goes by a way of its own. */
function isStationPassword({ component, name }: { readonly component: string; readonly name: string }): boolean {
  return `${component}.${name}`.toLowerCase() === 'securityctrlr.basicauthpassword'
}

function invalid(message: string): AppError {
  return new AppError('invalid', message, { field: 'wanted' })
}
