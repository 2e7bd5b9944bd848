import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { get, getAll, post, queryString, segment } from './client.ts'
import { ApiError, explain } from './problem.ts'

let answers: (() => Response)[]
let asked: { url: string; init: RequestInit }[]

beforeEach(() => {
  answers = []
  asked = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push({ url, init })
    const answer = answers.shift()
    if (answer === undefined) throw new TypeError('fetch failed')
    return answer()
  })
})
afterEach(() => void vi.unstubAllGlobals())

const json =
  (body: unknown, status = 200, type = 'application/json') =>
  () =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': type } })

describe('requests to the API', () => {
  test('bear the header that other sites cannot set', async () => {
    answers.push(json({}))
    await post('/commands', { kind: 'reset' }, { 'idempotency-key': 'k' })
    expect(asked[0]?.init.headers).toMatchObject({ 'x-chargewright': '1', 'idempotency-key': 'k' })
    expect(asked[0]?.init.body).toBe('{"kind":"reset"}')
  })

  test('an answer without content is null', async () => {
    answers.push(() => new Response(null, { status: 204 }))
    expect(await post('/sign-out')).toBeNull()
  })

  test('a refusal is an error with the published code and the sentence for people', async () => {
    const problem = { title: 'Conflict', status: 409, code: 'conflict', detail: 'There is a station A already' }
    answers.push(json(problem, 409, 'application/problem+json'))
    const thrown = await post('/stations', {}).catch((each: unknown) => each)
    expect(thrown).toBeInstanceOf(ApiError)
    expect(thrown).toMatchObject({
      message: 'There is a station A already',
      problem: { code: 'conflict', status: 409 },
    })
  })

  test('a fault of the platform names what to look for in the log', async () => {
    answers.push(json({ title: 'x', code: 'internal', detail: 'Something went wrong here', reference: 'r-1' }, 500))
    expect(explain(await get('/me').catch((each: unknown) => each))).toBe('Something went wrong here (reference r-1)')
  })

  test('a refusal of something in between, which knows no problem documents, is told by its status', async () => {
    answers.push(() => new Response('<h1>Bad gateway</h1>', { status: 502, statusText: 'Bad Gateway' }))
    expect(explain(await get('/me').catch((each: unknown) => each))).toBe('Bad Gateway')
  })

  test('a platform that is away is told as such', async () => {
    expect(explain(await get('/me').catch((each: unknown) => each))).toMatch(/cannot be reached/)
  })
})

describe('lists', () => {
  test('are followed to their end', async () => {
    answers.push(json({ items: [1, 2], nextCursor: 'c' }), json({ items: [3] }))
    expect(await getAll('/tokens', { status: 'active' }, { most: 100 })).toEqual([1, 2, 3])
    expect(asked.map(({ url }) => url)).toEqual([
      '/api/v1/tokens?limit=500&status=active',
      '/api/v1/tokens?limit=500&status=active&cursor=c',
    ])
  })

  test('are left off at the bound, however long they are', async () => {
    answers.push(json({ items: [1, 2], nextCursor: 'c' }), json({ items: [3, 4], nextCursor: 'd' }))
    expect(await getAll('/tokens', {}, { most: 3 })).toHaveLength(4)
    expect(asked).toHaveLength(2)
  })
})

test('what is undefined or empty is not asked for', () => {
  expect(queryString({ a: undefined, b: '', c: false, d: 0 })).toBe('?c=false&d=0')
  expect(queryString({})).toBe('')
})

test('an identity with any character is one segment of a path', () => expect(segment('A/B?#1')).toBe('A%2FB%3F%231'))
