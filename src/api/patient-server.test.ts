import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, expect, test } from 'vitest'
import { apiPlatform } from '#test/api-platform'
import { createPatientServer, MOST_WAITING } from './patient-server.ts'

const cleanUp: (() => void)[] = []
afterEach(() => {
  for (const step of cleanUp.splice(0)) step()
})

async function listening(answer: RequestListener): Promise<() => Socket> {
  const server = createPatientServer({}, answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUp.push(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  return () => connect(port, '127.0.0.1')
}

const asks = (...paths: string[]) => paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`).join('')
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `/${index}`)

test('requests sent ahead are answered one at a time, in their order (RFC 9112 §9.3.2)', async () => {
  let inHand = 0
  let most = 0
  const connection = await listening((request, response) => {
    inHand += 1
    most = Math.max(most, inHand)
    response.on('finish', () => (inHand -= 1))
    setImmediate(() => response.end(`<${request.url}>`))
  })
  const client = connection()
  const told = text(client)
  client.write(asks(...numbered(MOST_WAITING)))
  client.write('GET /last HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  expect([...(await told).matchAll(/<(.*?)>/g)].map(([, path]) => path)).toEqual([...numbered(MOST_WAITING), '/last'])
  expect(most).toBe(1)
})

test('between two requests of one connection those of others have their turn', async () => {
  const begun: string[] = []
  const other = Promise.withResolvers<void>()
  const connection = await listening(async (request, response) => {
    begun.push(String(request.url))
    if (request.url === '/other') other.resolve()
    else await other.promise
    response.end()
  })
  const ahead = connection()
  ahead.write(asks(...numbered(50)))
  ahead.resume()
  await expect.poll(() => begun).toEqual(['/0'])
  const patient = connection()
  patient.resume()
  patient.write(asks('/other'))
  await expect.poll(() => begun.length).toBe(51)
  expect(begun.slice(0, 3)).toEqual(['/0', '/other', '/1'])
  ahead.destroy()
  patient.destroy()
})

test('a connection that sends more than a hundred ahead is ended, and nothing more of it is answered', async () => {
  const begun: string[] = []
  const connection = await listening((request) => void begun.push(String(request.url)))
  const client = connection()
  client.resume()
  client.on('error', () => undefined)
  client.write(asks(...numbered(MOST_WAITING + 2)))
  await once(client, 'close')
  expect(begun).toEqual(['/0'])
})

test('a connection of an address that asks too much is ended with the refusal', async () => {
  const platform = await apiPlatform({ requestsPerMinute: 3 })
  const url = new URL(await platform.api.listen())
  const client = connect(Number(url.port), url.hostname)
  const told = text(client)
  client.write(asks(...Array<string>(20).fill('/api/v1/parties')))
  const answers = [...(await told).matchAll(/HTTP\/1.1 (\d+)|connection: (.*)\r$/gim)].map(
    ([, status, word]) => status ?? word,
  )
  expect(answers).toEqual(['401', 'keep-alive', '401', 'keep-alive', '401', 'keep-alive', '429', 'close'])
  await platform.close()
})
