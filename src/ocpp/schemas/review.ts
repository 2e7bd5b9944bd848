import { coerce } from './coerce.ts'
import type { Finding, Rule } from './finding.ts'
import { FindingList } from './finding-list.ts'
import { formats } from './formats.ts'
import { isMultipleOf } from './multiple-of.ts'
import type { Schema } from './schema.ts'

const NAME_LIMIT = 40

/** Lists of which an element that cannot be read is left out: one bad sample must not cost the others. */
const LISTS_OF_READINGS: ReadonlySet<unknown> = new Set([
  'meterValue',
  'sampledValue',
  'transactionData',
  'eventData',
  'reportData',
  'configurationKey',
])

export type Mode = 'strict' | 'lenient'

type Assumptions = Readonly<Record<string, unknown>>

/**
 * Goes through a payload beside its schema and says what breaks which rule. In `lenient` mode what can be understood is
 * tolerated: values of the wrong primitive type are turned into the right one, nulls are left out, and the rest stays as
 * it came. The payload handed in is never changed.
 */
export class Review {
  readonly #deviations = new FindingList()
  readonly #violations = new FindingList()
  /** True while inside something that can be left out. */
  #expendable = false
  #failed = false
  readonly #definitions: Readonly<Record<string, Schema>>
  readonly #lenient: boolean
  /** What to take for a required property that is missing at the top. */
  readonly #assumed: Assumptions
  readonly #path: (string | number)[] = []
  /** True where a property that may be missing is left out when it cannot be read. */
  #sparing: boolean

  constructor(
    definitions: Readonly<Record<string, Schema>>,
    mode: Mode,
    assumed: Assumptions = {},
    alwaysAnswered = false,
  ) {
    this.#definitions = definitions
    this.#lenient = mode === 'lenient'
    this.#assumed = assumed
    this.#sparing = this.#lenient && alwaysAnswered
  }

  get deviations(): readonly Finding[] {
    return this.#deviations.all
  }

  get violations(): readonly Finding[] {
    return this.#violations.all
  }

  /** The value as it is to be read; meaningless once there are violations. */
  value(value: unknown, raw: Schema): unknown {
    const schema = this.#resolve(raw)
    switch (schema.type) {
      case undefined:
        return value
      case 'object':
        return this.#object(value, schema)
      case 'array':
        return this.#array(value, schema)
      default:
        return this.#primitive(value, schema, schema.type)
    }
  }

