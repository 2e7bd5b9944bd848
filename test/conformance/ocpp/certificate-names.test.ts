import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StationEvent } from '#domain/events'
import type { ClientTls, HandshakeRefused } from '#ocpp/transport'
import { TestAuthority } from '#test/certificates'
import { type TestPlatform, testPlatform } from '#test/platform'
import { RawStation } from '#test/raw-station'
import { Operator } from '../operator.ts'
import { VERSIONS } from '../simulated.ts'

let folder: string
let authority: TestAuthority
let platform: TestPlatform
let operator: Operator
let count = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chargewright-authority-'))
  authority = await TestAuthority.create()
  const clientCertificateAuthorities = join(folder, 'authorities.pem')
  await writeFile(clientCertificateAuthorities, authority.cert)
  platform = await testPlatform({ ocpp: { unknownStations: 'refuse', clientCertificateAuthorities } })
  operator = new Operator(platform, platform.ownerKey)
})
afterAll(async () => {
  await platform.stop()
  await rm(folder, { recursive: true })
})

/** A station an operator has entered, which is to come with a certificate. */
async function entered(facts: object = {}): Promise<string> {
  count += 1
  const wish = { id: `CS-${count}`, partyId: 'default', securityProfile: 3, ...facts }
  return (await operator.post<{ id: string }>('/stations', wish)).id
}

const issue = (commonName: string) => authority.issue({ commonName, organization: 'Example Charging' })
const nameOf = async (id: string) => (await operator.station(id)).certificateName

/** Its certificates by common name, the newest first, each with its state. */
async function certificates(id: string): Promise<string[]> {
  const { items } = await operator.get<List<{ subject: string; state: string }>>(`/stations/${id}/certificates`)
  return items.map(({ subject, state }) => `${/CN=([^,]*)/.exec(subject)?.[1]} ${state}`)
}

interface List<T> {
  readonly items: readonly T[]
}

describe.each(VERSIONS)('A-11 A00.FR.405 %s: the name in a certificate', (version) => {
  const knock = (identity: string, tls: ClientTls) =>
    RawStation.connect({
      ...{ url: platform.ocppTlsUrl, identity, versions: [version] },
      tls: { authorities: platform.tlsCertificates, ...tls },
    })

  /** The HTTP status by which the platform refuses before any upgrade; 101 when it does not. */
  async function statusOf(identity: string, tls: ClientTls): Promise<number> {
    try {
      const { connection } = await knock(identity, tls)
      connection.close()
      return 101
    } catch (error) {
      return (error as HandshakeRefused).status
    }
  }

  const boot = (serialNumber?: string) =>
    version === 'ocpp1.6'
      ? { chargePointVendor: 'Acme', chargePointModel: 'One', chargePointSerialNumber: serialNumber }
      : { reason: 'PowerUp', chargingStation: { vendorName: 'Acme', model: 'Two', serialNumber } }

  async function comesAndBoots(id: string, tls: ClientTls): Promise<void> {
    const station = await knock(id, tls)
    expect((await station.call('BootNotification', boot()))[2]).toMatchObject({ status: 'Accepted' })
    station.connection.close()
  }

  test('of a station that tells no serial number stays what it was, and another’s does not void its own', async () => {
    const id = await entered()
    const own = await issue('SN-1')
    await comesAndBoots(id, own)
    await expect.poll(() => nameOf(id)).toBe('SN-1')
    expect(await statusOf(id, await issue('SN-2'))).toBe(401)
    await expect
      .poll(async () => (await operator.get<List<StationEvent>>(`/stations/${id}/events?kind=security`)).items)
      .toMatchObject([{ type: 'ConnectionRefused', facts: { certificateProblem: 'of-another-station' } }])
    expect(await certificates(id)).toEqual(['SN-1 in-use'])
    expect(await statusOf(id, own)).toBe(101)
    expect(await statusOf(id, await issue('SN-1'))).toBe(101)
  })

  test('B01.FR.11 B01.FR.12 counts for nothing when the station boots with another serial number', async () => {
    const id = await entered()
    const wrong = await knock(id, await issue('SN-3'))
    wrong.send([2, 'boot', 'BootNotification', boot('SN-4')])
    expect(await wrong.closed).toMatchObject({ code: 1008 })
    await comesAndBoots(id, await issue('SN-4'))
    await expect.poll(() => certificates(id)).toEqual(['SN-4 in-use'])
  })

  test('is forgotten by an operator who has replaced the station', async () => {
    const id = await entered()
    await comesAndBoots(id, await issue('SN-5'))
    await expect.poll(() => nameOf(id)).toBe('SN-5')
    const next = await issue('SN-6')
    expect(await statusOf(id, next)).toBe(401)
    await operator.patch(`/stations/${id}`, { serialNumber: null })
    expect(await statusOf(id, next)).toBe(101)
  })

  test('has to be the one that an operator has entered', async () => {
    const id = await entered({ serialNumber: 'SN-7' })
    expect(await statusOf(id, await issue('SN-8'))).toBe(401)
    expect(await statusOf(id, await issue('SN-7'))).toBe(101)
  })
})
