import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HandshakeRefused } from '#ocpp/transport'
import { type TestPlatform, testPlatform, WITHOUT_WORKER } from '#test/platform'
import { RawStation } from '#test/raw-station'

const STATION = '192.0.2.77'
const SECRET = 'a password for the station'

describe('a station behind a proxy', () => {
  let platform: TestPlatform
  let proxy: Server

  beforeAll(async () => {
    platform = await testPlatform({
      ...WITHOUT_WORKER,
      ocpp: { trustedProxies: ['loopback'], publicUrl: 'wss://cs.example.org/ocpp', unknownStations: 'refuse' },
      http: { publicUrl: 'https://console.example.org/' },
    })
    proxy = await startProxy(platform.ocppUrl)
  })
  afterAll(async () => {
    proxy.close()
    await platform.stop()
  })

  async function enter(id: string, securityProfile: number): Promise<void> {
    const body = JSON.stringify({ id, partyId: 'default', securityProfile, secret: SECRET })
    expect(await platform.api('/stations', { method: 'POST', body })).toMatchObject({ status: 201 })
  }
  const read = async (id: string) => (await platform.api(`/stations/${id}`)).json()
  /** Comes by the proxy, which the station has reached by this scheme. */
  function come(identity: string, scheme: 'http' | 'https'): Promise<RawStation> {
    const address = proxy.address()
    const port = typeof address === 'object' ? address?.port : 0
    const url = `ws://127.0.0.1:${port}/${scheme}/ocpp`
    return RawStation.connect({ url, identity, versions: ['ocpp2.0.1'], basicAuth: { password: SECRET } })
  }

  test('A00: that ends TLS comes with security profile 2, and is known by its own address', async () => {
    await enter('BEHIND-1', 2)
    const { connection } = await come('BEHIND-1', 'https')
    await expect
      .poll(() => read('BEHIND-1'))
      .toMatchObject({ presence: { connected: true, remoteAddress: STATION, securityProfile: 2 } })
    connection.close(1000, '')
  })

  test('A00: that it has reached in clear does not come with security profile 2', async () => {
    await enter('BEHIND-2', 2)
    await expect(come('BEHIND-2', 'http')).rejects.toThrow(HandshakeRefused)
    expect(await read('BEHIND-2')).toMatchObject({ refusal: { reason: 'profile-too-low', remoteAddress: STATION } })
  })

  test('is pointed at the proxy, as people are', async () => {
    const me = await (await platform.api('/me')).json()
    const ocppUrl = 'wss://cs.example.org/ocpp'
    expect(me).toMatchObject({ installation: { ocppUrl, ocppTlsUrl: ocppUrl } })
    expect(platform.ownerLink).toMatch(/^https:\/\/console\.example\.org\/sign-in\?link=/)
  })
})

/** Passes WebSockets on; the first part of the path is the scheme it says it was reached by. */
async function startProxy(target: string): Promise<Server> {
  const { hostname, port } = new URL(target)
  const server = createServer()
  server.on('upgrade', ({ url = '', headers }: IncomingMessage, near: Socket) => {
    const [, scheme, path] = /^\/(\w+)(\/.*)$/.exec(url) ?? []
    const told = { ...headers, 'x-forwarded-for': `203.0.113.1, ${STATION}`, 'x-forwarded-proto': scheme }
    const asked = request({ hostname, port, path, headers: told })
    asked.on('upgrade', ({ headers: said }, far) => {
      near.write(`HTTP/1.1 101 Switching Protocols\r\n${lines(said)}\r\n\r\n`)
      far.pipe(near).pipe(far)
    })
    asked.on('response', ({ statusCode, headers: said }) => {
      near.end(`HTTP/1.1 ${statusCode} Refused\r\n${lines(said)}\r\n\r\n`)
    })
    asked.end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

function lines(headers: IncomingMessage['headers']): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\r\n')
}
