import type { VariablePlace } from '#domain/device-model'

/** A value a variable ought to have, by its neutral name where both generations have the variable. */
export interface WantedValue extends VariablePlace {
  readonly component: string
  /** Absent for a secret, which nobody is shown. */
  readonly value?: string
  readonly secret?: true
}

/** As an operator says it, in the words of either generation. A secret that is known already need not be said again. */
export interface NewWantedValue extends VariablePlace {
  readonly value?: string
}

/** As it is kept: secrets sealed. */
export interface KeptValue extends VariablePlace {
  readonly component: string
  readonly value?: string
  readonly sealed?: string
}

/** What tells variables apart; names do not care for case (2.0.1 part 1 §4.1, 1.6 §9). */
export function placeKey(place: VariablePlace & { readonly component: string }): string {
  const { component, componentInstance, evseId, connectorId, name, instance, attribute = 'Actual' } = place
  return JSON.stringify([component, componentInstance, evseId, connectorId, name, instance, attribute]).toLowerCase()
}

/** The names in a key, in small letters. */
export function placeOfKey(key: string): { readonly component: string; readonly name: string } {
  const parts: unknown = JSON.parse(key)
  return Array.isArray(parts) ? { component: String(parts[0]), name: String(parts[4]) } : { component: key, name: key }
}

/** As it may be seen. */
export function shownValue({ sealed, ...kept }: KeptValue): WantedValue {
  return sealed === undefined ? kept : { ...kept, secret: true }
}
