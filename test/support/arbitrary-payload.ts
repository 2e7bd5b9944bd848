import fc from 'fast-check'
import type { Schema, SchemaSource } from '#ocpp/schemas'

const LAST_DATE = new Date('9999-12-31T23:59:59Z')
const extra = fc.dictionary(fc.stringMatching(/^x[a-z]{1,5}$/), fc.jsonValue(), { maxKeys: 2 })

/** Any payload to the letter of a schema, for property tests. */
export function arbitraryPayload(schema: Schema, source: SchemaSource): fc.Arbitrary<unknown> {
  const { $ref, type, enum: allowed, properties = {}, required = [], items = {}, minItems = 0, maxItems = 3 } = schema
  if ($ref !== undefined) return arbitraryPayload(source.definitions[$ref.replace('#/definitions/', '')] ?? {}, source)
  if (allowed !== undefined) return fc.constantFrom(...allowed)
  switch (type) {
    case 'object': {
      const model = Object.entries(properties).map(([name, property]) => [name, arbitraryPayload(property, source)])
      const record = fc.record<Record<string, unknown>>(Object.fromEntries(model), { requiredKeys: required })
      if (schema.additionalProperties === false) return record
      return fc.tuple(extra, record).map(([more, own]) => ({ ...more, ...own }))
    }
    case 'array': {
      const bounds = { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, 3)) }
      return fc.array(arbitraryPayload(items, source), bounds)
    }
    case 'string':
      return arbitraryText(schema)
    case 'integer':
    case 'number':
      return arbitraryNumber(schema)
    case 'boolean':
      return fc.boolean()
    default:
      return fc.jsonValue()
  }
}

function arbitraryText({ format, maxLength = 50 }: Schema): fc.Arbitrary<string> {
  if (format === 'date-time')
    return fc.date({ noInvalidDate: true, min: new Date(0), max: LAST_DATE }).map((date) => date.toISOString())
  if (format === 'uri') return fc.constant('ftp://example.com/file')
  return fc.string({ maxLength: Math.min(maxLength, 50) })
}

function arbitraryNumber({ type, minimum = -1e6, maximum = 1e6, multipleOf }: Schema): fc.Arbitrary<number> {
  if (type === 'integer') return fc.integer({ min: Math.ceil(minimum), max: Math.floor(maximum) })
  if (multipleOf !== undefined)
    return fc.integer({ min: 0, max: 1000 }).map((steps) => steps / Math.round(1 / multipleOf))
  return fc.double({ min: minimum, max: maximum, noNaN: true }).map((value) => value + 0)
}
