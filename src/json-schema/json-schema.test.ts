import { describe, expect, test } from 'vitest'
import { draftOf } from './draft.ts'
import type { Draft } from './draft-parts.ts'
import { exampleOf } from './example.ts'
import { readDraft } from './read-draft.ts'
import type { JsonSchema } from './schema.ts'
import { shapeOf } from './shape.ts'
import { inWords } from './words.ts'

const read = (schema: JsonSchema, draft: Draft) => readDraft(shapeOf(schema), draft, true)
const object = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  required,
})

describe('a bound is told at the field that breaks it, in the words of the API', () => {
  test.each<[JsonSchema, string, string]>([
    [{ type: 'integer', minimum: 1 }, '0', 'has to be at least 1'],
    [{ type: 'integer', maximum: 5 }, '6', 'has to be at most 5'],
    [{ type: 'integer' }, '1.5', 'has to be a whole number'],
    [{ type: 'number', exclusiveMinimum: 0 }, '0', 'has to be more than 0'],
    [{ type: 'number', exclusiveMaximum: 9 }, '9', 'has to be less than 9'],
    [{ type: 'number', multipleOf: 0.1 }, '0.25', 'has to be a multiple of 0.1'],
    [{ type: 'number' }, 'many', 'has to be a number'],
    [{ type: 'string', maxLength: 3 }, 'four', 'has to have at most 3 characters'],
    [{ type: 'string', minLength: 2 }, 'x', 'has to have at least 2 characters'],
    [{ type: 'string', pattern: '^\\d+$' }, 'x', 'has to look like ^\\d+$'],
    [{ type: 'string', format: 'date-time' }, 'tomorrow', 'has to be a time like 2026-11-01T12:00:00Z'],
    [{ type: 'string', format: 'date-time' }, '2026-11-01T12:00:00', 'has to be a time like 2026-11-01T12:00:00Z'],
    [{ enum: ['a', 'b'] }, 'c', 'has to be one of a, b'],
    [{ type: 'boolean' }, 'yes', 'has to be true or false'],
    [{}, '{', 'has to be JSON'],
    [{ type: 'string', minLength: 1 }, '', 'is missing'],
    [{ type: 'string', pattern: '^\\d+$' }, '', 'is missing'],
  ])('%j given %j', (schema, draft, problem) => {
    expect(read(object({ field: schema }, ['field']), { field: draft }).faults).toEqual([{ path: 'field', problem }])
  })

  test('inside lists by their place', () => {
    const list = object({ all: { type: 'array', items: object({ name: { type: 'string', minLength: 1 } }, ['name']) } })
    expect(read(list, { all: [{ name: 'x' }, { name: '' }] }).faults).toEqual([
      { path: 'all.1.name', problem: 'is missing' },
    ])
  })

  test.each([
    [0, 'has to have at least 1 item'],
    [3, 'has to have at most 2 items'],
  ])('a list of %i', (count, problem) => {
    const list = object({ all: { type: 'array', items: {}, minItems: 1, maxItems: 2 } }, ['all'])
    expect(read(list, { all: Array.from({ length: count }, () => '1') }).faults).toEqual([{ path: 'all', problem }])
  })

  test('0.3 is a multiple of 0.1, whatever binary fractions say', () => {
    expect(read({ type: 'number', multipleOf: 0.1 }, '0.3')).toEqual({ value: 0.3, faults: [] })
  })
})

describe('what is left empty', () => {
  const schema = object({ text: { type: 'string' }, inside: object({ deep: { type: 'string' } }) })

  test('is left out', () => expect(read(schema, { text: '', inside: undefined }).value).toEqual({}))

  test('is an empty text where a text has to be and may be empty', () => {
    expect(read(object({ value: { type: 'string' } }, ['value']), { value: '' }).value).toEqual({ value: '' })
  })

  test('is folded away in a new form, unless it has to be there', () => {
    expect(draftOf(shapeOf(schema))).toEqual({ text: '', inside: undefined })
    expect(draftOf(shapeOf({ ...schema, required: ['inside'] }))).toEqual({ text: '', inside: { deep: '' } })
  })

  test('is there once it was unfolded', () => {
    expect(read(schema, { text: '', inside: { deep: '' } }).value).toEqual({ inside: {} })
  })
})

test('blanks around a short text are slips; a long text is taken as it is', () => {
  expect(read({ type: 'string', maxLength: 20 }, ' AB ').value).toBe('AB')
  expect(read({ type: 'string', maxLength: 10_000 }, 'AB\n').value).toBe('AB\n')
})

describe('of several schemas', () => {
  const periodic = object({ kind: { const: 'periodic' }, everyS: { type: 'integer' } }, ['kind', 'everyS'])
  const once = object({ kind: { const: 'once' }, at: { type: 'string', format: 'date-time' } }, ['kind', 'at'])

  test('each is named by the word that tells it from the others, and found by the value', () => {
    const shape = shapeOf({ oneOf: [periodic, once] })
    expect(shape).toMatchObject({ kind: 'variants', variants: [{ label: 'periodic' }, { label: 'once' }] })
    const value = { kind: 'once', at: '2026-11-25T12:00:00Z' }
    expect(draftOf(shape, value)).toMatchObject({ variant: '1' })
    expect(readDraft(shape, draftOf(shape, value), true).value).toEqual(value)
  })

  test('a choice beside fields only says which belong together', () => {
    const either = { ...object({ a: { type: 'string' } }), anyOf: [{ required: ['a'] }] }
    expect(shapeOf(either)).toMatchObject({ kind: 'object', fields: [{ name: 'a' }] })
  })
})

test('an example has what has to be there', () => {
  const schema = object(
    {
      stackLevel: { type: 'integer', minimum: 3 },
      note: { type: 'string' },
      periods: { type: 'array', items: once() },
    },
    ['stackLevel', 'periods'],
  )
  expect(exampleOf(shapeOf(schema))).toEqual({ stackLevel: 3, periods: [{ limit: 1 }] })
  function once(): JsonSchema {
    return object({ limit: { type: 'number' } }, ['limit'])
  }
})

test.each([
  ['evseId', 'EVSE id'],
  ['when-idle', 'When idle'],
  ['timeoutS', 'Timeout (s)'],
  ['limitW', 'Limit (W)'],
  ['MinSet', 'MinSet'],
  ['a', 'A'],
])('%s reads %s', (name, words) => expect(inWords(name)).toBe(words))
