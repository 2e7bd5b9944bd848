import { DECLARED, type Declarations } from './declared.ts'
import type { Field } from './field.ts'

/** One declared setting with the names it goes by. */
export interface Entry {
  /** Table of the file it stands in; undefined for the few at its top. */
  readonly group: string | undefined
  readonly key: string
  /** `ocpp.callTimeoutS` */
  readonly name: string
  /** `CHARGEWRIGHT_OCPP_CALL_TIMEOUT_S` */
  readonly variable: string
  readonly field: Field<unknown>
}

export const VARIABLE_PREFIX = 'CHARGEWRIGHT_'

/** Every setting there is, in the order of the declarations. */
export const ENTRIES: readonly Entry[] = entriesOf(DECLARED)

export function entriesOf(declared: Declarations): Entry[] {
  return Object.entries(declared).flatMap(([group, inside]) =>
    isField(inside)
      ? [entry(undefined, group, inside)]
      : Object.entries(inside).map(([key, field]) => entry(group, key, field)),
  )
}

function isField(value: Declarations[string]): value is Field<unknown> {
  return typeof value.read === 'function'
}

function entry(group: string | undefined, key: string, field: Field<unknown>): Entry {
  const path = group === undefined ? [key] : [group, key]
  const words = path.map((part) => part.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase())
  return { group, key, name: path.join('.'), variable: VARIABLE_PREFIX + words.join('_'), field }
}
