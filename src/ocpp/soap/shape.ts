/**
 * How a payload looks in XML, where everything is text: what of it is meant as a number, and in which order elements
 * stand (an `xs:sequence` has one).
 */
export type Shape =
  /** `text` may be empty; what is empty of any other kind was left out. */
  | { readonly kind: 'text' | 'word' | 'integer' | 'decimal' | 'boolean' }
  /** The element as often as the list is long. */
  | { readonly kind: 'list'; readonly of: Shape }
  | { readonly kind: 'fields'; readonly fields: Fields }
  /** Text with attributes: the text is the field `value`, each attribute a field of its own. */
  | { readonly kind: 'attributed'; readonly attributes: readonly string[] }

export type Fields = ReadonlyMap<string, Shape>

export type FieldsShape = Extract<Shape, { kind: 'fields' }>

export const text = { kind: 'text' } as const
export const word = { kind: 'word' } as const
export const integer = { kind: 'integer' } as const

export function fields(of: Readonly<Record<string, Shape>>): FieldsShape {
  return { kind: 'fields', fields: new Map(Object.entries(of)) }
}

export function list(of: Shape): Shape {
  return { kind: 'list', of }
}
