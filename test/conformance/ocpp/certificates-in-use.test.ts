import { X509Certificate } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StationCertificate } from '#domain/certificates'
import type { StationEvent } from '#domain/events'
import type { OcppVersion } from '#ocpp/rpc'
import type { HandshakeRefused } from '#ocpp/transport'
import { makeSigningRequest, type Security } from '#simulator'
import { type IssuedCertificate, TestAuthority } from '#test/certificates'
import { type TestPlatform, testPlatform, WITHOUT_WORKER } from '#test/platform'
import { RawStation } from '#test/raw-station'
import { type List, Operator, type SeenCommand, type Wire } from '../operator.ts'
import { field, type Simulated, simulated, VERSIONS } from '../simulated.ts'

const CSO = 'Example Charging'
const DAY_MS = 86_400_000
let folder: string
let manufacturer: TestAuthority
let platform: TestPlatform
let operator: Operator
let count = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chargewright-authority-'))
  manufacturer = await TestAuthority.create('Station Works')
  const clientCertificateAuthorities = join(folder, 'authorities.pem')
  await writeFile(clientCertificateAuthorities, manufacturer.cert)
  platform = await testPlatform({
    ...WITHOUT_WORKER,
    ocpp: { unknownStations: 'refuse', clientCertificateAuthorities, csoName: CSO },
  })
  operator = new Operator(platform, platform.ownerKey)
})
afterAll(async () => {
  await platform.stop()
  await rm(folder, { recursive: true })
})

async function entered(): Promise<string> {
  count += 1
  return (await operator.post<{ id: string }>('/stations', { id: `USE-${count}`, partyId: 'default' })).id
}

const certificatesOf = async (id: string) =>
  (await operator.get<List<Wire<StationCertificate>>>(`/stations/${id}/certificates`)).items
const stateOf = async (id: string, foreign: boolean) =>
  (await certificatesOf(id)).find((certificate) => certificate.foreign === foreign)?.state

const fromFactory = (commonName: string, days: { notBefore?: Date; notAfter?: Date } = {}) =>
  manufacturer.issue({ commonName, organization: CSO, ...days })

const expired = { notBefore: new Date(Date.now() - 9 * DAY_MS), notAfter: new Date(Date.now() - DAY_MS) }

/** A simulated station at security profile 3. */
function certified(id: string, version: OcppVersion, pair: IssuedCertificate): Simulated {
  const security: Security = { profile: 3, authorities: platform.tlsCertificates, ...pair }
  return simulated({ id, version, url: platform.ocppTlsUrl, security, settings: { organizationName: CSO } })
}

function knock(identity: string, version: OcppVersion, pair: IssuedCertificate): Promise<RawStation> {
  const tls = { authorities: platform.tlsCertificates, ...pair }
  return RawStation.connect({ url: platform.ocppTlsUrl, identity, versions: [version], tls })
}

/** The HTTP status a certificate is refused with; 101 when it is not. */
async function statusOf(identity: string, version: OcppVersion, pair: IssuedCertificate): Promise<number> {
  try {
    const { connection } = await knock(identity, version, pair)
    connection.close()
    return 101
  } catch (error) {
    return (error as HandshakeRefused).status
  }
}

/** Has the station renew its certificate and come back with it. */
async function renewed({ station, journal, clock }: Simulated): Promise<void> {
  const command = await operator.carryOut(station.id, 'trigger', { message: 'sign-certificate' })
  expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
  expect((await journal.exchange('SignCertificate')).response).toEqual({ status: 'Accepted' })
  expect((await journal.served('CertificateSigned')).response).toEqual({ status: 'Accepted' })
  await journal.state('offline')
  clock.advance(10_000)
  await expect.poll(() => stateOf(station.id, false)).toBe('in-use')
}

