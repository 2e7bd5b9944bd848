import type { Json, JsonSchema } from './schema.ts'

/** What a person fills in to make a value that a schema describes. */
export type Shape =
  | { readonly kind: 'text'; readonly minLength: number; readonly maxLength?: number; readonly pattern?: string }
  | { readonly kind: 'instant' }
  | NumberShape
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly words: readonly Json[] }
  /** Nothing to fill in: it can be one thing only. */
  | { readonly kind: 'constant'; readonly value: Json }
  | { readonly kind: 'object'; readonly fields: readonly Field[] }
  | { readonly kind: 'list'; readonly item: Shape; readonly minItems: number; readonly maxItems?: number }
  /** Names of the person's own, each with a value. */
  | { readonly kind: 'map'; readonly value: Shape }
  | { readonly kind: 'variants'; readonly variants: readonly Variant[] }
  /** What is not understood is written as JSON. */
  | { readonly kind: 'json' }

export interface NumberShape {
  readonly kind: 'number'
  readonly whole: boolean
  readonly minimum?: number
  readonly maximum?: number
  readonly above?: number
  readonly below?: number
  readonly multipleOf?: number
}

export interface Field {
  readonly name: string
  readonly required: boolean
  readonly description?: string
  readonly shape: Shape
}

/** One of several things that may stand in the same place. */
export interface Variant {
  readonly label: string
  readonly shape: Shape
}

export function shapeOf(schema: JsonSchema): Shape {
  if (schema.const !== undefined) return { kind: 'constant', value: schema.const }
  if (schema.enum !== undefined) return { kind: 'choice', words: schema.enum.filter((word) => word !== null) }
  // Where there are fields, a choice beside them only says which belong together.
  if (schema.properties !== undefined) return { kind: 'object', fields: fieldsOf(schema) }
  const choices = (schema.oneOf ?? schema.anyOf)?.filter(({ type }) => type !== 'null')
  if (choices !== undefined) return shapeOfChoices(choices)
  switch (typeOf(schema)) {
    case 'string':
      return schema.format === 'date-time' ? { kind: 'instant' } : textShape(schema)
    case 'integer':
    case 'number':
      return numberShape(schema)
    case 'boolean':
      return { kind: 'boolean' }
    case 'array':
      return schema.items === undefined ? { kind: 'json' } : listShape(schema, schema.items)
    case 'object':
      return shapeOfNames(schema)
    default:
      return { kind: 'json' }
  }
}

/** The one type besides null; undefined when there are several or none. */
function typeOf({ type }: JsonSchema): string | undefined {
  const types = [type ?? []].flat().filter((each) => each !== 'null')
  return types.length === 1 ? types[0] : undefined
}

function fieldsOf({ properties = {}, required = [] }: JsonSchema): Field[] {
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    required: required.includes(name),
    ...(schema.description === undefined ? {} : { description: schema.description }),
    shape: required.includes(name) ? shapeOf(schema) : optionalShapeOf(schema),
  }))
}

/** What can be one thing only, or be left out, is a choice. */
function optionalShapeOf(schema: JsonSchema): Shape {
  const shape = shapeOf(schema)
  return shape.kind === 'constant' ? { kind: 'choice', words: [shape.value] } : shape
}

function shapeOfChoices(choices: readonly JsonSchema[]): Shape {
  const [first] = choices
  if (first !== undefined && choices.length === 1) return shapeOf(first)
  const words = choices.flatMap((choice) => (choice.const === undefined ? [] : [choice.const]))
  if (words.length === choices.length) return { kind: 'choice', words }
  const variants = choices.map((choice, at) => ({ label: labelOf(choice, at), shape: shapeOf(choice) }))
  return { kind: 'variants', variants }
}

/** A title, or the word that tells it from the others. */
function labelOf({ title, properties = {}, type }: JsonSchema, at: number): string {
  const words = Object.values(properties).flatMap((property) => property.const ?? [])
  return (
    title ?? words.find((word) => typeof word === 'string') ?? (typeof type === 'string' ? type : `choice ${at + 1}`)
  )
}

function textShape({ minLength = 0, maxLength, pattern }: JsonSchema): Shape {
  return {
    kind: 'text',
    minLength,
    ...(maxLength === undefined ? {} : { maxLength }),
    ...(pattern === undefined ? {} : { pattern }),
  }
}

function numberShape(schema: JsonSchema): Shape {
  const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below, multipleOf } = schema
  return {
    kind: 'number',
    whole: typeOf(schema) === 'integer',
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(above === undefined ? {} : { above }),
    ...(below === undefined ? {} : { below }),
    ...(multipleOf === undefined ? {} : { multipleOf }),
  }
}

function listShape({ minItems = 0, maxItems }: JsonSchema, items: JsonSchema): Shape {
  return { kind: 'list', item: shapeOf(items), minItems, ...(maxItems === undefined ? {} : { maxItems }) }
}

function shapeOfNames({ additionalProperties, patternProperties = {} }: JsonSchema): Shape {
  if (additionalProperties === false && Object.keys(patternProperties).length === 0)
    return { kind: 'object', fields: [] }
  const [value] = Object.values(patternProperties)
  if (value !== undefined) return { kind: 'map', value: shapeOf(value) }
  return typeof additionalProperties === 'object'
    ? { kind: 'map', value: shapeOf(additionalProperties) }
    : { kind: 'json' }
}
