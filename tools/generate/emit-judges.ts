import type { Schema } from '../../src/ocpp/schemas/schema.ts'
import type { SchemaSet } from './ocpp-schemas.ts'

/** What the judges lean on. Fields are counted first, because nearly all messages have none but those of their schema. */
const HELPERS = `import { formats } from './formats.ts'
import { isMultipleOf } from './multiple-of.ts'

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Characters, not halves of them: only what is longer in halves needs counting. */
function isWithin(text, limit) {
  if (text.length <= limit) return true
  let count = 0
  for (const _ of text) count += 1
  return count <= limit
}

function hasOnly(value, known, count) {
  let fields = 0
  for (const _ in value) fields += 1
  if (fields === count) return true
  for (const name in value) if (!known.has(name)) return false
  return true
}
`

/**
 * A function for each definition and message, `is` before its name: true when a value is to the letter of its schema. Written for
 * payloads that are right, as nearly all are: it says neither what is wrong nor where, and leaves nothing behind.
 */
export function emitJudges({ messages, definitions }: SchemaSet): string {
  const emitter = new Emitter()
  for (const [name, schema] of Object.entries(definitions)) emitter.judge(name, schema)
  for (const { name, schema } of messages) emitter.judge(name, schema)
  return `${HELPERS}\n${emitter.lines.join('\n')}`
}

/** Keywords that say something about one type of value only. (`additionalProperties` stands beside enumerations in 2.1, and says nothing there.) */
const ABOUT: readonly (readonly [keyof Schema, readonly NonNullable<Schema['type']>[]])[] = [
  ['properties', ['object']],
  ['required', ['object']],
  ['items', ['array']],
  ['minItems', ['array']],
  ['maxItems', ['array']],
  ['enum', ['string']],
  ['format', ['string']],
  ['maxLength', ['string']],
  ['minimum', ['integer', 'number']],
  ['maximum', ['integer', 'number']],
  ['multipleOf', ['integer', 'number']],
]

class Emitter {
  readonly lines: string[] = []
  #constants = 0

  judge(name: string, schema: Schema): void {
    this.lines.push(`function is${name}(value) { return ${this.#test(schema, 'value')} }`)
  }

  #constant(source: string): string {
    this.#constants += 1
    const name = `constant${this.#constants}`
    this.lines.push(`const ${name} = ${source}`)
    return name
  }

  /**
   * An expression that is true when `value`, a name, is as the schema says; never for one that is missing.
   * @throws Error for a keyword beside a type that it says nothing of
   */
  #test(schema: Schema, value: string): string {
    if (schema.$ref !== undefined) return `is${definitionOf(schema.$ref)}(${value})`
    const { type } = schema
    for (const [keyword, types] of ABOUT) {
      if (schema[keyword] === undefined || (type !== undefined && types.includes(type))) continue
      throw new Error(`${keyword} is said of ${type ?? 'any type'}, of which it says nothing`)
    }
    if (type === undefined) return `${value} !== undefined`
    switch (type) {
      case 'object':
        return `${this.#object(schema)}(${value})`
      case 'array':
        return `${this.#array(schema)}(${value})`
      case 'string':
        return all(this.#string(schema, value))
      case 'boolean':
        return `typeof ${value} === 'boolean'`
      case 'integer':
        return all([`Number.isInteger(${value})`, ...numberRules(schema, value)])
      case 'number':
        return all([`typeof ${value} === 'number'`, ...numberRules(schema, value)])
    }
  }

  #string({ enum: words, format, maxLength }: Schema, value: string): string[] {
    const rules = [`typeof ${value} === 'string'`]
    if (words !== undefined) rules.push(`${this.#constant(`new Set(${JSON.stringify(words)})`)}.has(${value})`)
    if (maxLength !== undefined) rules.push(`isWithin(${value}, ${maxLength})`)
    if (format !== undefined) rules.push(`${this.#constant(`formats[${JSON.stringify(format)}]`)}(${value})`)
    return rules
  }

  #array({ items, minItems, maxItems }: Schema): string {
    const name = this.#functionName()
    const rules = ['Array.isArray(value)']
    if (minItems !== undefined) rules.push(`value.length >= ${minItems}`)
    if (maxItems !== undefined) rules.push(`value.length <= ${maxItems}`)
    const each =
      items === undefined ? '' : `for (const item of value) if (!(${this.#test(items, 'item')})) return false\n`
    this.lines.push(`function ${name}(value) {
if (!(${all(rules)})) return false
${each}return true
}`)
    return name
  }

  #object({ properties = {}, required = [], additionalProperties }: Schema): string {
    const name = this.#functionName()
    const names = Object.keys(properties)
    const isClosed = additionalProperties === false
    const fields = names.map((field) => {
      const test = this.#test(properties[field] ?? {}, 'field')
      const get = `field = value[${JSON.stringify(field)}]`
      if (required.includes(field)) return `${get}\nif (!(${test})) return false`
      return `${get}\nif (field !== undefined) { ${isClosed ? 'count += 1; ' : ''}if (!(${test})) return false }`
    })
    // What is wanted and said nothing else of.
    for (const field of required.filter((wanted) => !names.includes(wanted))) {
      fields.push(`if (value[${JSON.stringify(field)}] === undefined) return false`)
    }
    const known = isClosed ? this.#constant(`new Set(${JSON.stringify(names)})`) : ''
    this.lines.push(`function ${name}(value) {
if (!isObject(value)) return false
let field
let count = ${names.filter((field) => required.includes(field)).length}
${fields.join('\n')}
return ${isClosed ? `hasOnly(value, ${known}, count)` : 'true'}
}`)
    return name
  }

  #functionName(): string {
    this.#constants += 1
    return `judge${this.#constants}`
  }
}

function numberRules({ minimum, maximum, multipleOf }: Schema, value: string): string[] {
  const rules: string[] = []
  if (minimum !== undefined) rules.push(`${value} >= ${minimum}`)
  if (maximum !== undefined) rules.push(`${value} <= ${maximum}`)
  if (multipleOf !== undefined) rules.push(`isMultipleOf(${value}, ${multipleOf})`)
  return rules
}

function all(rules: readonly string[]): string {
  return rules.join(' && ')
}

function definitionOf(reference: string): string {
  return reference.replace('#/definitions/', '')
}
