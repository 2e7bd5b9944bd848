import type { Field, Shape } from '#json-schema'

export interface FieldRow {
  /** As it is written: variables[].name */
  readonly name: string
  readonly what: string
  readonly needed: boolean
  readonly meaning: string
}

/** Every field of a request and of what is inside it, one after the other. */
export function fieldRows(fields: readonly Field[], within = ''): readonly FieldRow[] {
  return fields.flatMap(({ name, required, description = '', shape }) => [
    { name: `${within}${name}`, what: wordsFor(shape), needed: required, meaning: description },
    ...rowsInside(shape, `${within}${name}`),
  ])
}

function rowsInside(shape: Shape, name: string): readonly FieldRow[] {
  switch (shape.kind) {
    case 'object':
      return fieldRows(shape.fields, `${name}.`)
    case 'list':
      return rowsInside(shape.item, `${name}[]`)
    case 'map':
      return rowsInside(shape.value, `${name}.<name>`)
    case 'variants':
      return shape.variants.flatMap((variant) => rowsInside(variant.shape, `${name}<${variant.label}>`))
    default:
      return []
  }
}

/** What may stand in a field. */
export function wordsFor(shape: Shape): string {
  switch (shape.kind) {
    case 'text':
      return shape.maxLength === undefined ? 'text' : `text to ${shape.maxLength} characters`
    case 'number':
      return [
        shape.whole ? 'whole number' : 'number',
        boundsOf(shape.minimum ?? shape.above, shape.maximum ?? shape.below),
      ]
        .filter(Boolean)
        .join(' ')
    case 'instant':
      return 'time'
    case 'boolean':
      return 'true or false'
    case 'choice':
      return shape.words.map(String).join(' | ')
    case 'constant':
      return JSON.stringify(shape.value)
    case 'object':
      return 'object'
    case 'list':
      return `list of ${shape.item.kind === 'object' ? 'objects' : wordsFor(shape.item)}`
    case 'map':
      return 'object with names of your own'
    case 'variants':
      return shape.variants.map(({ label }) => label).join(' | ')
    case 'json':
      return 'JSON'
  }
}

function boundsOf(least: number | undefined, most: number | undefined): string {
  if (least === undefined && most === undefined) return ''
  if (least === undefined) return `to ${most}`
  return most === undefined ? `from ${least}` : `${least} to ${most}`
}
