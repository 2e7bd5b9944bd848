import { Ajv2020 as Ajv } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { draftOf } from './draft.ts'
import type { Draft } from './draft-parts.ts'
import { exampleOf } from './example.ts'
import { readDraft } from './read-draft.ts'
import { isScalar } from './scalar.ts'
import type { Json, JsonSchema } from './schema.ts'
import { type Shape, shapeOf } from './shape.ts'

/** A schema of a kind that requests have, and values that it describes. */
interface Described {
  readonly schema: JsonSchema
  readonly value: fc.Arbitrary<Json>
}

const name = fc.stringMatching(/^[a-z]{1,6}$/)
/** Blanks around a short text are taken for slips, and no text is not the same as none. */
const trimmed = (text: string) => text.trim() === text

const text = fc.record({ minLength: fc.nat(3), room: fc.nat(20) }).map(({ minLength, room }): Described => {
  const bounds = { minLength: Math.max(1, minLength), maxLength: Math.max(1, minLength) + room }
  return {
    schema: { type: 'string', ...bounds },
    value: fc.string({ ...bounds, unit: 'grapheme-ascii' }).filter(trimmed),
  }
})
const longText = fc.constant<Described>({
  schema: { type: 'string', minLength: 1, maxLength: 10_000 },
  value: fc.string({ minLength: 1 }).filter((each) => each.length > 0),
})
const instant = fc.constant<Described>({
  schema: { type: 'string', format: 'date-time' },
  value: fc
    .date({ min: new Date('1970-01-01'), max: new Date('2999-01-01'), noInvalidDate: true })
    .map((at) => at.toISOString()),
})
const whole = fc.record({ minimum: fc.integer({ min: -1_000, max: 1_000 }), room: fc.nat(1_000) }).map(
  ({ minimum, room }): Described => ({
    schema: { type: 'integer', minimum, maximum: minimum + room },
    value: fc.integer({ min: minimum, max: minimum + room }),
  }),
)
const number = fc.constant<Described>({
  schema: { type: 'number', exclusiveMinimum: -1e6, maximum: 1e6 },
  value: fc.double({ min: -1e6, max: 1e6, minExcluded: true, noNaN: true }).map((each) => each + 0 || 0),
})
const boolean = fc.constant<Described>({ schema: { type: ['boolean', 'null'] }, value: fc.boolean() })
const words = fc.uniqueArray(fc.oneof(name, fc.nat(9)), { minLength: 1, maxLength: 4, selector: String })
const choice = words.map((all): Described => ({ schema: { enum: all }, value: fc.constantFrom(...all) }))
const constants = words.map(
  (all): Described => ({ schema: { anyOf: all.map((word) => ({ const: word })) }, value: fc.constantFrom(...all) }),
)

const { any } = fc.letrec<{ any: Described; object: Described; list: Described; map: Described; variants: Described }>(
  (tie) => ({
    any: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.oneof(text, longText, instant, whole, number, boolean, choice, constants),
      tie('object'),
      tie('list'),
      tie('map'),
      tie('variants'),
    ),
    object: fc
      .uniqueArray(fc.record({ name, required: fc.boolean(), field: tie('any') }), {
        maxLength: 4,
        selector: (each) => each.name,
      })
      .map((fields) => objectOf(fields.map((each) => ({ ...each, field: notNothing(each.field, each.required) })))),
    list: fc
      .record({ item: tie('any'), minItems: fc.nat(2), room: fc.integer({ min: 1, max: 3 }) })
      .map(({ item, minItems, room }): Described => {
        const bounds = { minItems, maxItems: minItems + room }
        return {
          schema: { type: 'array', items: item.schema, ...bounds },
          value: fc.array(item.value, { minLength: minItems, maxLength: minItems + room }),
        }
      }),
    map: tie('any').map(
      (each): Described => ({
        schema: { type: 'object', additionalProperties: each.schema },
        value: fc.dictionary(name, each.value, { maxKeys: 3, noNullPrototype: true }),
      }),
    ),
    variants: fc.array(tie('any'), { minLength: 2, maxLength: 3 }).map((all): Described => {
      const tagged = all.map((each, at) =>
        objectOf([
          { name: 'tag', required: true, field: { schema: { const: at }, value: fc.constant(at) } },
          { name: 'inside', required: true, field: each },
        ]),
      )
      return {
        schema: { oneOf: tagged.map(({ schema }) => schema) },
        value: fc.oneof(...tagged.map(({ value }) => value)),
      }
    }),
  }),
)

