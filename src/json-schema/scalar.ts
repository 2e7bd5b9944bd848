import type { Json } from './schema.ts'
import type { NumberShape, Shape } from './shape.ts'

/** A value that was understood, or what is wrong with the text: a sentence without its subject. */
export type Read = { readonly value: Json } | { readonly problem: string }

/** Whether a shape is filled in by one text. */
export type ScalarShape = Extract<Shape, { kind: 'text' | 'instant' | 'number' | 'boolean' | 'choice' | 'json' }>

export function isScalar(shape: Shape): shape is ScalarShape {
  return !['constant', 'object', 'list', 'map', 'variants'].includes(shape.kind)
}

/** Reads one text as a shape wants it, within its bounds. The words of a problem are those of the API. */
export function readScalar(shape: ScalarShape, text: string): Read {
  switch (shape.kind) {
    case 'text':
      return readText(shape, text)
    case 'instant':
      return readInstant(text)
    case 'number':
      return readNumber(shape, text)
    case 'boolean':
      return text === 'true' || text === 'false' ? { value: text === 'true' } : { problem: 'has to be true or false' }
    case 'choice':
      return readChoice(shape.words, text)
    case 'json':
      return readJson(text)
  }
}

/** The text that `readScalar` reads as this value. */
export function writeScalar(shape: ScalarShape, value: Json): string {
  return shape.kind === 'json' ? JSON.stringify(value) : String(value)
}

function readText({ minLength, maxLength, pattern }: Extract<Shape, { kind: 'text' }>, text: string): Read {
  // Characters as JSON Schema counts them: an emoji is one.
  const { length } = [...text]
  if (length < minLength) return { problem: `has to have at least ${minLength} characters` }
  if (maxLength !== undefined && length > maxLength) return { problem: `has to have at most ${maxLength} characters` }
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(text)) return { problem: `has to look like ${pattern}` }
  return { value: text }
}

function readInstant(text: string): Read {
  const readable = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)$/i.test(text) && !Number.isNaN(Date.parse(text))
  return readable ? { value: text } : { problem: 'has to be a time like 2026-11-01T12:00:00Z' }
}

function readNumber({ whole, minimum, maximum, above, below, multipleOf }: NumberShape, text: string): Read {
  const value = Number(text)
  if (!/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) || !Number.isFinite(value)) return { problem: 'has to be a number' }
  if (whole && !Number.isInteger(value)) return { problem: 'has to be a whole number' }
  if (minimum !== undefined && value < minimum) return { problem: `has to be at least ${minimum}` }
  if (maximum !== undefined && value > maximum) return { problem: `has to be at most ${maximum}` }
  if (above !== undefined && value <= above) return { problem: `has to be more than ${above}` }
  if (below !== undefined && value >= below) return { problem: `has to be less than ${below}` }
  if (multipleOf !== undefined && !isMultiple(value, multipleOf))
    return { problem: `has to be a multiple of ${multipleOf}` }
  return { value }
}

/** Judged with room for what binary fractions cannot say: 0.3 is a multiple of 0.1. */
function isMultiple(value: number, of: number): boolean {
  const times = value / of
  return Math.abs(times - Math.round(times)) < 1e-9 * Math.max(1, Math.abs(times))
}

function readChoice(words: readonly Json[], text: string): Read {
  const value = words.find((word) => String(word) === text)
  return value === undefined ? { problem: `has to be one of ${words.map(String).join(', ')}` } : { value }
}

function readJson(text: string): Read {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return { problem: 'has to be JSON' }
  }
}
