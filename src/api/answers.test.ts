import { Ajv2020 as Ajv } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'
import { type ApiRows, pathOf, rowsOf } from '#test/api-rows'

interface Answer {
  readonly content?: Readonly<Record<string, { readonly schema: object }>>
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly responses: Record<string, Answer> }>>>>
  readonly components: object
}

let platform: ApiPlatform
let rows: ApiRows
let document: Document
let headers: { authorization: string }

beforeAll(async () => {
  platform = await apiPlatform()
  rows = await rowsOf(platform, 'north')
  headers = await platform.keyFor('north', 'owner')
  document = (await platform.api.app.inject('/api/v1/openapi.json')).json()
})
afterAll(() => platform.close())

const QUERIES: Readonly<Record<string, string>> = {
  '/api/v1/questions/active-stations': '?withinS=86400',
  '/api/v1/questions/last-energy': '?stationId=north-station&reference=north-1',
  '/api/v1/questions/last-contact': '?stationId=north-station',
  '/api/v1/questions/completed': '?month=2026-11',
  '/api/v1/variables': '?component=north&name=north',
  '/api/v1/stations/{id}/variables/history': '?component=north&name=north',
  '/api/v1/stations/{id}/variables/series': '?component=north&name=north',
}

/** Holds an answer against what the document promises of it. */
function faultsOf(path: string, status: number, body: unknown): unknown {
  const ajv = addFormats.default(new Ajv({ strict: false, allErrors: true }))
  const answers = document.paths[path]?.get?.responses ?? {}
  const schema = (answers[status] ?? answers.default)?.content?.[
    status < 400 ? 'application/json' : 'application/problem+json'
  ]
  if (schema === undefined) return `nothing is promised for status ${status}`
  const validate = ajv.compile({ ...schema.schema, components: document.components })
  return validate(body) ? undefined : validate.errors
}

test('every answer is what the OpenAPI document promises, to the last field', async () => {
  const paths = Object.entries(document.paths).filter(
    ([path, { get }]) => get !== undefined && !/\/(live|content)$/.test(path),
  )
  expect(paths.length).toBeGreaterThanOrEqual(25)
  for (const [path] of paths) {
    const url = pathOf(path.replace('{id}', ':id'), rows) + (QUERIES[path] ?? '')
    const answer = await platform.api.app.inject({ url, headers })
    expect(answer.statusCode, path).toBe(200)
    expect(faultsOf(path, answer.statusCode, answer.json()), path).toBeUndefined()
    const { items } = answer.json()
    if (items !== undefined) expect(items.length, path).toBeGreaterThan(0)
  }
})

test('every refusal is what the OpenAPI document promises', async () => {
  const refusals = [
    { path: '/api/v1/stations/{id}', url: '/api/v1/stations/nowhere', status: 404 },
    { path: '/api/v1/stations', url: '/api/v1/stations?limit=0', status: 400 },
    { path: '/api/v1/me', url: '/api/v1/me', status: 401, headers: {} },
  ]
  for (const { path, url, status, ...own } of refusals) {
    const answer = await platform.api.app.inject({ url, headers, ...own })
    expect(answer.statusCode).toBe(status)
    expect(faultsOf(path, status, answer.json()), path).toBeUndefined()
  }
})
