import { once } from 'node:events'
import { connect as connectPlainly } from 'node:net'
import { afterEach, beforeAll, expect, test } from 'vitest'
import {
  type ClientTls,
  connectOcpp,
  HandshakeRefused,
  type OcppClientConnection,
  type TlsSettings,
} from '#ocpp/transport'
import { type IssuedCertificate, TestAuthority } from '#test/certificates'
import { type ListenerProbe, startListener } from '#test/ocpp-listener'
import { tlsServerOptions } from './tls-settings.ts'

const STATIC_RSA = ['AES128-GCM-SHA256', 'AES256-GCM-SHA384']
const ECDHE_ECDSA = ['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-ECDSA-AES256-GCM-SHA384']

let authority: TestAuthority
let ecdsa: IssuedCertificate
let rsa: IssuedCertificate
let settings: TlsSettings
let probe: ListenerProbe

beforeAll(async () => {
  authority = await TestAuthority.create()
  ecdsa = await authority.issue({ commonName: 'csms', keyKind: 'ecdsa' })
  rsa = await authority.issue({ commonName: 'csms', keyKind: 'rsa' })
  settings = { certificates: [ecdsa, rsa], clientAuthorities: [authority.cert] }
})

afterEach(() => probe?.listener.close({ deadlineMs: 0 }))

function connect(tls: ClientTls, versions: ['ocpp1.6'] | ['ocpp2.0.1'] = ['ocpp2.0.1']): Promise<OcppClientConnection> {
  const handler = { onFrame: () => {} }
  return connectOcpp({
    url: probe.url,
    identity: 'CS001',
    versions,
    tls: { authorities: [authority.cert], ...tls },
    handler,
  })
}

test.each([...ECDHE_ECDSA, ...STATIC_RSA])(
  'A-09 A00.FR.318 A00.FR.421 a station that speaks only %s over TLS 1.2 connects',
  async (ciphers) => {
    probe = await startListener({ tls: settings })
    await connect({ ciphers, maxVersion: 'TLSv1.2' })
    expect(probe.handshakes[0]?.tls).toMatchObject({
      protocol: 'TLSv1.2',
      cipher: ciphers,
      clientCertificate: undefined,
    })
  },
)

test('A00.FR.320 A00.FR.423 no suite is offered but those that encrypt and authenticate as one', () => {
  const { ciphers = '' } = tlsServerOptions(settings)
  expect(ciphers.split(':').length).toBeGreaterThan(4)
  for (const cipher of ciphers.split(':')) expect(cipher).toMatch(/GCM|CHACHA20/)
})

test.each(['NULL-SHA256', 'ECDHE-RSA-NULL-SHA', 'ADH-AES256-GCM-SHA384', 'AECDH-AES128-SHA'])(
  'A00.FR.322 A00.FR.425 a station that has nothing better than %s is hung up on',
  async (suite) => {
    probe = await startListener({ tls: settings })
    const connected = connect({ maxVersion: 'TLSv1.2', ciphers: `${suite}:@SECLEVEL=0` })
    await expect(connected).rejects.toMatchObject({ code: 'unavailable' })
    expect(probe.handshakes).toEqual([])
  },
)

test('A-09 TLS 1.3 is spoken where both can', async () => {
  probe = await startListener({ tls: settings })
  await connect({})
  expect(probe.handshakes[0]?.tls?.protocol).toBe('TLSv1.3')
})

test.each(['TLSv1', 'TLSv1.1'] as const)(
  'A-10 A00.FR.313 A00.FR.315 A00.FR.416 A00.FR.418 %s is not spoken',
  async (maxVersion) => {
    probe = await startListener({ tls: settings })
    const connected = connect({ minVersion: 'TLSv1', maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' }, ['ocpp1.6'])
    await expect(connected).rejects.toMatchObject({ code: 'unavailable' })
    expect(probe.handshakes).toEqual([])
  },
)

test.each(['TLSv1', 'TLSv1.1'] as const)(
  'A-10 1.6-sec A00.FR.324 %s is spoken with 1.6 when that is asked for explicitly',
  async (maxVersion) => {
    probe = await startListener({ tls: { ...settings, legacyProtocols: true } })
    await connect({ minVersion: 'TLSv1', maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' }, ['ocpp1.6'])
    expect(probe.handshakes[0]?.tls?.protocol).toBe(maxVersion)
  },
)

test('A-10 A00.FR.313 A00.FR.416 2.x never connects below TLS 1.2', async () => {
  probe = await startListener({ tls: { ...settings, legacyProtocols: true } })
  const connected = connect({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })
  await expect(connected).rejects.toSatisfy((error) => error instanceof HandshakeRefused && error.status === 403)
  expect(probe.handshakes).toEqual([])
})

test('A-11 a client certificate comes to the verdict with its names and whether it is to be trusted', async () => {
  probe = await startListener({ tls: settings })
  const client = await authority.issue({ commonName: 'SERIAL-1', organization: 'Operator' })
  await connect(client)
  expect(probe.handshakes[0]?.tls?.clientCertificate).toMatchObject({
    commonName: 'SERIAL-1',
    organization: 'Operator',
    authorized: true,
    authorizationError: undefined,
  })
})

test('A-11 a client certificate of a stranger is shown as such', async () => {
  probe = await startListener({ tls: settings })
  const stranger = await TestAuthority.create('Stranger')
  await connect(await stranger.issue({ commonName: 'SERIAL-1', organization: 'Operator' }))
  expect(probe.handshakes[0]?.tls?.clientCertificate).toMatchObject({ authorized: false })
})

test('A-12 an expired client certificate is shown as expired, the verdict is not ours', async () => {
  probe = await startListener({ tls: settings })
  const notAfter = new Date('2020-02-02T00:00:00Z')
  const notBefore = new Date('2020-01-01T00:00:00Z')
  await connect(await authority.issue({ commonName: 'SERIAL-1', notBefore, notAfter }))
  expect(probe.handshakes[0]?.tls?.clientCertificate).toMatchObject({
    authorized: false,
    authorizationError: 'CERT_HAS_EXPIRED',
    validToMs: notAfter.getTime(),
  })
})

test('certificates are replaced while the listener runs', async () => {
  probe = await startListener({ tls: settings })
  const standing = await connect({})
  const other = await TestAuthority.create('Other')
  probe.listener.replaceTls({ certificates: [await other.issue({ commonName: 'csms' })] })
  await expect(connect({})).rejects.toMatchObject({ code: 'unavailable' })
  await connect({ authorities: [other.cert] })
  standing.send('still here')
  expect(await probe.frames.next()).toBe('still here')
})

test('who has not said anything yet, or is about to agree on TLS, holds up no end', async () => {
  probe = await startListener({ tls: settings })
  const { host, port } = probe.listener.address
  const hungUpOn = ['', '\u0016\u0003\u0001\u0000\u00c8'].map(async (said) => {
    const socket = connectPlainly({ host, port })
    socket.write(said, 'latin1')
    await once(socket, 'close')
  })
  // They are there by now: it came after them.
  await connect({})
  await probe.listener.close({ deadlineMs: 0 })
  await Promise.all(hungUpOn)
})

test('A-11 without authorities of client certificates nobody is trusted, not even those that everybody trusts', () => {
  expect(tlsServerOptions({ certificates: [] }).ca).toEqual([])
})
