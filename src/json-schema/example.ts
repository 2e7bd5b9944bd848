import type { Json } from './schema.ts'
import type { Field, NumberShape, Shape } from './shape.ts'

/** A value that teaches what a shape looks like: what has to be there, and of several things the first. */
export function exampleOf(shape: Shape, name = 'text'): Json {
  switch (shape.kind) {
    case 'text':
      return textLike(name, shape.minLength, shape.maxLength)
    case 'instant':
      return '2026-12-01T12:00:00Z'
    case 'number':
      return numberLike(shape)
    case 'boolean':
      return true
    case 'choice':
      return shape.words[0] ?? null
    case 'constant':
      return shape.value
    case 'object':
      return Object.fromEntries(taught(shape.fields).map((field) => [field.name, exampleOf(field.shape, field.name)]))
    case 'list':
      return Array.from({ length: Math.max(1, shape.minItems) }, () => exampleOf(shape.item, name))
    case 'map':
      return { name: exampleOf(shape.value, 'value') }
    case 'variants':
      return shape.variants[0] === undefined ? null : exampleOf(shape.variants[0].shape, name)
    case 'json':
      return {}
  }
}

function taught(fields: readonly Field[]): readonly Field[] {
  const needed = fields.filter(({ required }) => required)
  return needed.length > 0 ? needed : fields.slice(0, 1)
}

function textLike(name: string, least: number, most = Number.POSITIVE_INFINITY): string {
  return name.padEnd(Math.min(least, 1_000), 'x').slice(0, most)
}

function numberLike({ minimum, maximum, above, below, multipleOf = 1 }: NumberShape): number {
  const least = minimum ?? (above === undefined ? undefined : above + multipleOf)
  const most = maximum ?? (below === undefined ? undefined : below - multipleOf)
  const likely = Math.max(least ?? 1, Math.min(1, most ?? 1))
  return Math.ceil(likely / multipleOf) * multipleOf
}
