import type { Schema } from './openapi.ts'

/** How a type is written: what callers give may hold `undefined`, which is as good as left out. */
export interface TypeStyle {
  readonly given: boolean
}

/**
 * The TypeScript type a schema describes.
 * @throws Error for what is not understood: a type that says too much is worse than none.
 */
export function emitType(schema: Schema, style: TypeStyle): string {
  const { $ref, anyOf, oneOf, type } = schema
  if ($ref !== undefined) return nameOf($ref)
  if (schema.allOf !== undefined) throw new Error('allOf is not understood')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const choices = oneOf ?? anyOf
  // A choice that only says which fields belong together has no types of its own.
  if (choices !== undefined && schema.properties === undefined) return union(choices.map((one) => emitType(one, style)))
  if (Array.isArray(type)) return union(type.map((one) => emitType({ ...schema, type: one }, style)))
  switch (type) {
    case 'string':
    case 'boolean':
    case 'null':
      return type
    case 'integer':
    case 'number':
      return 'number'
    case 'array':
      return `readonly (${schema.items === undefined ? 'unknown' : emitType(schema.items, style)})[]`
    case 'object':
      return emitObject(schema, style)
    case undefined:
      return 'unknown'
    default:
      throw new Error(`the type ${String(type)} is not understood`)
  }
}

/** `export interface Station { … }`, with what the schema says about each field. */
export function emitNamed(name: string, schema: Schema): string {
  return `export type ${name} = ${emitType(schema, { given: false })}`
}

function emitObject(schema: Schema, style: TypeStyle): string {
  const fields = Object.entries(schema.properties ?? {}).map(([name, property]) =>
    emitField(name, property, schema.required?.includes(name) === true, style),
  )
  if (fields.length > 0) return `{\n${fields.map(indent).join('\n')}\n}`
  const inside = schema.additionalProperties ?? Object.values(schema.patternProperties ?? {})[0]
  if (inside === false) return 'Readonly<Record<string, never>>'
  const value = inside === undefined || inside === true ? 'unknown' : emitType(inside, style)
  return `Readonly<Record<string, ${value}>>`
}

export function emitField(name: string, schema: Schema, required: boolean, style: TypeStyle): string {
  const comment = schema.description === undefined ? '' : `/** ${schema.description.replaceAll('*/', '* /')} */\n`
  const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)
  const absent = !required && style.given ? ' | undefined' : ''
  return `${comment}readonly ${key}${required ? '' : '?'}: ${emitType(schema, style)}${absent}`
}

export function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '  ')
}

function union(types: readonly string[]): string {
  return [...new Set(types)].join(' | ')
}

function nameOf(reference: string): string {
  const name = /^#\/components\/schemas\/(\w+)$/.exec(reference)?.[1]
  if (name === undefined) throw new Error(`the reference ${reference} leads nowhere`)
  return name
}
