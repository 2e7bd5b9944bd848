/**
 * What somebody has filled in so far, right or wrong: a text for everything with one control, fields by name, items in
 * order. Undefined is a part that was left folded away.
 */
export type Draft = string | readonly Draft[] | DraftOfFields | undefined
export interface DraftOfFields {
  readonly [name: string]: Draft
}

/** Names of a map, and the choice among variants, are filled in beside the value. */
export const MAP_NAME = 'name'
export const VARIANT = 'variant'
export const VALUE = 'value'

/** The fields of a draft; none where it has none. */
export function fieldsIn(draft: Draft): DraftOfFields {
  return typeof draft === 'object' && !isItems(draft) ? draft : {}
}

/** The items of a draft; none where it has none. */
export function itemsIn(draft: Draft): readonly Draft[] {
  return typeof draft === 'object' && isItems(draft) ? draft : []
}

function isItems(draft: object): draft is readonly Draft[] {
  return Array.isArray(draft)
}
