import type { Document, Schema } from './openapi.ts'

/**
 * The JSON Schema of what each operation is given, by its name, referring to nothing outside itself. Of a body that is
 * one of several only what all of them have in common is told.
 * @throws Error for a schema that contains itself, and for a document in which nothing is given
 */
export function requestBodies({ paths, components }: Document): Readonly<Record<string, Schema>> {
  const bodies = Object.values(paths).flatMap((methods) =>
    Object.values(methods).flatMap(({ operationId, requestBody }): [string, Schema][] => {
      const schema = requestBody?.content['application/json']?.schema
      return schema === undefined ? [] : [[operationId, common(inlined(schema, components.schemas, []))]]
    }),
  )
  if (bodies.length === 0) throw new Error('No operation of the document is given anything')
  return Object.fromEntries(bodies)
}

function inlined(schema: Schema, named: Document['components']['schemas'], within: readonly string[]): Schema {
  const { $ref, ...rest } = schema
  if ($ref !== undefined) {
    const name = $ref.replace('#/components/schemas/', '')
    const found = named[name]
    if (found === undefined || within.includes(name)) throw new Error(`${name} is not known, or contains itself`)
    return { ...inlined(found, named, [...within, name]), ...rest }
  }
  const inside = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inside)
    return typeof value === 'object' && value !== null ? inlined(value, named, within) : value
  }
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, inside(value)]))
}

function common(schema: Schema): Schema {
  const [first, ...others] = schema.oneOf ?? []
  if (first?.properties === undefined || schema.properties !== undefined) return schema
  const same = Object.entries(first.properties).filter(([name, field]) =>
    others.every(({ properties }) => JSON.stringify(properties?.[name]) === JSON.stringify(field)),
  )
  const names = same.map(([name]) => name)
  const required = (first.required ?? []).filter((name) => names.includes(name))
  return { type: 'object', properties: Object.fromEntries(same), required }
}
