import { draftOf, type Json, readDraft, type Shape } from '#json-schema'
import { UsageError } from '../failure.ts'
import type { RequestOption } from './request-option.ts'

export type Fields = { readonly [name: string]: Json }

/** Reads --request, or a file. @throws UsageError for what is no JSON object, saying where it stood */
export function requestIn(text: string, where = '--request'): Fields {
  try {
    const value: Json = JSON.parse(text)
    if (isFields(value)) return value
  } catch {
    // Said below, as for any other JSON.
  }
  throw new UsageError(`${where} has to be a JSON object, as {"evseId":1}`)
}

function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Puts a value where it belongs, whatever of the way there is missing. */
export function withValue(fields: Fields, [name = '', ...rest]: readonly string[], value: Json): Fields {
  if (rest.length === 0) return { ...fields, [name]: value }
  const inside = fields[name]
  return { ...fields, [name]: withValue(isFields(inside) ? inside : {}, rest, value) }
}

/**
 * Refuses what the platform would refuse, by the name of the option. What the schema does not know is left to the
 * platform to name.
 * @throws UsageError naming what is missing or out of bounds
 */
export function checkRequest(shape: Shape, request: Fields, options: readonly RequestOption[]): void {
  const [fault] = readDraft(shape, draftOf(shape, request), true).faults
  if (fault === undefined) return
  const option = options.find(({ path }) => path.join('.') === fault.path)
  throw new UsageError(`${option?.flag ?? `${fault.path} of the request`} ${fault.problem}`)
}
