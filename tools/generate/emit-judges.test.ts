import { Ajv } from 'ajv'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryPayload } from '#test/arbitrary-payload'
import { formats } from '../../src/ocpp/schemas/formats.ts'
import { isMultipleOf } from '../../src/ocpp/schemas/multiple-of.ts'
import type { Schema } from '../../src/ocpp/schemas/schema.ts'
import { emitValidators } from './emit-validators.ts'
import type { SchemaSet } from './ocpp-schemas.ts'

async function judgeOf(schema: Schema, definitions: SchemaSet['definitions'] = {}) {
  const messages = [{ name: 'PaintRequest', action: 'Paint', direction: 'request', schema }] as const
  const source = await emitValidators({ folder: 'v201', definitions, messages })
  const { validators } = await import(`data:text/javascript,${encodeURIComponent(source)}`)
  return validators.Paint.request as (payload: unknown) => boolean
}

test('a keyword beside a type that it says nothing of is an error: it would hold for nobody', async () => {
  await expect(judgeOf({ type: 'string', minimum: 1 })).rejects.toThrow('minimum is said of string')
  await expect(judgeOf({ maxLength: 1 })).rejects.toThrow('maxLength is said of any type')
})

test('what is required is there, of whatever type, and what is surplus is found whatever is left out', async () => {
  const judge = await judgeOf({
    type: 'object',
    properties: { data: {}, note: { type: 'string' } },
    required: ['data', 'more'],
    additionalProperties: false,
  })
  expect(judge({ data: null, more: 1 })).toBe(false)
  const open = await judgeOf({ type: 'object', properties: { data: {} }, required: ['data', 'more'] })
  expect([{ data: null, more: 1 }, { data: 1 }, { more: 1 }].map(open)).toEqual([true, false, false])
  const closed = await judgeOf({
    type: 'object',
    properties: { a: { type: 'boolean' }, b: { type: 'boolean' } },
    additionalProperties: false,
  })
  const surplus = [{ c: 1 }, { a: true, c: 1 }, { a: true, b: true, c: 1 }, JSON.parse('{"__proto__":1}')]
  expect(surplus.map(closed)).toEqual([false, false, false, false])
  expect([{}, { a: undefined }, { b: true, a: undefined }].map(closed)).toEqual([true, true, true])
})

test('lengths are counted in characters, not in halves of them', async () => {
  const judge = await judgeOf({ type: 'string', maxLength: 3 })
  expect(['🔌🔌🔌', '🔌🔌🔌🔌', 'abc', 'abcd'].map(judge)).toEqual([true, false, true, false])
})

test('a number beyond all that can be written is a number, but no whole one', async () => {
  const huge = JSON.parse('1e999')
  expect((await judgeOf({ type: 'number' }))(huge)).toBe(true)
  expect((await judgeOf({ type: 'integer' }))(huge)).toBe(false)
})

/** Schemas of every keyword that the specification uses. */
const { schema: anySchema } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.record<Schema>({ type: fc.constant('string'), maxLength: fc.nat({ max: 4 }) }, { requiredKeys: ['type'] }),
    fc.record<Schema>({ type: fc.constant('string'), enum: fc.constantFrom(['a'], ['Red', 'Green']) }),
    fc.record<Schema>({ type: fc.constant('string'), format: fc.constantFrom('date-time', 'uri') }),
    fc.constant<Schema>({ type: 'boolean' }),
    fc.record<Schema>(
      {
        type: fc.constantFrom('integer', 'number'),
        minimum: fc.integer({ min: -2, max: 1 }),
        maximum: fc.integer({ min: 1, max: 3 }),
        multipleOf: fc.constantFrom(0.1, 0.5, 1),
      },
      { requiredKeys: ['type'] },
    ),
    fc.record<Schema>(
      {
        type: fc.constant('array'),
        items: tie('schema'),
        minItems: fc.nat({ max: 1 }),
        maxItems: fc.constantFrom(1, 2),
      },
      { requiredKeys: ['type'] },
    ),
    fc
      .tuple(fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('schema')), fc.subarray(['a', 'b']), fc.boolean())
      .map(([properties, wanted, additionalProperties]): Schema => {
        const required = wanted.filter((name) => name in properties)
        return { type: 'object', properties, required, additionalProperties }
      }),
    fc.constant<Schema>({}),
  ),
}))

const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.object({
    key: fc.constantFrom('a', 'b', 'c', 'd'),
    maxDepth: 2,
    values: [fc.boolean(), fc.constantFrom('Red', 1)],
  }),
  fc.constantFrom(undefined, 0.3, '2026-01-01T00:00:00Z', 'ws://x'),
)

test('it says the same of any value and schema as a validator of another make', async () => {
  const ajv = new Ajv({ strict: false, formats: { ...formats } })
  ajv.removeKeyword('multipleOf')
  ajv.addKeyword({
    keyword: 'multipleOf',
    type: 'number',
    validate: (step: number, value: number) => isMultipleOf(value, step),
  })
  let right = 0
  let wrong = 0
  await fc.assert(
    fc.asyncProperty(anySchema, fc.infiniteStream(anyValue), async (schema, values) => {
      const judge = await judgeOf(schema)
      const other = ajv.compile(schema)
      const fitting = fc.sample(arbitraryPayload(schema, { definitions: {}, messages: {} }), 5)
      for (const value of [...values.take(40), ...fitting]) {
        if (schema.type === undefined && value === undefined) continue
        const isRight = other(value)
        if (isRight) right += 1
        else wrong += 1
        expect([value, judge(value)]).toEqual([value, isRight])
      }
    }),
    { numRuns: 60 },
  )
  expect(Math.min(right, wrong)).toBeGreaterThan(100)
})