describe.each(VERSIONS)('%s', (version) => {
  test('A00.FR.401 A00.FR.403 A02.FR.08 TC_074_CSMS a station renews its certificate and comes in with it', async () => {
    const id = await entered()
    const one = certified(id, version, await fromFactory(id))
    await one.boot()
    await expect.poll(() => stateOf(id, true)).toBe('in-use')
    await renewed(one)
    expect(await stateOf(id, true)).toBe('superseded')
    await operator.untilConnected(id)
    expect((await operator.station(id)).presence.securityProfile).toBe(3)
    const { security } = one.station.certificates
    const { subject } = new X509Certificate(security.profile === 3 ? security.cert : '')
    expect(subject).toBe(`O=${CSO}\nCN=${id}`)
    one.station.stop()
  })

  test(`A02.FR.10 its former certificate ${version === 'ocpp2.1' ? 'is void' : 'may serve it to fall back to'}`, async () => {
    const id = await entered()
    const factory = await fromFactory(id)
    const one = certified(id, version, factory)
    await one.boot()
    await renewed(one)
    one.station.stop()
    const { security } = one.station.certificates
    if (security.profile !== 3) throw new Error('the station has no certificate')
    expect(await statusOf(id, version, factory)).toBe(version === 'ocpp2.1' ? 401 : 101)
    expect(await statusOf(id, version, security)).toBe(101)
  })

  test('A-12 A00.FR.429 one whose certificate has run out is let in as pending, renews it at once, and is accepted', async () => {
    const id = await entered()
    await operator.patch(`/stations/${id}`, { allowExpiredCertificate: true })
    const one = certified(id, version, await fromFactory(id, expired))
    const { station, journal, clock } = one
    station.start()
    expect((await journal.exchange('BootNotification')).response).toMatchObject({ status: 'Pending' })
    const trigger = await journal.served(version === 'ocpp1.6' ? 'ExtendedTriggerMessage' : 'TriggerMessage')
    expect(trigger.response).toEqual({ status: 'Accepted' })
    expect((await journal.exchange('SignCertificate')).response).toEqual({ status: 'Accepted' })
    expect((await journal.served('CertificateSigned')).response).toEqual({ status: 'Accepted' })
    await journal.state('connected')
    await journal.state('offline')
    clock.advance(10_000)
    expect((await journal.exchange('BootNotification')).response).toMatchObject({ status: 'Accepted' })
    await journal.state('online')
    station.stop()
  })

  test('A00.FR.407 A00.FR.429 one whose certificate has run out is refused unless an operator has allowed it', async () => {
    const id = await entered()
    const pair = await fromFactory(id, expired)
    expect(await statusOf(id, version, pair)).toBe(401)
    await operator.patch(`/stations/${id}`, { allowExpiredCertificate: true })
    expect(await statusOf(id, version, pair)).toBe(101)
  })

  test('A00.FR.407 1.6-sec A00.FR.408 a certificate that is revoked ends its connection and opens no other, and both are logged', async () => {
    const id = await entered()
    const factory = await fromFactory(id)
    const wire = await knock(id, version, factory)
    await expect.poll(() => stateOf(id, true)).toBe('in-use')
    const [certificate] = await certificatesOf(id)
    expect(await operator.post(`/stations/${id}/certificates/${certificate?.id}/revoke`, {})).toMatchObject({
      ...{ id: certificate?.id, state: 'revoked', revokedAt: expect.any(String) },
    })
    expect(await wire.closed).toMatchObject({ code: 1008 })
    expect(await statusOf(id, version, factory)).toBe(401)
    const noted = async () => (await operator.get<List<Wire<StationEvent>>>(`/stations/${id}/events`)).items
    await expect.poll(noted).toMatchObject([
      { kind: 'security', type: 'ConnectionRefused', facts: { certificateProblem: 'revoked' } },
      { kind: 'security', type: 'ConnectionEnded', facts: { reason: 'the certificate is revoked' } },
    ])
    expect(await statusOf(id, version, await fromFactory(id))).toBe(101)
  })

  test('A00.FR.427 a certificate we issued opens for the station it was issued to, whatever it says', async () => {
    const [own, other] = [await entered(), await entered()]
    const thief = certified(own, version, await fromFactory(own))
    await thief.boot()
    // It boots under the serial number of another station's identity, and has that certified.
    await platform.services.stations.boot(own, { serialNumber: other })
    const { certificates } = platform.services
    const fresh = await makeSigningRequest('ecdsa', { commonName: other, organization: CSO })
    const verdict = await certificates.requestSigning({ stationId: own, partyId: 'default', csr: fresh.csr })
    expect(verdict).toMatchObject({ status: 'accepted' })
    if (verdict.status === 'accepted') await certificates.deliver(verdict.certificateId)
    const { request } = await thief.journal.served('CertificateSigned')
    const stolen = { cert: String(field(request, 'certificateChain')), key: fresh.key }
    expect(await statusOf(other, version, stolen)).toBe(401)
    expect(await statusOf(own, version, stolen)).toBe(101)
    thief.station.stop()
  })

  test('A02 a station whose certificate ends soon is asked to renew it, once a day', async () => {
    const id = await entered()
    const soon = { notAfter: new Date(Date.now() + 3 * DAY_MS) }
    const one = certified(id, version, await fromFactory(id, soon))
    await one.boot()
    await expect.poll(() => stateOf(id, true)).toBe('in-use')
    expect((await certificatesOf(id))[0]).toMatchObject({ renewal: { reason: 'next-look' } })
    await platform.services.certificates.renew()
    expect((await one.journal.exchange('SignCertificate')).response).toEqual({ status: 'Accepted' })
    expect((await one.journal.served('CertificateSigned')).response).toEqual({ status: 'Accepted' })
    await one.journal.state('offline')
    one.clock.advance(10_000)
    await expect.poll(() => stateOf(id, false)).toBe('in-use')
    const [fresh, former] = await certificatesOf(id)
    expect(fresh?.renewal).toMatchObject({ reason: 'not-due', until: expect.any(String) })
    expect(former?.renewal).toBeUndefined()
    await platform.services.certificates.renew()
    const asked = await operator.get<List<SeenCommand>>(`/commands?stationId=${id}&kind=trigger`)
    expect(asked.items).toHaveLength(1)
    one.station.stop()
  })
})

test('A00.FR.403 a certificate of an authority nobody has named is refused', async () => {
  const id = await entered()
  const stranger = await TestAuthority.create('Somebody Else')
  expect(await statusOf(id, 'ocpp2.0.1', await stranger.issue({ commonName: id, organization: CSO }))).toBe(401)
})
