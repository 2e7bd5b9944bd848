import fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError, ERROR_CODES, type LogFields, type Logger, silentLogger } from '#kernel'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'
import { createErrorHandler, HTTP_STATUS } from './problem.ts'

/** A server whose one route throws what it is given, and what was logged meanwhile. */
async function answerTo(thrown: unknown) {
  const logged: { message: string; fields: LogFields }[] = []
  const note = (message: string, fields: LogFields = {}) => void logged.push({ message, fields })
  const logger: Logger = { ...silentLogger, error: note, warn: note }
  const app = fastify()
  app.setErrorHandler(createErrorHandler(logger))
  app.get('/stations/:id', () => {
    throw thrown
  })
  const answer = await app.inject('/stations/CS-1?secret=x')
  await app.close()
  return { answer, logged }
}

describe('what is thrown', () => {
  test.each(ERROR_CODES.filter((code) => code !== 'internal'))(
    'as %s keeps its words and gets its status',
    async (code) => {
      const { answer } = await answerTo(new AppError(code, 'It went wrong', { field: 'x' }))
      expect(answer.statusCode).toBe(HTTP_STATUS[code])
      expect(answer.headers['content-type']).toMatch('application/problem+json')
      expect(answer.json()).toMatchObject({
        type: 'about:blank',
        status: HTTP_STATUS[code],
        code,
        detail: 'It went wrong',
        details: { field: 'x' },
      })
    },
  )

  test.each([
    ['a bug', new TypeError('secret is not a function')],
    ['an internal failure', new AppError('internal', 'the secret was lost', { secret: 1 })],
  ])('as %s is told as a reference, which the log has too', async (_what, thrown) => {
    const { answer, logged } = await answerTo(thrown)
    const problem = answer.json()
    expect(problem).toMatchObject({ status: 500, code: 'internal', details: {}, reference: expect.any(String) })
    expect(answer.body).not.toContain('secret')
    expect(logged).toHaveLength(1)
    expect(logged[0]?.fields).toMatchObject({
      reference: problem.reference,
      method: 'GET',
      route: '/stations/:id',
      error: expect.stringContaining('secret'),
    })
  })

  test('because the database is away says when to try again', async () => {
    const { answer, logged } = await answerTo(new AppError('unavailable', 'The database cannot be reached'))
    expect(answer.statusCode).toBe(503)
    expect(answer.headers['retry-after']).toBe('5')
    expect(logged).toHaveLength(1)
  })
})

describe('a request', () => {
  let platform: ApiPlatform
  let headers: { authorization: string }
  beforeAll(async () => {
    platform = await apiPlatform()
    headers = await platform.keyFor('default', 'owner')
  })
  afterAll(() => platform.close())

  const get = (url: string) => platform.api.app.inject({ method: 'GET', url, headers })
  const post = (url: string, payload: string, type = 'application/json') =>
    platform.api.app.inject({ method: 'POST', url, payload, headers: { ...headers, 'content-type': type } })

  test('for what is not there is answered by a problem', async () => {
    const answer = await get('/api/v1/nothing')
    expect(answer.statusCode).toBe(404)
    expect(answer.json()).toMatchObject({ status: 404, code: 'not-found' })
  })

  test('with fields that are wrong, misspelt or missing is told which, and what is allowed', async () => {
    const answer = await post(
      '/api/v1/accounts',
      JSON.stringify({ nam: 'x', email: 5, memberships: [{ partyId: '', role: 'boss' }] }),
    )
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ code: 'invalid' })
    expect(answer.json().details).toEqual({
      in: 'body',
      fields: [
        { field: 'name', problem: 'is missing' },
        { field: 'nam', problem: 'is not known here' },
        { field: 'email', problem: 'has to be of type string', allowed: 'string' },
        {
          field: 'memberships.0.role',
          problem: 'has to be one of viewer, operator, owner',
          allowed: ['viewer', 'operator', 'owner'],
        },
      ],
    })
  })

  test('with a query that is out of bounds is told the bounds', async () => {
    const answer = await get('/api/v1/stations?limit=501&connected=perhaps&seenSince=yesterday')
    expect(answer.statusCode).toBe(400)
    expect(answer.json().details).toMatchObject({ in: 'query' })
    expect(answer.json().details.fields).toEqual(
      expect.arrayContaining([
        { field: 'limit', problem: 'has to be at most 500', allowed: { maximum: 500 } },
        { field: 'connected', problem: 'has to be of type boolean', allowed: 'boolean' },
        { field: 'seenSince', problem: 'has to be a time like 2026-11-01T12:00:00Z' },
      ]),
    )
  })

  test('with the same field twice is told so', async () => {
    expect((await get('/api/v1/stations?limit=1&limit=2')).statusCode).toBe(400)
  })

  test('with very many faults gets an answer that is not as long', async () => {
    const fields = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`f${index}`, 1]))
    const answer = await post('/api/v1/keys', JSON.stringify(fields))
    expect(answer.json().details.fields).toHaveLength(20)
  })

  test.each([
    ['not JSON', '{"name":', 'The body is not valid JSON'],
    ['empty', '', 'The body is empty; it has to be JSON'],
  ])('whose body is %s is told so', async (_what, body, detail) => {
    const answer = await post('/api/v1/keys', body)
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ code: 'invalid', detail })
  })

  test('whose body sets what JavaScript inherits from is refused', async () => {
    const answer = await post('/api/v1/keys', '{"__proto__":{"role":"owner"}}')
    expect(answer.statusCode).toBe(400)
  })

  test('whose body is too large is not read', async () => {
    const answer = await post('/api/v1/keys', JSON.stringify({ name: 'x'.repeat(300_000) }))
    expect(answer.statusCode).toBe(413)
    expect(answer.json()).toMatchObject({ code: 'too-large' })
  })

  test('whose body is no JSON by type is refused', async () => {
    const answer = await post('/api/v1/keys', '<key/>', 'application/xml')
    expect(answer.statusCode).toBe(415)
    expect(answer.json()).toMatchObject({ code: 'unsupported' })
  })

  test('whose address is not valid is refused', async () => {
    const answer = await get('/api/v1/stations/%E0%A4%A')
    expect(answer.statusCode).toBe(400)
    expect(answer.json()).toMatchObject({ code: 'invalid' })
  })
})
