import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'
import { type ApiRows, rowsOf } from '#test/api-rows'

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: { readonly type?: string; readonly enum?: readonly unknown[]; readonly format?: string }
}
interface Operation {
  readonly path: string
  readonly method: 'GET'
  readonly parameters: readonly Parameter[]
}

let platform: ApiPlatform
let rows: ApiRows
let operations: Operation[]
let headers: { authorization: string }

beforeAll(async () => {
  platform = await apiPlatform({ requestsPerMinute: 1_000_000, signInsPerMinute: 1_000_000 })
  rows = await rowsOf(platform, 'north')
  headers = await platform.keyFor('', 'owner')
  const { paths } = (await platform.api.app.inject('/api/v1/openapi.json')).json()
  operations = Object.entries<Record<string, { parameters?: Parameter[] }>>(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters = [] }]) => ({
      path,
      method: method.toUpperCase() as 'GET',
      parameters,
    })),
  )
})
afterAll(() => platform.close())

/** Text that is none for PostgreSQL, or looks like something else on its way there. */
const TEXTS = [
  '%00',
  'a%00b',
  '%ED%A0%80',
  '%EF%BF%BF',
  '%F0%9F%94%8C',
  "'%20OR%201=1",
  '%25',
  '%5C',
  '..%2F..',
  '%0A',
  '-1',
  '%22',
]
const NUMBERS = ['-1', '2147483648', '9223372036854775808', '1e999', 'NaN', '%00']
const TIMES = ['2016-12-31T23:59:60Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-13-01T00:00:00Z', '%00']
const CURSORS = [['x'], ['\uD800'], ['x', 'y'], ['2016-12-31', 'y'], ['x', 'y', 'z'], ['1', '2', '3', '4'], [-1]].map(
  (keys) => Buffer.from(JSON.stringify(keys)).toString('base64url'),
)
const FILLED: Readonly<Record<string, string>> = {
  withinS: '60',
  stationId: 'north-station',
  reference: 'x',
  month: '2026-11',
}

function nastyValues({ name, schema }: Parameter): readonly string[] {
  if (name === 'cursor') return [...CURSORS, ...TEXTS]
  if (schema.format === 'date-time') return TIMES
  return schema.type === 'integer' || schema.type === 'number' ? NUMBERS : TEXTS
}

/** The address with every parameter it needs, one of them as given. */
function addressOf({ path, parameters }: Operation, bad: Parameter, value: string): string {
  const [, resource = ''] = /^\/api\/v1\/(\w+)\/\{id\}/.exec(path) ?? []
  const filled = path.replace('{id}', bad.in === 'path' ? value : encodeURIComponent(rows[resource] ?? 'x'))
  const query = parameters
    .filter((one) => one.in === 'query' && (one === bad || one.required === true))
    .map((one) => `${one.name}=${one === bad ? value : (FILLED[one.name] ?? '1')}`)
  return query.length === 0 ? filled : `${filled}?${query.join('&')}`
}

async function statusOf(method: 'GET', url: string): Promise<number> {
  const { statusCode } = await platform.api.app.inject({
    method,
    url,
    headers,
    ...(method === 'GET' ? {} : { payload: {} }),
  })
  return statusCode
}

describe('what no database could hold', () => {
  test('is a problem of whoever sends it, in every parameter of every route', async () => {
    const faults: string[] = []
    let asked = 0
    for (const operation of operations) {
      for (const parameter of operation.parameters.filter((one) => one.in !== 'header')) {
        for (const value of nastyValues(parameter)) {
          const url = addressOf(operation, parameter, value)
          if (operation.path.endsWith('/live')) continue
          const status = await statusOf(operation.method, url)
          asked += 1
          if (status >= 500) faults.push(`${operation.method} ${url} → ${status}`)
          if (value === '%00' && status !== 400) faults.push(`${operation.method} ${url} → ${status}`)
        }
      }
    }
    expect(asked).toBeGreaterThan(500)
    expect(faults).toEqual([])
  })

  test.each([
    ['POST', '/stations', { id: 'CS\0', partyId: 'north' }, 'id'],
    ['PATCH', '/stations/north-station', { name: 'a\0' }, 'name'],
    ['POST', '/tokens', { value: '\0', partyId: 'north' }, 'value'],
    [
      'POST',
      '/commands',
      { stationId: 'north-station', kind: 'data-transfer', request: { vendorId: 'a\0' } },
      'request.vendorId',
    ],
    [
      'POST',
      '/accounts',
      { name: 'a', email: 'a@b.c', memberships: [{ partyId: '\0', role: 'viewer' }] },
      'memberships.0.partyId',
    ],
    ['POST', '/sign-in', { email: 'a@b.c', password: '\0'.repeat(12) }, 'password'],
  ] as const)('is named by its field: %s %s', async (method, path, payload, field) => {
    const answer = await platform.api.app.inject({ method, url: `/api/v1${path}`, headers, payload })
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ code: 'invalid', details: { fields: [{ field }] } })
  })

  test('is refused in the stream of live events too', async () => {
    expect(await statusOf('GET', '/api/v1/live?stationId=%00')).toBe(400)
  })
})
