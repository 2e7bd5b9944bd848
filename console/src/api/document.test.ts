import { expect, test } from 'vitest'
import { pathOf } from './ask.ts'
import { type ApiDocument, bodySchema } from './document.ts'

const document: ApiDocument = {
  paths: {
    '/api/v1/configuration-templates': {
      get: {},
      post: {
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                required: ['group'],
                properties: {
                  group: { $ref: '#/components/schemas/Group', description: 'Which stations' },
                  wanted: { type: 'array', items: { $ref: '#/components/schemas/Wanted' } },
                },
              },
            },
          },
        },
      },
    },
  },
  components: {
    schemas: {
      Group: { type: 'object', properties: { vendor: { type: 'string' } } },
      Wanted: { type: 'object', properties: { within: { $ref: '#/components/schemas/Wanted' } } },
    },
  },
}

test('a form is made of what a route wants in its body, with named schemas in their places', () => {
  const schema = bodySchema(document, 'POST /configuration-templates')
  expect(schema?.required).toEqual(['group'])
  expect(schema?.properties?.group).toEqual({
    type: 'object',
    properties: { vendor: { type: 'string' } },
    description: 'Which stations',
  })
})

test('a schema that refers to itself ends somewhere', () => {
  const schema = bodySchema(document, 'POST /configuration-templates')
  expect(JSON.stringify(schema).length).toBeLessThan(4_000)
})

test('a route that wants no body, or is not in the document, has no form', () => {
  expect(bodySchema(document, 'GET /configuration-templates')).toBeUndefined()
  expect(bodySchema(document, 'POST /tariffs')).toBeUndefined()
})

test('a path has its names filled in, whatever is in them', () => {
  expect(pathOf('GET /stations/{id}/local-list', { id: 'a/b c' })).toBe('/stations/a%2Fb%20c/local-list')
})
