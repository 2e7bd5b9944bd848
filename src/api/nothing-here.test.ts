import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'

describe.each([
  ['the whole platform', {}],
  ['a process with its operations only', { operationsOnly: true }],
])('a request that no route of %s takes', (_name, options) => {
  let platform: ApiPlatform
  beforeAll(async () => {
    platform = await apiPlatform({}, options)
  })
  afterAll(() => platform.close())

  test.each([
    ['GET', '/api/v1/nothing'],
    ['POST', '/healthz/more'],
    ['DELETE', '/assets/app.js'],
  ] as const)('is not found where nothing is: %s %s', async (method, url) => {
    const answer = await platform.api.app.inject({ method, url })
    expect(answer.statusCode).toBe(404)
    expect(answer.headers['content-type']).toMatch('application/problem+json')
    expect(answer.json()).toMatchObject({ status: 404, code: 'not-found' })
  })

  test('RFC 9110 §15.5.6: names the methods there are where there are others', async () => {
    const answer = await platform.api.app.inject({ method: 'PUT', url: '/healthz?a=b' })
    expect(answer.statusCode).toBe(405)
    expect(answer.headers.allow).toBe('GET, HEAD')
    expect(answer.json()).toMatchObject({ status: 405, code: 'unsupported', details: { allowed: ['GET', 'HEAD'] } })
  })
})

test('RFC 9110 §15.5.6: every route refuses the methods it does not have, and allows what it has', async () => {
  const platform = await apiPlatform({ requestsPerMinute: 1_000_000 })
  await platform.api.app.ready()
  const methods = new Map<string, string[]>()
  for (const { url, method } of platform.api.routes) {
    // The page of the description is a plug-in's, which does not tell all it adds.
    if (!/\*|\/docs\b/.test(url)) methods.set(url, [...(methods.get(url) ?? []), ...[method].flat()])
  }
  expect(methods.size).toBeGreaterThan(50)
  for (const [url, there] of methods) {
    for (const method of (['GET', 'PUT', 'POST', 'PATCH', 'DELETE'] as const).filter((one) => !there.includes(one))) {
      const answer = await platform.api.app.inject({ method, url: url.replaceAll(/:\w+/g, 'a.b%2Fc') })
      expect(answer.statusCode, `${method} ${url}`).toBe(405)
      const allowed = String(answer.headers.allow).split(', ')
      expect(allowed, url).toEqual(expect.arrayContaining(there))
      expect(allowed, url).not.toContain(method)
    }
  }
  await platform.close()
})
