import { keyOfVariable, type Variable } from '#domain/device-model'
import { isSecretName } from '#domain/messages'
import { sameValue } from './same-value.ts'
import { type KeptValue, placeKey } from './wanted.ts'

/** 1.6 has configuration keys, 2.x a device model. */
export type Generation = 'keys' | 'variables'

export type Told = Pick<
  Variable,
  | 'component'
  | 'componentInstance'
  | 'evseId'
  | 'connectorId'
  | 'name'
  | 'instance'
  | 'attribute'
  | 'value'
  | 'dataType'
  | 'mutability'
  | 'since'
>

/** Where a station is not as it ought to be. */
export interface Difference {
  readonly key: string
  /** `untold`: it has not said what the value is. */
  readonly state: 'differs' | 'untold'
  readonly told?: string
  /** Since when the station's value is what it is. */
  readonly since?: Date
}

const KEYS = 'configuration'
const MEMBERS = /measurands$|^metervalues(aligned|sampled)data$|^stoptxn(aligned|sampled)data$/i

/** What a station of a generation calls a variable; undefined when it cannot have it. */
export function placeAt(wanted: KeptValue, generation: Generation): KeptValue | undefined {
  const isKey = wanted.component.toLowerCase() === KEYS
  if (generation === 'variables') return isKey ? undefined : wanted
  if (wanted.evseId !== undefined || (wanted.attribute ?? 'Actual') !== 'Actual') return undefined
  const key = isKey ? wanted.name : keyOfVariable(wanted)
  if (key === undefined) return undefined
  const { instance: _, componentInstance: __, ...rest } = wanted
  return { ...rest, component: 'Configuration', name: key }
}

/** Every name these go by, in either generation. */
export function namesOf(wanted: readonly KeptValue[]): string[] {
  return [...new Set(wanted.flatMap((value) => [value.name, placeAt(value, 'keys')?.name ?? value.name]))]
}

/**
 * Where what a station has told differs from what is wanted of it. Depends on these alone, not on what came first. What its
 * generation has not, and what is secret and therefore never told, is no difference.
 */
export function differencesOf(
  wanted: readonly KeptValue[],
  told: readonly Told[],
  generation: Generation,
): readonly Difference[] {
  const known = new Map(told.map((variable) => [placeKey(variable), variable]))
  return wanted.flatMap((value): Difference[] => {
    const place = placeAt(value, generation)
    if (place === undefined || value.value === undefined || isSecretName(place.name)) return []
    const found = known.get(placeKey(place))
    if (found?.mutability === 'WriteOnly') return []
    const key = placeKey(value)
    if (found?.value === undefined) return [{ key, state: 'untold' }]
    const isMemberList = found.dataType === 'MemberList' || MEMBERS.test(found.name)
    if (sameValue(value.value, found.value, isMemberList)) return []
    return [{ key, state: 'differs', told: found.value, since: found.since }]
  })
}

/** Of several templates that fit a station each variable is as the first of them wants it. */
export function mergeWanted<T extends { readonly wanted: readonly KeptValue[] }>(
  templates: readonly T[],
): readonly { readonly template: T; readonly wanted: KeptValue }[] {
  const merged = new Map<string, { readonly template: T; readonly wanted: KeptValue }>()
  for (const template of templates) {
    for (const wanted of template.wanted) {
      const key = placeKey(wanted)
      if (!merged.has(key)) merged.set(key, { template, wanted })
    }
  }
  return [...merged.values()]
}
