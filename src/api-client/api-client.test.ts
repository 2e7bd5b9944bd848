import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { type ApiClient, createApiClient } from './api-client.ts'

let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

interface Reply {
  readonly status?: number
  readonly type?: string
  readonly body: string
}

async function answering(reply: Reply): Promise<{ api: ApiClient; asked: IncomingMessage[]; bodies: string[] }> {
  const asked: IncomingMessage[] = []
  const bodies: string[] = []
  const listening = createServer(async (request, response) => {
    asked.push(request)
    bodies.push((await request.toArray()).join(''))
    response.writeHead(reply.status ?? 200, { 'content-type': reply.type ?? 'application/json' }).end(reply.body)
  })
  server = listening
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve))
  const { port } = listening.address() as AddressInfo
  return { api: createApiClient({ url: `http://127.0.0.1:${port}/`, key: 'cw_test' }), asked, bodies }
}

describe('a call', () => {
  test('puts each part of the request in its place, and leaves out what is not given', async () => {
    const { api, asked, bodies } = await answering({ body: '{"items":[]}' })
    await api.call('listMessages', { params: { id: 'a/b c' }, query: { limit: 5, search: 'x&y', action: undefined } })
    await api.call('createToken', { body: { value: 'AB', label: undefined } })
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      'GET /api/v1/stations/a%2Fb%20c/messages?limit=5&search=x%26y',
      'POST /api/v1/tokens',
    ])
    expect(asked[0]?.headers.authorization).toBe('Bearer cw_test')
    expect(bodies[1]).toBe('{"value":"AB"}')
  })

  test('answers with nothing where there is nothing', async () => {
    const { api } = await answering({ status: 200, body: '' })
    expect(await api.call('removeToken', { params: { id: 'x' } })).toBeUndefined()
  })
})

describe('a failure', () => {
  test('has the code, the sentence and the details of the problem document', async () => {
    const problem = { code: 'conflict', detail: 'It is there', details: { id: 'x' }, status: 409, reference: 'r-1' }
    const { api } = await answering({ status: 409, type: 'application/problem+json', body: JSON.stringify(problem) })
    await expect(api.call('me')).rejects.toMatchObject({
      code: 'conflict',
      message: 'It is there',
      details: { id: 'x', status: 409, reference: 'r-1' },
    })
  })

  test.each([
    [401, 'unauthenticated'],
    [404, 'not-found'],
    [502, 'unavailable'],
  ])('of something that is no Chargewright: %i is %s', async (status, code) => {
    const { api } = await answering({ status, type: 'text/html', body: '<h1>Hello</h1>' })
    await expect(api.call('me')).rejects.toMatchObject({
      code,
      message: expect.stringContaining('is this Chargewright?'),
    })
  })

  test('is told of an answer that is not JSON', async () => {
    const { api } = await answering({ body: '<h1>Hello</h1>' })
    await expect(api.call('me')).rejects.toMatchObject({ code: 'invalid' })
  })

  test('is told when nothing listens', async () => {
    const { api } = await answering({ body: '' })
    await new Promise((resolve) => server?.close(resolve))
    await expect(api.call('me')).rejects.toMatchObject({ code: 'unavailable', details: { why: 'ECONNREFUSED' } })
  })
})

test('live events are read one by one; heartbeats are none', async () => {
  const body = 'retry: 2000\n\n:\n\nevent: status\ndata: {"stationId":"CS-1"}\n\nevent: resync\ndata: {}\n\n'
  const { api } = await answering({ type: 'text/event-stream', body })
  const events = await Array.fromAsync(api.follow({ stationId: 'CS-1' }, new AbortController().signal))
  expect(events).toEqual([
    { kind: 'open', data: {} },
    { kind: 'status', data: { stationId: 'CS-1' } },
    { kind: 'resync', data: {} },
  ])
})
