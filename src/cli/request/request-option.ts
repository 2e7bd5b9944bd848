import { InvalidArgumentError, Option } from 'commander'
import { type Field, isScalar, type Json, readScalar, type ScalarShape, type Shape } from '#json-schema'

/** One field of a request, or one inside another, as an option of the command line. */
export interface RequestOption {
  /** Where its value belongs: names from the outside in. */
  readonly path: readonly string[]
  /** As it is written: --evse-id */
  readonly flag: string
  readonly required: boolean
  readonly field: Field
  readonly option: Option
}

/** Words that every command has for itself. */
const TAKEN: ReadonlySet<string> = new Set([
  ...['url', 'data', 'json', 'expires-in', 'wait', 'request', 'help', 'file', 'watch'],
])
/** What lies deeper is written as JSON. */
const DEEPEST = 3

/** The options made of the fields of a schema; `aliases` are shorter spellings by the name of the field. */
export function requestOptions(
  fields: readonly Field[],
  aliases: Readonly<Record<string, string>> = {},
  within: readonly string[] = [],
  needed = true,
): readonly RequestOption[] {
  return fields.flatMap((field): readonly RequestOption[] => {
    const path = [...within, field.name]
    const { shape } = field
    if (shape.kind === 'constant') return []
    const required = field.required && needed
    if (shape.kind === 'object' && path.length < DEEPEST) return requestOptions(shape.fields, {}, path, required)
    const flag = flagOf(path)
    const alias = within.length === 0 ? aliases[field.name] : undefined
    const names = alias === undefined || `--${alias}` === flag ? flag : `--${alias}, ${flag}`
    const option = new Option(`${names} <${valueWord(shape)}>`, meaningOf(field, required)).argParser(parserOf(shape))
    return [{ path, flag, required: field.required && within.length === 0, field, option }]
  })
}

/** `chargingProfile`, `stackLevel` is --charging-profile.stack-level. */
function flagOf(path: readonly string[]): string {
  const name = path.map((part) => part.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)).join('.')
  return TAKEN.has(name) || name.startsWith('no-') ? `--request-${name}` : `--${name}`
}

function valueWord(shape: Shape): string {
  switch (shape.kind) {
    case 'number':
      return 'n'
    case 'text':
      return 'text'
    case 'instant':
      return 'time'
    case 'boolean':
      return 'true|false'
    case 'choice':
      return 'word'
    case 'list':
      return valueWord(shape.item)
    default:
      return 'json'
  }
}

function meaningOf({ description, shape }: Field, required: boolean): string {
  const words = shape.kind === 'choice' ? `one of ${shape.words.map(String).join(', ')}` : undefined
  const often = shape.kind === 'list' ? 'may be given more than once' : undefined
  return [description, words, often, required ? 'required' : undefined].filter(Boolean).join('; ')
}

type Parser = (text: string, before: Json | undefined) => Json

function parserOf(shape: Shape): Parser {
  if (shape.kind !== 'list') return (text) => read(shape, text)
  return (text, before) => [...(isList(before) ? before : []), read(shape.item, text)]
}

function read(shape: Shape, text: string): Json {
  const scalar: ScalarShape = isScalar(shape) ? shape : { kind: 'json' }
  const result = readScalar(scalar, text)
  if ('problem' in result) throw new InvalidArgumentError(`It ${result.problem}.`)
  return result.value
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}
