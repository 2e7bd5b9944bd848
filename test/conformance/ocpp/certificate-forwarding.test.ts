import { X509Certificate } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AuthorityRoot, StationCertificate } from '#domain/certificates'
import { ManualClock } from '#kernel'
import { EST_USER, EstServer } from '#test/est-server'
import { type TestPlatform, testPlatform } from '#test/platform'
import { signingRequest } from '#test/signing-request'
import { bootedStation, resultOf } from '../booted-station.ts'
import { type List, Operator, type SeenCommand, type Wire } from '../operator.ts'
import { field, simulated, VERSIONS } from '../simulated.ts'

const CSO = 'Example Charging'
let folder: string
let authority: EstServer
let platform: TestPlatform
let operator: Operator
let count = 0
const clock = new ManualClock(new Date().toISOString())
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chargewright-est-'))
  authority = await EstServer.start()
  const authorityTrust = join(folder, 'trust.pem')
  await writeFile(authorityTrust, authority.trust)
  platform = await testPlatform(
    {
      ocpp: { csoName: CSO },
      certificates: {
        ...{ authorityUrl: authority.url, authorityTrust },
        ...{ authorityUser: EST_USER.user, authorityPassword: EST_USER.password },
      },
    },
    clock,
  )
  operator = new Operator(platform, platform.ownerKey)
})
beforeEach(() => {
  authority.misbehave = undefined
  authority.asked.length = 0
  authority.subjects.length = 0
})
afterAll(async () => {
  await platform.stop()
  await authority.close()
  await rm(folder, { recursive: true })
})

const newId = () => {
  count += 1
  return `FWD-${count}`
}
const csrFor = (commonName: string) => signingRequest({ commonName, organization: CSO })
const certificatesOf = async (id: string) =>
  (await operator.get<List<Wire<StationCertificate>>>(`/stations/${id}/certificates`)).items
const sentTo = async (id: string) =>
  (await operator.get<List<SeenCommand>>(`/commands?stationId=${id}&kind=certificate-signed`)).items

describe.each(VERSIONS)('%s', (version) => {
  test('1.6-sec A03.FR.04 a request a station makes of its own accord is passed on, and what the authority issues comes back with its chain', async () => {
    const id = newId()
    const station = await bootedStation(platform, id, version)
    expect(resultOf(await station.call('SignCertificate', { csr: await csrFor(id) }))).toEqual({ status: 'Accepted' })
    const { action, payload } = await station.asked()
    expect(action).toBe('CertificateSigned')
    expect(authority.subjects).toEqual([`O=${CSO}, CN=${id}`])
    const blocks = String(field(payload, 'certificateChain')).match(/-----BEGIN[^-]+-----[^-]+-----END[^-]+-----/g)
    const [own, issuing, ...more] = (blocks ?? []).map((pem) => new X509Certificate(pem))
    if (own === undefined || issuing === undefined) throw new Error('the chain is not whole')
    expect(more).toEqual([])
    expect(own.subject).toBe(`O=${CSO}\nCN=${id}`)
    expect(own.verify(issuing.publicKey)).toBe(true)
    expect(issuing.verify(new X509Certificate(authority.root.certificate.toString('pem')).publicKey)).toBe(true)
  })

  test('1.6-sec A02.FR.04 one that the platform has asked for too', async () => {
    const id = newId()
    const settings = { organizationName: CSO }
    const upkeep = { securityExtension: true }
    const own = simulated({ id, version, url: platform.ocppUrl, settings, upkeep })
    await own.boot()
    // By its configuration keys a station of 1.6 shows that it has the extension.
    if (version === 'ocpp1.6') await operator.carryOut(id, 'get-variables', {})
    const command = await operator.carryOut(id, 'trigger', { message: 'sign-certificate' })
    expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    expect((await own.journal.exchange('SignCertificate')).response).toEqual({ status: 'Accepted' })
    await own.journal.served('CertificateSigned')
    expect(authority.asked).toContain('POST simpleenroll')
    await expect.poll(async () => (await certificatesOf(id))[0]?.state).not.toBe('requested')
    expect(await certificatesOf(id)).toMatchObject([{ foreign: false, subject: expect.stringContaining(`CN=${id}`) }])
    own.station.stop()
  })

  test('1.6-sec A02.FR.04 what we would refuse is not passed on', async () => {
    const id = newId()
    const station = await bootedStation(platform, id, version)
    const csr = await csrFor('another station')
    expect(resultOf(await station.call('SignCertificate', { csr }))).toMatchObject({ status: 'Rejected' })
    expect(authority.asked).toEqual([])
  })

  test('1.6-sec A02.FR.04 what the authority refuses comes to nothing, and says why', async () => {
    const id = newId()
    authority.misbehave = (response) => void response.writeHead(400).end('this name is not in our inventory')
    const station = await bootedStation(platform, id, version)
    await station.call('SignCertificate', { csr: await csrFor(id) })
    await expect
      .poll(async () => (await certificatesOf(id))[0])
      .toMatchObject({
        ...{ state: 'failed', problem: 'this name is not in our inventory' },
      })
    expect(await sentTo(id)).toEqual([])
  })
})

const AWAY: [string, (response: ServerResponse) => void][] = [
  ['is not ready yet', (response) => void response.writeHead(202, { 'Retry-After': '60' }).end()],
  ['fails', (response) => void response.writeHead(500).end()],
  ['does not know us', (response) => void response.writeHead(401).end()],
  ['hangs up', (response) => void response.destroy()],
  ['says nothing of use', (response) => void response.end('bm9uc2Vuc2U=')],
]
test.each(AWAY)(
  '1.6-sec A02.FR.04 while the authority %s the request waits, and is passed on again',
  async (_, away) => {
    const id = newId()
    authority.misbehave = away
    const station = await bootedStation(platform, id, 'ocpp1.6')
    await station.call('SignCertificate', { csr: await csrFor(id) })
    await expect.poll(() => authority.asked.length).toBeGreaterThan(0)
    expect(await certificatesOf(id)).toMatchObject([{ state: 'requested' }])
    authority.misbehave = undefined
    clock.advance(61_000)
    await platform.services.certificates.resume()
    expect((await station.asked()).action).toBe('CertificateSigned')
    expect(await certificatesOf(id)).toMatchObject([{ state: 'issued' }])
  },
)

test('its roots are those that stations install and that the door trusts', async () => {
  const { items } = await operator.get<List<Wire<AuthorityRoot>>>('/certificate-authority/roots')
  const [root, ...others] = items
  expect(others).toEqual([])
  expect(root?.subject).toBe('CN=Operator Root')
  expect(new X509Certificate(root?.certificate ?? '').raw).toEqual(Buffer.from(authority.root.certificate.rawData))
})
