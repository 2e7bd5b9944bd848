import { X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import type { AuthorityRoot } from '#domain/certificates'
import { ManualClock } from '#kernel'
import type { Overrides } from '#main'
import { TestAuthority } from '#test/certificates'
import { type TestPlatform, testPlatform, WITHOUT_WORKER } from '#test/platform'
import { RawStation } from '#test/raw-station'
import { type List, Operator, type Wire } from '../operator.ts'

const DAY_MS = 86_400_000
const running: TestPlatform[] = []
afterEach(async () => {
  for (const platform of running.splice(0)) await platform.stop()
})

async function started(ocpp: Overrides['ocpp']): Promise<{ platform: TestPlatform; clock: ManualClock }> {
  const clock = new ManualClock(new Date().toISOString())
  // Without a worker, whose work would be begun a million times in two months.
  const platform = await testPlatform({ ...WITHOUT_WORKER, ocpp: { pingIntervalS: 0, ...ocpp } }, clock)
  running.push(platform)
  return { platform, clock }
}

/** What a station sees that speaks only this. */
async function shown(platform: TestPlatform, ciphers: string): Promise<X509Certificate> {
  const { hostname: host, port } = new URL(platform.ocppTlsUrl)
  const socket = connect({ host, port: Number(port), ciphers, maxVersion: 'TLSv1.2', rejectUnauthorized: false })
  await new Promise<void>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject))
  const certificate = socket.getPeerX509Certificate()
  socket.destroy()
  if (certificate === undefined) throw new Error('the platform shows no certificate')
  return certificate
}
const KINDS = [
  ['ecdsa', 'ECDHE-ECDSA-AES128-GCM-SHA256'],
  ['rsa', 'ECDHE-RSA-AES256-GCM-SHA384'],
] as const

async function rootsOf(platform: TestPlatform): Promise<readonly string[]> {
  const operator = new Operator(platform, platform.ownerKey)
  const { items } = await operator.get<List<Wire<AuthorityRoot>>>('/certificate-authority/roots')
  return items.map(({ certificate }) => certificate)
}

const come = (platform: TestPlatform, identity: string, authorities: readonly string[]) =>
  RawStation.connect({ url: platform.ocppTlsUrl, identity, versions: ['ocpp2.0.1'], tls: { authorities } })

test('A00.FR.510 the authority in the box certifies the server: a station with its roots installed, and nothing else, trusts it', async () => {
  const { platform } = await started({ tlsIssuer: 'authority', tlsNames: ['localhost', '127.0.0.1'] })
  const roots = await rootsOf(platform)
  expect(roots).toHaveLength(2)
  for (const [keyType, ciphers] of KINDS) {
    const certificate = await shown(platform, ciphers)
    expect(certificate.publicKey.asymmetricKeyType).toBe(keyType === 'rsa' ? 'rsa' : 'ec')
    expect(certificate.subject).toContain('CN=localhost')
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1')
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
    expect(roots.some((root) => certificate.verify(new X509Certificate(root).publicKey))).toBe(true)
  }
  const station = await come(platform, 'TRUSTS-1', roots)
  expect(station.connection.isOpen).toBe(true)
  const stranger = await TestAuthority.create()
  await expect(come(platform, 'TRUSTS-2', [stranger.cert])).rejects.toMatchObject({ code: 'unavailable' })
})

test('it is renewed in good time, without a restart, and connections that stand are not touched', async () => {
  const { platform, clock } = await started({ tlsIssuer: 'authority' })
  const roots = await rootsOf(platform)
  const [, [, ciphers]] = KINDS
  const station = await come(platform, 'STAYS-1', roots)
  const first = await shown(platform, ciphers)
  clock.advance(59 * DAY_MS)
  expect((await shown(platform, ciphers)).fingerprint256).toBe(first.fingerprint256)
  clock.advance(2 * DAY_MS)
  await expect.poll(async () => (await shown(platform, ciphers)).fingerprint256).not.toBe(first.fingerprint256)
  const next = await shown(platform, ciphers)
  expect(Date.parse(next.validTo)).toBeGreaterThan(Date.parse(first.validTo))
  expect(await rootsOf(platform)).toEqual(roots)
  expect(station.connection.isOpen).toBe(true)
})

test('a certificate that is put in the place of the former one in its file is shown within the hour', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'chargewright-server-'))
  const authority = await TestAuthority.create()
  const [tlsEcdsaCertificateFile, tlsEcdsaKeyFile] = [join(folder, 'server.crt'), join(folder, 'server.key')]
  const put = async () => {
    const { cert, key } = await authority.issue({ commonName: 'localhost' })
    await writeFile(tlsEcdsaKeyFile, key)
    await writeFile(tlsEcdsaCertificateFile, cert)
  }
  await put()
  const { platform, clock } = await started({ tlsEcdsaCertificateFile, tlsEcdsaKeyFile })
  const [[, ciphers]] = KINDS
  await put()
  const wanted = new X509Certificate(await readFile(tlsEcdsaCertificateFile)).fingerprint256
  expect((await shown(platform, ciphers)).fingerprint256).not.toBe(wanted)
  clock.advance(3_600_000)
  await expect.poll(async () => (await shown(platform, ciphers)).fingerprint256).toBe(wanted)
})
