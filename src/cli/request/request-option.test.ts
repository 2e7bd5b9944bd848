import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { type JsonSchema, shapeOf } from '#json-schema'
import { type Fields, withValue } from './request.ts'
import { requestOptions } from './request-option.ts'

const object = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  required,
})

const schema = object(
  {
    evseId: { type: 'integer', minimum: 0, description: 'Where' },
    kind: { const: 'x' },
    data: { type: 'string' },
    noTariff: { type: 'boolean' },
    types: { type: 'array', items: { enum: ['a', 'b'] } },
    profile: object({
      stackLevel: { type: 'integer' },
      schedule: object({
        start: { type: 'string', format: 'date-time' },
        deep: object({ limitW: { type: 'number' } }),
      }),
    }),
    periods: { type: 'array', items: object({ limit: { type: 'number' } }) },
  },
  ['evseId', 'kind'],
)

const shape = shapeOf(schema)
const options = shape.kind === 'object' ? requestOptions(shape.fields, { evseId: 'evse' }) : []

/** The request that a line of options says. */
function said(...args: string[]): Fields {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} })
  for (const { option } of options) command.addOption(option)
  command.parse(args, { from: 'user' })
  return options.reduce((fields: Fields, { path, option }) => {
    const value = command.getOptionValue(option.attributeName())
    return value === undefined ? fields : withValue(fields, path, value)
  }, {})
}

test('every field is an option; what is inside an object stands behind a dot, and what lies deeper is JSON', () => {
  expect(options.map(({ flag }) => flag)).toEqual([
    '--evse-id',
    '--request-data',
    '--request-no-tariff',
    '--types',
    '--profile.stack-level',
    '--profile.schedule.start',
    '--profile.schedule.deep',
    '--periods',
  ])
})

describe('options say a request', () => {
  test.each<[string[], Fields]>([
    [['--evse', '1'], { evseId: 1 }],
    [['--evse-id', '1', '--request-no-tariff', 'false'], { evseId: 1, noTariff: false }],
    [['--types', 'a', '--types', 'b'], { types: ['a', 'b'] }],
    [
      ['--profile.stack-level', '3', '--profile.schedule.start', '2026-11-25T12:00:00Z'],
      { profile: { stackLevel: 3, schedule: { start: '2026-11-25T12:00:00Z' } } },
    ],
    [['--profile.schedule.deep', '{"limitW":5}'], { profile: { schedule: { deep: { limitW: 5 } } } }],
    [['--periods', '{"limit":1}', '--periods', '{"limit":2}'], { periods: [{ limit: 1 }, { limit: 2 }] }],
    [[], {}],
  ])('%j', (args, request) => expect(said(...args)).toEqual(request))
})

describe('what a field cannot be is refused', () => {
  test.each([
    [['--evse', '-1'], 'It has to be at least 0.'],
    [['--evse', 'one'], 'It has to be a number.'],
    [['--types', 'c'], 'It has to be one of a, b.'],
    [['--profile.schedule.start', 'noon'], 'It has to be a time like 2026-11-01T12:00:00Z.'],
    [['--periods', '{'], 'It has to be JSON.'],
  ])('%j', (args, problem) => expect(() => said(...args)).toThrow(problem))
})