/** An empty list that need not be there is the same as none in a form. */
function notNothing(field: Described, required: boolean): Described {
  const empty = (value: Json) => typeof value === 'object' && value !== null && Object.keys(value).length === 0
  const folds = shapeOf(field.schema).kind === 'object'
  return required || folds ? field : { ...field, value: field.value.filter((value) => !empty(value)) }
}

function objectOf(fields: readonly { name: string; required: boolean; field: Described }[]): Described {
  const required = fields.filter((each) => each.required).map((each) => each.name)
  return {
    schema: {
      type: 'object',
      properties: Object.fromEntries(fields.map((each) => [each.name, each.field.schema])),
      required,
      additionalProperties: false,
    },
    value: fc.record(Object.fromEntries(fields.map((each) => [each.name, each.field.value])), {
      requiredKeys: required,
      noNullPrototype: true,
    }),
  }
}

const described = any.chain(({ schema, value }) => value.map((each) => ({ schema, value: each })))

const ajv = new Ajv({ strict: false, validateSchema: false, addUsedSchema: false })
addFormats.default(ajv)
const isValid = (schema: JsonSchema, value: unknown): boolean => ajv.validate(schema, value)

const scribble = fc.oneof(fc.string(), fc.constantFrom('', 'true', '-1', '1.5', '7', 'null', '2026-11-25T12:00:00Z'))

/** Any form of a shape that was scribbled in. */
function scribbled(shape: Shape): fc.Arbitrary<Draft> {
  if (isScalar(shape)) return shape.kind === 'choice' ? fc.constantFrom('', ...shape.words.map(String)) : scribble
  switch (shape.kind) {
    case 'constant':
      return fc.constant(undefined)
    case 'object':
      return fc.record(Object.fromEntries(shape.fields.map((field) => [field.name, scribbled(field.shape)])), {
        requiredKeys: [],
        noNullPrototype: true,
      })
    case 'list':
      return fc.array(scribbled(shape.item), { maxLength: 4 })
    case 'map':
      return fc.array(fc.record({ name: fc.oneof(name, fc.constant('')), value: scribbled(shape.value) }), {
        maxLength: 2,
      })
    case 'variants':
      return fc.oneof(
        ...shape.variants.map((variant, at) =>
          fc.record({ variant: fc.constant(String(at)), value: scribbled(variant.shape) }),
        ),
      )
  }
}

describe('whatever the schema', () => {
  test('a form that is filled in with a value gives that value again', () => {
    fc.assert(
      fc.property(described, ({ schema, value }) => {
        expect(isValid(schema, value)).toBe(true)
        const shape = shapeOf(schema)
        expect(readDraft(shape, draftOf(shape, value), true)).toEqual({ value, faults: [] })
      }),
    )
  })

  test('a form in which nothing is at fault gives what the schema describes', () => {
    const forms = any.chain(({ schema }) => scribbled(shapeOf(schema)).map((draft) => ({ schema, draft })))
    fc.assert(
      fc.property(forms, ({ schema, draft }) => {
        const { value, faults } = readDraft(shapeOf(schema), draft, true)
        expect(faults.length > 0 || isValid(schema, value)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  test('the example is one', () => {
    fc.assert(
      fc.property(any, ({ schema }) => {
        expect(isValid(schema, exampleOf(shapeOf(schema)))).toBe(true)
      }),
    )
  })
})
