import type { Rule, Schema, SchemaSource } from '#ocpp/schemas'

/** A payload that is to the letter but in one place. */
export interface NegativePayload {
  /** What is wrong, to be read by people. */
  readonly what: string
  readonly rule: Rule
  /** JSON Pointer to the place. */
  readonly path: string
  readonly payload: unknown
  /** True when somebody lenient can still tell what was meant. */
  readonly readable: boolean
}

interface Wrong {
  readonly what: string
  readonly rule: Rule
  readonly value: unknown
  readonly readable: boolean
}

const TIME = '2026-03-01T12:00:00Z'

/** The schema of a message, which 1.6 calls `Authorize` and 2.x `AuthorizeRequest`. */
export function messageSchema(source: SchemaSource, action: string, direction: 'request' | 'response'): Schema {
  const name = `${action}${direction === 'request' ? 'Request' : 'Response'}`
  const schema = source.messages[name] ?? source.messages[action]
  if (schema === undefined) throw new Error(`There is no ${name}`)
  return schema
}

/** A payload to the letter that holds everything it may hold, lists with one element where they may. */
export function fullPayload(raw: Schema, source: SchemaSource): unknown {
  const schema = resolve(raw, source)
  const { type, enum: allowed, properties = {}, items = {}, minItems = 1, format } = schema
  if (allowed !== undefined) return allowed[0]
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, fullPayload(property, source)]),
      )
    case 'array':
      return Array.from({ length: Math.max(1, minItems) }, () => fullPayload(items, source))
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? Number.NEGATIVE_INFINITY, Math.min(1, schema.maximum ?? 1))
    case 'boolean':
      return true
    default:
      return format === 'date-time' ? TIME : format === 'uri' ? 'https://example.com/file' : 'x'
  }
}

/** Every way of getting one thing wrong in a message, of the kinds a schema knows. */
export function negativePayloads(schema: Schema, source: SchemaSource): NegativePayload[] {
  const payload = fullPayload(schema, source)
  return [...wrongs(schema, source, payload, true)].map(({ path, value, ...wrong }) => ({
    ...wrong,
    path,
    payload: value,
  }))
}

type Placed = Wrong & { readonly path: string }

function* wrongs(raw: Schema, source: SchemaSource, value: unknown, top = false): Generator<Placed> {
  const schema = resolve(raw, source)
  for (const wrong of own(schema, value, top)) yield { ...wrong, path: '' }
  if (isRecord(value)) {
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      // What vendors add looks the same everywhere.
      if (name === 'customData' && !top) continue
      for (const inner of within(property, source, value[name], schema.required?.includes(name) ?? false)) {
        yield { ...inner, path: `/${name}${inner.path}`, value: { ...value, [name]: inner.value } }
      }
    }
  } else if (Array.isArray(value)) {
    const [first, ...rest]: unknown[] = value
    for (const inner of wrongs(schema.items ?? {}, source, first)) {
      yield { ...inner, path: `/0${inner.path}`, value: [inner.value, ...rest] }
    }
  }
}

function* within(schema: Schema, source: SchemaSource, value: unknown, required: boolean): Generator<Placed> {
  yield* wrongs(schema, source, value)
  const typed = resolve(schema, source).type !== undefined
  if (typed && !required) yield { what: 'null', rule: 'null', value: null, readable: true, path: '' }
}

function own(schema: Schema, value: unknown, top: boolean): Wrong[] {
  switch (schema.type) {
    case 'object':
      return [...(top ? [] : [hopeless('a text for an object', 'a text')]), ...ofObject(schema, value)]
    case 'array':
      return [hopeless('a text for a list', 'a text'), ...ofList(schema, value)]
    case 'string':
      return [hopeless('an object for a text', {}), readable('type', 'a number for a text', 5), ...ofText(schema)]
    case 'integer':
      return [...ofNumber(schema, value), readable('type', 'a fraction for an integer', 7.5)]
    case 'number':
      return ofNumber(schema, value)
    case 'boolean':
      return [hopeless('a word for a boolean', 'perhaps'), readable('type', 'a text for a boolean', 'true')]
    default:
      return []
  }
}

function ofObject({ required = [], additionalProperties }: Schema, value: unknown): Wrong[] {
  if (!isRecord(value)) return []
  const missing = required.map((name): Wrong => {
    const { [name]: _, ...rest } = value
    return { what: `${name} is missing`, rule: 'required', value: rest, readable: false }
  })
  const surplus = readable('additionalProperties', 'a property too many', { ...value, surplus: 1 })
  return additionalProperties === false ? [...missing, surplus] : missing
}

function ofList({ minItems = 0, maxItems }: Schema, value: unknown): Wrong[] {
  const [first]: readonly unknown[] = Array.isArray(value) ? value : []
  const all: Wrong[] = []
  if (minItems > 0) all.push(readable('minItems', 'an empty list', []))
  if (maxItems !== undefined) {
    const many = Array.from({ length: maxItems + 1 }, () => first)
    all.push(readable('maxItems', `a list of ${many.length}`, many))
  }
  return all
}

function ofText({ enum: allowed, maxLength, format }: Schema): Wrong[] {
  const all: Wrong[] = []
  if (allowed !== undefined) all.push(readable('enum', 'a word that is not on the list', 'Nonsense'))
  else if (maxLength !== undefined) {
    all.push(readable('maxLength', `a text of ${maxLength + 1} characters`, 'x'.repeat(maxLength + 1)))
  }
  if (format !== undefined) all.push(readable('format', `no ${format}`, 'x'))
  return all
}

function ofNumber({ minimum, maximum, multipleOf }: Schema, value: unknown): Wrong[] {
  const all = [hopeless('a word for a number', 'many'), readable('type', 'a text for a number', String(value))]
  if (minimum !== undefined) all.push(readable('minimum', 'a number too small', minimum - 1))
  if (maximum !== undefined) all.push(readable('maximum', 'a number too large', maximum + 1))
  if (multipleOf !== undefined) all.push(readable('multipleOf', 'a number between the steps', multipleOf / 2))
  return all
}

function readable(rule: Rule, what: string, value: unknown): Wrong {
  return { what, rule, value, readable: true }
}

function hopeless(what: string, value: unknown): Wrong {
  return { what, rule: 'type', value, readable: false }
}

function resolve(schema: Schema, source: SchemaSource): Schema {
  if (schema.$ref === undefined) return schema
  return source.definitions[schema.$ref.replace('#/definitions/', '')] ?? {}
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
