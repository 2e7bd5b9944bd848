import { Ajv2020 as Ajv } from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'

interface Operation {
  readonly operationId?: string
  readonly summary?: string
  readonly tags?: readonly string[]
  readonly security?: readonly object[]
  readonly responses: Readonly<Record<string, unknown>>
}

let platform: ApiPlatform
let document: {
  openapi: string
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, object> }
}
let operations: (Operation & { readonly name: string })[]

beforeAll(async () => {
  platform = await apiPlatform()
  document = (await platform.api.app.inject('/api/v1/openapi.json')).json()
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, name: `${method.toUpperCase()} ${path}` })),
  )
})
afterAll(() => platform.close())

describe('the OpenAPI document', () => {
  test('is of version 3.1', () => {
    expect(document.openapi).toBe('3.1.0')
  })

  test('tells every route of the API that is no page', () => {
    const routes = platform.api.routes
      .filter(({ url, schema }) => url.startsWith('/api/') && schema?.hide !== true)
      .flatMap(({ method, url }) => [method].flat().map((one) => `${one} ${url.replaceAll(/:(\w+)/g, '{$1}')}`))
      .filter((name) => !name.startsWith('HEAD '))
    expect(routes.length).toBeGreaterThan(40)
    expect(operations.map(({ name }) => name).sort()).toEqual(routes.sort())
  })

  test('gives each operation a name of its own, a summary, a place and its failures', () => {
    const names = operations.map(({ operationId }) => operationId)
    expect(new Set(names).size).toBe(operations.length)
    for (const { name, operationId, summary, tags, responses } of operations) {
      expect({ operationId, summary, tags }, name).toEqual({
        operationId: expect.any(String),
        summary: expect.any(String),
        tags: [expect.any(String)],
      })
      expect(responses, name).toHaveProperty('default')
    }
  })

  test('says that only signing in and a receipt need no proof', () => {
    const open = operations.filter(({ security }) => security?.length === 0).map(({ name }) => name)
    expect(open).toEqual(['GET /api/v1/receipts/{id}', 'POST /api/v1/sign-in'])
  })

  test('refers to nothing that is not in it, and holds only valid schemas', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference)
    expect(references.length).toBeGreaterThan(40)
    const names = Object.keys(document.components.schemas)
    expect(names).toEqual(expect.arrayContaining(['Station', 'Transaction', 'Token', 'Command', 'Problem']))
    const known = new Set(names.map((name) => `#/components/schemas/${name}`))
    expect(references.filter((reference) => !known.has(reference ?? ''))).toEqual([])
    const ajv = new Ajv({ strict: false, formats: { 'date-time': true } })
    for (const schema of Object.values(document.components.schemas)) expect(ajv.validateSchema(schema)).toBe(true)
  })
})

describe('its page', () => {
  test.each(['/api/v1/docs', '/api/v1/docs/'])('at %s needs nothing from elsewhere', async (address) => {
    const page = await platform.api.app.inject(address)
    expect(page.statusCode).toBe(200)
    const own = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url ?? '')
    expect(own.length).toBeGreaterThan(3)
    for (const url of own) {
      expect(url).toMatch(/^\.?\/?[\w/.-]+$/)
      const file = await platform.api.app.inject(new URL(url, `http://x${address}`).pathname)
      expect(file.statusCode, url).toBe(200)
    }
    expect(page.headers['content-security-policy']).toContain("default-src 'self'")
  })
})
