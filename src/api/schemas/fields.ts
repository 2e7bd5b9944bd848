import { Type } from 'typebox'
import { exactly } from './resource.ts'

/** A point in time, ISO 8601 with an offset. */
export const instant = (description?: string) =>
  Type.String({ format: 'date-time', ...(description && { description }) })
/** The identifier of something of ours or a station's. */
export const identifier = (description?: string) =>
  Type.String({ minLength: 1, maxLength: 255, ...(description && { description }) })
/** A text an operator gives. */
export const text = (maxLength: number, description?: string) =>
  Type.String({ minLength: 1, maxLength, ...(description && { description }) })
export const wholeNumber = (minimum: number, maximum?: number, description?: string) =>
  Type.Integer({ minimum, ...(maximum !== undefined && { maximum }), ...(description && { description }) })

export const byId = exactly({ id: identifier() })

export const nothing = Type.Unsafe<undefined>({ type: 'null' })

/** The dates of a query, as the domain takes them. */
export function dates<Key extends string>(
  query: { readonly [K in Key]?: string },
  ...keys: Key[]
): { [K in Key]?: Date } {
  const found: { [K in Key]?: Date } = {}
  for (const key of keys) {
    const value = query[key]
    if (value !== undefined) found[key] = new Date(value)
  }
  return found
}
