import { type Draft, MAP_NAME, VALUE, VARIANT } from './draft-parts.ts'
import { readDraft } from './read-draft.ts'
import { isScalar, writeScalar } from './scalar.ts'
import type { Json } from './schema.ts'
import type { Shape } from './shape.ts'

/** What stands in an empty form; with `value`, in one where that is filled in already. */
export function draftOf(shape: Shape, value?: Json): Draft {
  if (isScalar(shape)) return value === undefined ? '' : writeScalar(shape, value)
  switch (shape.kind) {
    case 'constant':
      return undefined
    case 'object':
      return Object.fromEntries(
        shape.fields.map(({ name, required, shape: inner }) => {
          const given = isFields(value) ? value[name] : undefined
          return [name, given === undefined && !required ? absent(inner) : draftOf(inner, given)]
        }),
      )
    case 'list':
      if (Array.isArray(value)) return value.map((item: Json) => draftOf(shape.item, item))
      return Array.from({ length: shape.minItems }, () => draftOf(shape.item))
    case 'map':
      if (!isFields(value)) return []
      return Object.entries(value).map(([name, each]) => ({ [MAP_NAME]: name, [VALUE]: draftOf(shape.value, each) }))
    case 'variants': {
      const fitting = value === undefined ? 0 : shape.variants.findIndex((variant) => fits(variant.shape, value))
      const at = Math.max(fitting, 0)
      const chosen = shape.variants[at]
      return { [VARIANT]: String(at), [VALUE]: chosen && draftOf(chosen.shape, value) }
    }
  }
}

/** Whether a part is absent unless somebody unfolds it; everything else is absent when it is empty. */
export function isFoldable(shape: Shape): boolean {
  return shape.kind === 'object' || shape.kind === 'variants'
}

function absent(shape: Shape): Draft {
  if (isFoldable(shape)) return undefined
  return isScalar(shape) ? '' : []
}

function isFields(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fits(shape: Shape, value: Json): boolean {
  const read = readDraft(shape, draftOf(shape, value), true)
  return read.faults.length === 0 && canonical(read.value) === canonical(value)
}

function canonical(value: Json | undefined): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
