import { createPrivateKey, X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { AuthorityRoot, HashData, StationCertificate } from '#domain/certificates'
import type { RawStation } from '#test/raw-station'
import { type SigningRequestWish, signingRequest } from '#test/signing-request'
import { resultOf } from '../booted-station.ts'
import type { List, SeenCommand, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { field, VERSIONS } from '../simulated.ts'

const CSO = 'Example Charging'
const { platform, operator, raw } = await openScene({ settings: { ocpp: { csoName: CSO } } })

const certificatesOf = async (id: string) =>
  (await operator.get<List<Wire<StationCertificate>>>(`/stations/${id}/certificates`)).items
const roots = async () => (await operator.get<List<Wire<AuthorityRoot>>>('/certificate-authority/roots')).items
const sentTo = async (id: string) =>
  (await operator.get<List<SeenCommand>>(`/commands?stationId=${id}&kind=certificate-signed`)).items

const csrFor = (id: string, wish: SigningRequestWish = {}) =>
  signingRequest({ commonName: id, organization: CSO, ...wish })

/** The certificate that comes of a request, in the CALL it comes in. */
async function signed(station: RawStation): Promise<{ id: string; chain: string; payload: unknown }> {
  const { id, action, payload } = await station.asked()
  expect(action).toBe('CertificateSigned')
  return { id, payload, chain: String(field(payload, 'certificateChain')) }
}

const rootOf = async (certificate: X509Certificate) =>
  (await roots()).filter((root) => certificate.verify(new X509Certificate(root.certificate).publicKey))

describe.each(VERSIONS)('%s a station that asks for a certificate', (version) => {
  test('A02.FR.11 A03.FR.11 F-08 is answered Accepted, and only then the certificate comes', async () => {
    const { id, station } = await raw(version)
    expect(resultOf(await station.call('SignCertificate', { csr: await csrFor(id) }))).toEqual({ status: 'Accepted' })
    const { chain, id: asked } = await signed(station)
    station.send([3, asked, { status: 'Accepted' }])
    await expect.poll(async () => (await certificatesOf(id))[0]?.state).toBe('installed')
    expect((await certificatesOf(id))[0]).toMatchObject({
      ...{ subject: expect.stringContaining(`CN=${id}`), foreign: false, stationId: id, partyId: 'default' },
      fingerprint: new X509Certificate(chain).fingerprint256.replaceAll(':', '').toLowerCase(),
    })
  })

  test.each([
    ['ecdsa', 'ec'],
    ['rsa', 'rsa'],
  ] as const)(
    'A00.FR.421 A00.FR.508 A00.FR.509 A00.FR.511 gets one for a key of kind %s with all its properties',
    async (keyKind, type) => {
      const { id, station } = await raw(version)
      await station.call('SignCertificate', { csr: await csrFor(id, { keyKind }) })
      const { chain } = await signed(station)
      const certificate = new X509Certificate(chain)
      expect(chain.length).toBeLessThanOrEqual(10_000)
      // A00.FR.509 and 511: the owner and the station, no more; and no name of a server.
      expect(certificate.subject).toBe(`O=${CSO}\nCN=${id}`)
      expect(certificate.subjectAltName).toBeUndefined()
      // A00.FR.514: no extended key usage.
      expect(certificate.keyUsage).toBeUndefined()
      expect(certificate.ca).toBe(false)
      expect(certificate.publicKey.asymmetricKeyType).toBe(type)
      expect(certificate.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/)
      // A02.FR.06, note: good already for a station whose clock is behind.
      expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now() - 3_600_000)
      const [root, ...others] = await rootOf(certificate)
      expect(others).toEqual([])
      expect(root?.keyKind).toBe(keyKind)
      expect(certificate.checkIssued(new X509Certificate(root?.certificate ?? ''))).toBe(true)
    },
  )

  test('F-08 A02.FR.17 and asks again, gets its one certificate once', async () => {
    const { id, station } = await raw(version)
    const csr = await csrFor(id)
    await station.call('SignCertificate', { csr })
    const first = await signed(station)
    expect(resultOf(await station.call('SignCertificate', { csr }))).toEqual({ status: 'Accepted' })
    station.send([3, first.id, { status: 'Accepted' }])
    await expect.poll(async () => (await certificatesOf(id))[0]?.state).toBe('installed')
    expect(await certificatesOf(id)).toHaveLength(1)
    expect(await sentTo(id)).toHaveLength(1)
    expect(station.frames.size).toBe(0)
  })

  test('F-08 and lost its certificate on the way, gets the same one again', async () => {
    const { id, station } = await raw(version)
    const csr = await csrFor(id)
    await station.call('SignCertificate', { csr })
    const first = await signed(station)
    station.send([4, first.id, 'InternalError', 'flash is full', {}])
    await expect.poll(async () => (await sentTo(id))[0]?.state).toBe('refused')
    await station.call('SignCertificate', { csr })
    expect((await signed(station)).chain).toBe(first.chain)
    expect(await certificatesOf(id)).toHaveLength(1)
  })

  test('A02.FR.07 and will not have what it gets, is on record with that', async () => {
    const { id, station } = await raw(version)
    await station.call('SignCertificate', { csr: await csrFor(id) })
    station.send([3, (await signed(station)).id, { status: 'Rejected' }])
    await expect.poll(async () => (await certificatesOf(id))[0]?.state).toBe('rejected')
    expect((await sentTo(id))[0]).toMatchObject({ state: 'refused', result: { status: 'Rejected' } })
  })

  test('F-08 A02.FR.16 and has room for less than its chain takes, is sent nothing', async () => {
    const { id, station } = await raw(version)
    const [component, name] =
      version === 'ocpp1.6'
        ? (['Configuration', 'CertificateSignedMaxChainSize'] as const)
        : (['SecurityCtrlr', 'MaxCertificateChainSize'] as const)
    const variable = { component, name, attribute: 'Actual', value: '300' } as const
    await platform.services.deviceModel.record(id, [variable], new Date())
    await station.call('SignCertificate', { csr: await csrFor(id) })
    await expect.poll(async () => (await sentTo(id))[0]?.state).toBe('refused')
    const [command] = await sentTo(id)
    expect(command?.result?.error).toMatchObject({ code: 'unsupported', message: expect.stringContaining('300') })
    expect(command?.sentAt).toBeUndefined()
    expect(station.frames.size).toBe(0)
  })
})

/** The signature of one request under the words of another. */
async function forged(id: string): Promise<string> {
  const [one, other] = await Promise.all([csrFor(id, { keyKind: 'rsa' }), csrFor(id, { keyKind: 'rsa' })])
  const der = (pem: string) => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const mixed = Buffer.concat([der(one).subarray(0, -256), der(other).subarray(-256)])
  return `-----BEGIN CERTIFICATE REQUEST-----\n${mixed.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`
}

const refusals: readonly [what: string, reason: string, csr: (id: string) => Promise<string>][] = [
  ['is no request', 'unreadable', async () => 'please sign'],
  ['is cut off', 'unreadable', async (id) => (await csrFor(id)).replace(/\n.+\n-----END/, '\n-----END')],
  ['does not prove its key', 'bad-signature', forged],
  ['A00.FR.502 has an RSA key of 1024 bits', 'weak-key', (id) => csrFor(id, { keyKind: 'rsa', bits: 1024 })],
  ['A00.FR.504 is signed with SHA-1', 'weak-signature', (id) => csrFor(id, { keyKind: 'rsa', hash: 'SHA-1' })],
  ['A00.FR.404 names another operator', 'wrong-organization', (id) => csrFor(id, { organization: 'Another' })],
  ['A00.FR.509 names no operator', 'wrong-organization', (id) => signingRequest({ commonName: id })],
  ['A00.FR.405 names another station', 'wrong-name', () => csrFor('CERT-0')],
  ['A00.FR.511 names another station beside it', 'wrong-name', (id) => csrFor(id, { moreNames: ['CERT-0'] })],
  ['names another station in its name', 'wrong-name', (id) => csrFor(`${id} CERT-0`)],
  ['names no station', 'wrong-name', () => signingRequest({ organization: CSO })],
]

describe.each(VERSIONS)('%s A02.FR.12 A03.FR.12 a request is Rejected, and nothing follows, when it', (version) => {
  test.each(refusals)('%s', async (_, reason, csr) => {
    const { id, station } = await raw(version)
    const answer = resultOf(await station.call('SignCertificate', { csr: await csr(id) }))
    expect(answer).toMatchObject({ status: 'Rejected' })
    if (version !== 'ocpp1.6') expect(field(answer, 'statusInfo', 'additionalInfo')).toBe(reason)
    expect(await certificatesOf(id)).toEqual([])
    expect(await sentTo(id)).toEqual([])
    expect(station.frames.size).toBe(0)
  })
})

describe.each(['ocpp2.0.1', 'ocpp2.1'] as const)('%s', (version) => {
  test('A02.FR.14 A03.FR.14 the certificate is called what the request called it', async () => {
    const { id, station } = await raw(version)
    await station.call('SignCertificate', { csr: await csrFor(id), certificateType: 'ChargingStationCertificate' })
    expect((await signed(station)).payload).toMatchObject({ certificateType: 'ChargingStationCertificate' })
  })

  test('A02.FR.14 and nothing when it was called nothing', async () => {
    const { id, station } = await raw(version)
    await station.call('SignCertificate', { csr: await csrFor(id) })
    expect(Object.keys(Object((await signed(station)).payload))).toEqual(['certificateChain'])
  })

  test('A02.FR.12 a certificate for vehicles is for others to issue', async () => {
    const { id, station } = await raw(version)
    const csr = await csrFor(id)
    const answer = resultOf(await station.call('SignCertificate', { csr, certificateType: 'V2GCertificate' }))
    expect(answer).toMatchObject({ status: 'Rejected', statusInfo: { additionalInfo: 'use-not-served' } })
  })
})

describe('ocpp2.1', () => {
  test('A02.FR.25 A03.FR.21 the certificate bears the number of the request, that of the last when it is repeated', async () => {
    const { id, station } = await raw('ocpp2.1')
    const csr = await csrFor(id)
    await station.call('SignCertificate', { csr, requestId: 7 })
    const first = await signed(station)
    expect(first.payload).toMatchObject({ requestId: 7 })
    station.send([4, first.id, 'InternalError', '', {}])
    await expect.poll(async () => (await sentTo(id))[0]?.state).toBe('refused')
    await station.call('SignCertificate', { csr, requestId: 8 })
    expect((await signed(station)).payload).toMatchObject({ requestId: 8 })
  })

  test('A02.FR.25 a number that is none names nothing', async () => {
    const { id, station } = await raw('ocpp2.1')
    await station.call('SignCertificate', { csr: await csrFor(id), requestId: 1e12 })
    expect((await signed(station)).payload).not.toHaveProperty('requestId')
  })

  test('A02.FR.27 the root a request names must be one of ours', async () => {
    const { id, station } = await raw('ocpp2.1')
    const csr = await csrFor(id)
    const [root] = (await roots()).filter(({ keyKind }) => keyKind === 'ecdsa')
    const name = ({ algorithm, ...hashes }: HashData) => ({ hashAlgorithm: algorithm, ...hashes })
    const ours = name(
      root?.hashData ?? { algorithm: 'SHA256', issuerNameHash: '', issuerKeyHash: '', serialNumber: '' },
    )
    const ask = async (hashRootCertificate: object) =>
      resultOf(await station.call('SignCertificate', { csr, hashRootCertificate }))
    expect(await ask({ ...ours, issuerKeyHash: 'ab'.repeat(32) })).toMatchObject({
      ...{ status: 'Rejected', statusInfo: { additionalInfo: 'unknown-root' } },
    })
    expect(await ask(ours)).toMatchObject({ status: 'Accepted' })
  })
})

test('A00.FR.603 the key of the authority lies sealed in the database', async () => {
  expect(await roots()).not.toEqual([])
  const { rows } = await platform.database.pool.query<{ sealed_key: string }>(
    'SELECT sealed_key FROM certificate_authority',
  )
  for (const { sealed_key } of rows) {
    expect(sealed_key).toMatch(/^k1\.[\w-]+\.[\w-]+$/)
    const bytes = Buffer.from(sealed_key.split('.')[2] ?? '', 'base64url')
    expect(() => createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' })).toThrow()
  }
})
