import { expect, test } from 'vitest'
import { readDocument } from './document.ts'
import { emitClient } from './emit-client.ts'
import { emitType } from './emit-types.ts'
import type { Document } from './openapi.ts'

const small: Document = {
  components: { schemas: { Lamp: { type: 'object', properties: { on: { type: 'boolean' } }, required: ['on'] } } },
  paths: {
    '/lamps/{id}': {
      patch: {
        operationId: 'changeLamp',
        summary: 'Change a lamp',
        parameters: [
          { in: 'path', name: 'id', required: true, schema: { type: 'string' } },
          { in: 'query', name: 'soon', schema: { type: 'boolean', description: 'Not now' } },
        ],
        requestBody: {
          content: {
            'application/json': { schema: { type: 'object', properties: { on: { type: ['boolean', 'null'] } } } },
          },
        },
        responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Lamp' } } } } },
      },
    },
  },
}

test('an operation becomes the types of its request and its answer, and how it is asked', () => {
  const text = emitClient(small)
  expect(text).toContain('export type Lamp = {\n  readonly on: boolean\n}')
  expect(text).toContain(`  /** Change a lamp */
  readonly changeLamp: {
    readonly request: {
      readonly params: {
        readonly id: string
      }
      readonly query?: {
        /** Not now */
        readonly soon?: boolean | undefined
      } | undefined
      readonly body: {
        readonly on?: boolean | null | undefined
      }
    }
    readonly response: Lamp
  }`)
  expect(text).toContain("changeLamp: { method: 'PATCH', path: '/lamps/{id}' }")
})

test.each([{ allOf: [] }, { type: 'nonsense' }, { $ref: '#/elsewhere' }])('%j is not understood', (schema) => {
  expect(() => emitType(schema, { given: false })).toThrow(/not understood|leads nowhere/)
})

test('a document without operations is an error', () => {
  expect(() => emitClient({ ...small, paths: {} })).toThrow('no operations')
})

test('the API tells of itself without a database', async () => {
  const document = await readDocument('1.2.3')
  expect(Object.keys(document.paths).length).toBeGreaterThan(30)
  expect(emitClient(document)).toContain('readonly completed: {')
})
