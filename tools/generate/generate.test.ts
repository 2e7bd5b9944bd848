import { expect, test } from 'vitest'
import { emitTypes } from './emit-types.ts'
import { emitSchemas, emitValidators } from './emit-validators.ts'
import { readSchemaSets, type SchemaSet } from './ocpp-schemas.ts'

const set: SchemaSet = {
  folder: 'v201',
  definitions: {
    ColourEnumType: { type: 'string', enum: ['Red', 'Green'] },
    CustomDataType: {
      type: 'object',
      properties: { vendorId: { type: 'string', maxLength: 5 } },
      required: ['vendorId'],
    },
  },
  messages: [
    {
      name: 'PaintRequest',
      action: 'Paint',
      direction: 'request',
      schema: {
        type: 'object',
        additionalProperties: false,
        properties: {
          colours: { type: 'array', items: { $ref: '#/definitions/ColourEnumType' }, minItems: 1 },
          litres: { type: 'number', multipleOf: 0.1 },
          at: { type: 'string', format: 'date-time' },
          customData: { $ref: '#/definitions/CustomDataType' },
        },
        required: ['colours'],
      },
    },
    {
      name: 'PaintResponse',
      action: 'Paint',
      direction: 'response',
      schema: { type: 'object', additionalProperties: false, properties: {} },
    },
  ],
}

test('all messages of the specification are read', () => {
  const counts = readSchemaSets().map(({ folder, messages }) => [folder, messages.length])
  expect(counts).toEqual([
    ['v16', 78],
    ['v201', 128],
    ['v21', 181],
  ])
})

test('types say what the schema says', () => {
  expect(emitTypes(set)).toBe(`export type ColourEnumType = "Red" | "Green"

export interface CustomDataType {
  vendorId: string
  [key: string]: unknown
}

export interface PaintRequest {
  colours: readonly (ColourEnumType)[]
  litres?: number
  at?: string
  customData?: CustomDataType
}

export type PaintResponse = Record<string, never>

/** Every action, with its request and its response; a SEND has no response. */
export interface Actions {
  Paint: { request: PaintRequest; response: PaintResponse }
}

`)
})

test('a name that means two things is an error', () => {
  const [message] = set.messages
  const other = { name: 'ColourEnumType', action: 'X', direction: 'request', schema: { type: 'string' } } as const
  expect(() => emitTypes({ ...set, messages: message === undefined ? [] : [message, other] })).toThrow(/two things/)
})

test('validators are ready made: they load without anything else, and compile nothing', async () => {
  const source = `${await emitValidators(set)}${emitSchemas(set)}`
  expect(source).not.toMatch(/^import |new Function/m)
  const { validators, schemas } = await import(`data:text/javascript,${encodeURIComponent(source)}`)
  const judge = validators.Paint.request
  expect(
    judge({ colours: ['Red'], litres: 0.3, at: '2026-01-01T00:00:00Z', customData: { vendorId: 'x', more: 1 } }),
  ).toBe(true)
  for (const wrong of [
    {},
    { colours: [] },
    { colours: ['Blue'] },
    { colours: ['Red'], litres: 0.35 },
    { colours: ['Red'], at: '2026-01-01T00:00:00' },
    { colours: ['Red'], customData: { vendorId: 'too long' } },
    { colours: ['Red'], more: 1 },
  ]) {
    expect([wrong, judge(wrong)]).toEqual([wrong, false])
  }
  expect(schemas.messages.PaintResponse).toEqual({ type: 'object', additionalProperties: false, properties: {} })
})