  #resolve(schema: Schema): Schema {
    if (schema.$ref === undefined) return schema
    return this.#definitions[schema.$ref.replace('#/definitions/', '')] ?? {}
  }

  #object(value: unknown, schema: Schema): unknown {
    if (!isRecord(value)) return this.#violate('type', `${typeName(value)} instead of an object`)
    const { properties = {}, required = [] } = schema
    let result: Record<string, unknown> = value
    for (const name of required) {
      if (value[name] !== undefined) continue
      if (this.#isAssumed(name)) {
        this.#tolerate('required', `${name} is missing`)
        result = { ...result, [name]: this.#assumed[name] }
      } else this.#violate('required', `${name} is missing`)
    }
    for (const name of Object.keys(value)) {
      // A payload of our own making may hold undefined, which is never written.
      if (value[name] === undefined) continue
      const property = Object.hasOwn(properties, name) ? properties[name] : undefined
      if (property === undefined) this.#surplus(name, schema)
      else if (this.#isAssumed(name) && isHopeless(value[name], this.#resolve(property))) {
        this.#tolerate('type', `${name} cannot be read`)
        result = { ...result, [name]: this.#assumed[name] }
      } else result = this.#property(result, value[name], name, property, required.includes(name))
    }
    return result
  }

  #isAssumed(name: string): boolean {
    return this.#lenient && this.#path.length === 0 && Object.hasOwn(this.#assumed, name)
  }

  #surplus(name: string, schema: Schema): void {
    if (schema.additionalProperties !== false) return
    this.#report('additionalProperties', `${quote(name)} is not a property here`)
  }

  #property(
    result: Record<string, unknown>,
    value: unknown,
    name: string,
    schema: Schema,
    required: boolean,
  ): Record<string, unknown> {
    this.#path.push(name)
    let changed = result
    if (value === null && !required && this.#lenient && this.#resolve(schema).type !== undefined) {
      this.#tolerate('null', 'null instead of being left out')
      changed = without(result, name)
    } else {
      const spared = this.#sparing && !required
      const read = spared ? this.#expendableValue(value, schema) : this.value(value, schema)
      if (spared && read === undefined) changed = without(result, name)
      else if (read !== value) changed = { ...result, [name]: read }
    }
    this.#path.pop()
    return changed
  }

  #array(value: unknown, schema: Schema): unknown {
    if (!Array.isArray(value)) return this.#violate('type', `${typeName(value)} instead of an array`)
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items } = schema
    if (value.length < minItems) this.#report('minItems', `${value.length} elements, at least ${minItems}`)
    if (value.length > maxItems) this.#report('maxItems', `${value.length} elements, at most ${maxItems}`)
    return items === undefined ? value : this.#elements(value, items)
  }

  #elements(value: readonly unknown[], items: Schema): readonly unknown[] {
    const expendable = this.#lenient && LISTS_OF_READINGS.has(this.#path.at(-1))
    const sparing = this.#sparing
    // A sample without its unit would be another sample.
    if (expendable) this.#sparing = false
    let changed: unknown[] | undefined
    for (let at = 0; at < value.length; at += 1) {
      const element = value[at]
      this.#path.push(at)
      const read = expendable ? this.#expendableValue(element, items) : this.value(element, items)
      this.#path.pop()
      if (changed === undefined && read !== element) changed = value.slice(0, at)
      if (!(expendable && read === undefined)) changed?.push(read)
    }
    this.#sparing = sparing
    return changed ?? value
  }

  /** Undefined when it cannot be read. */
  #expendableValue(value: unknown, schema: Schema): unknown {
    const outer = { expendable: this.#expendable, failed: this.#failed }
    this.#expendable = true
    this.#failed = false
    const read = this.value(value, schema)
    const failed = this.#failed
    this.#expendable = outer.expendable
    this.#failed = outer.failed
    return failed ? undefined : read
  }

  #primitive(value: unknown, schema: Schema, type: 'string' | 'integer' | 'number' | 'boolean'): unknown {
    let read = value
    if (!isOfType(value, type)) {
      read = this.#lenient ? coerce(value, type) : undefined
      const description = `${typeName(value)} instead of ${article(type)}`
      if (read === undefined) return this.#violate('type', description)
      this.#tolerate('type', description)
    }
    if (typeof read === 'string') return this.#string(read, schema)
    if (typeof read === 'number') this.#number(read, schema)
    return read
  }

  #string(value: string, schema: Schema): string {
    const { enum: allowed, maxLength, format } = schema
    if (allowed !== undefined && !allowed.includes(value)) {
      this.#report('enum', `${quote(value)} is not one of the values allowed`)
      const meant = allowed.find((candidate) => candidate.toLowerCase() === value.toLowerCase())
      return meant ?? value
    }
    if (maxLength !== undefined && value.length > maxLength && codePoints(value) > maxLength) {
      this.#report('maxLength', `${codePoints(value)} characters, at most ${maxLength}`)
    }
    if (format !== undefined && formats[format]?.(value) === false) this.#report('format', `not a ${format}`)
    return value
  }

  #number(value: number, { minimum, maximum, multipleOf }: Schema): void {
    if (minimum !== undefined && value < minimum) this.#report('minimum', `below ${minimum}`)
    if (maximum !== undefined && value > maximum) this.#report('maximum', `above ${maximum}`)
    if (multipleOf !== undefined && !isMultipleOf(value, multipleOf)) {
      this.#report('multipleOf', `not a multiple of ${multipleOf}`)
    }
  }

  #report(rule: Rule, description: string): void {
    if (this.#lenient) this.#tolerate(rule, description)
    else this.#violate(rule, description)
  }

  #tolerate(rule: Rule, description: string): void {
    this.#deviations.add(this.#path, rule, description)
  }

  #violate(rule: Rule, description: string): undefined {
    if (this.#expendable) {
      this.#failed = true
      this.#deviations.add(this.#path, rule, `${description}; left out`)
    } else this.#violations.add(this.#path, rule, description)
  }
}

function without(record: Record<string, unknown>, name: string): Record<string, unknown> {
  const { [name]: _, ...rest } = record
  return rest
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isOfType(value: unknown, type: string): boolean {
  return type === 'integer' ? Number.isInteger(value) : typeof value === type
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'an integer' : 'a number'
  return article(typeof value)
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`
}

function quote(text: string): string {
  return JSON.stringify(text.length > NAME_LIMIT ? `${text.slice(0, NAME_LIMIT)}…` : text)
}

function codePoints(text: string): number {
  let count = 0
  for (const _ of text) count += 1
  return count
}

/** Whether nothing of the wanted type can be made of a value. */
function isHopeless(value: unknown, { type }: Schema): boolean {
  if (type === 'integer' || type === 'number') return coerce(value, type) === undefined
  if (type === 'array') return !Array.isArray(value)
  return type === 'string' && (typeof value === 'object' || value === undefined)
}
