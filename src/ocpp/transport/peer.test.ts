import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { directPeer, peerThrough } from './peer.ts'

const PROXY = '10.0.0.2'
const through = peerThrough(['10.0.0.0/8'])

describe('the other end of a connection', () => {
  test('is who is connected, whatever headers say', () => {
    const claims = { 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https' }
    expect(directPeer(asked('198.51.100.9', claims))).toEqual({ remoteAddress: '198.51.100.9', overTls: false })
    expect(through(asked('198.51.100.9', claims))).toEqual({ remoteAddress: '198.51.100.9', overTls: false })
    expect(peerThrough([])(asked(PROXY, claims))).toEqual({ remoteAddress: PROXY, overTls: false })
  })

  test.each([
    ['a station', '192.0.2.1', '192.0.2.1'],
    ['a station, told with its port', '192.0.2.1:4711', '192.0.2.1'],
    ['a station whose IPv4 address came over IPv6', '::ffff:192.0.2.1', '192.0.2.1'],
    ['a station with an IPv6 address', '2001:db8::1', '2001:db8::1'],
    ['a station with an IPv6 address and a port', '[2001:db8::1]:4711', '2001:db8::1'],
    ['a station that names another as the one before it', '203.0.113.5, 192.0.2.1', '192.0.2.1'],
    ['a station before two proxies', '192.0.2.1,10.9.9.9', '192.0.2.1'],
    ['nobody but proxies', '10.0.0.8, 10.0.0.9', '10.0.0.8'],
    ['something that is no address', 'unknown', PROXY],
    ['something that is no address, before another proxy', '192.0.2.1, _hidden, 10.9.9.9', '10.9.9.9'],
    ['nothing', '', PROXY],
  ])('a proxy that is believed tells of %s', (_what, told, remoteAddress) => {
    expect(through(asked(PROXY, { 'x-forwarded-for': told }))).toEqual({ remoteAddress, overTls: false })
  })

  test.each([
    ['https', true],
    ['wss', true],
    ['HTTPS', true],
    ['http', false],
    ['ws', false],
    ['https, http', false],
    ['gopher', false],
  ])('a station came over TLS where a proxy that is believed says %s: %j', (told, overTls) => {
    expect(through(asked(PROXY, { 'x-forwarded-proto': told })).overTls).toBe(overTls)
  })

  test('whoever came in clear to a proxy that itself comes over TLS came in clear', () => {
    expect(through(asked(PROXY, {}, true)).overTls).toBe(true)
    expect(through(asked(PROXY, { 'x-forwarded-proto': 'http' }, true)).overTls).toBe(false)
  })

  test('a station can put no address before its own that counts', () => {
    const word = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string())
    fc.assert(
      fc.property(fc.array(word), (claims) => {
        const told = [...claims, '192.0.2.1'].join(', ')
        expect(through(asked(PROXY, { 'x-forwarded-for': told })).remoteAddress).toBe('192.0.2.1')
      }),
    )
  })
})

function asked(remoteAddress: string, headers: Readonly<Record<string, string>>, tls = false): IncomingMessage {
  const socket = tls ? new TLSSocket(new Socket()) : new Socket()
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress })
  const request = new IncomingMessage(socket)
  Object.assign(request.headers, headers)
  return request
}
