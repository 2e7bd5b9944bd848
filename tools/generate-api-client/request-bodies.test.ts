import { expect, test } from 'vitest'
import type { Document, Schema } from './openapi.ts'
import { requestBodies } from './request-bodies.ts'

const documentOf = (schema: Schema, schemas: Document['components']['schemas'] = {}): Document => ({
  paths: {
    '/things': {
      post: {
        operationId: 'makeThing',
        summary: 'Make a thing',
        requestBody: { content: { 'application/json': { schema } } },
        responses: {},
      },
    },
  },
  components: { schemas },
})

test('what an operation is given is told without references', () => {
  const document = documentOf(
    { type: 'object', properties: { part: { $ref: '#/components/schemas/Part', description: 'Of it' } } },
    { Part: { type: 'string' } },
  )
  expect(requestBodies(document)).toEqual({
    makeThing: { type: 'object', properties: { part: { type: 'string', description: 'Of it' } } },
  })
})

test('of one of several only what all have in common is told', () => {
  const oneOf: Schema[] = ['a', 'b'].map((word) => ({
    type: 'object',
    required: ['kind', 'size'],
    properties: { kind: { const: word }, size: { type: 'integer' } },
  }))
  expect(requestBodies(documentOf({ oneOf }))).toEqual({
    makeThing: { type: 'object', properties: { size: { type: 'integer' } }, required: ['size'] },
  })
})

test('what contains itself is refused', () => {
  const Part: Schema = { type: 'object', properties: { part: { $ref: '#/components/schemas/Part' } } }
  expect(() => requestBodies(documentOf({ $ref: '#/components/schemas/Part' }, { Part }))).toThrow('contains itself')
})

test('a document in which nothing is given is none of ours', () => {
  expect(() => requestBodies({ paths: {}, components: { schemas: {} } })).toThrow('No operation')
})
