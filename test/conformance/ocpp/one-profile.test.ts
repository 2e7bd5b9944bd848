import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StationEvent } from '#domain/events'
import type { SecurityProfile } from '#domain/stations'
import type { OcppVersion } from '#ocpp/rpc'
import { HandshakeRefused } from '#ocpp/transport'
import { TestAuthority } from '#test/certificates'
import { type TestPlatform, testPlatform } from '#test/platform'
import { RawStation } from '#test/raw-station'
import { type List, Operator, type Wire } from '../operator.ts'
import { VERSIONS } from '../simulated.ts'

const PASSWORD = 'the password of it'
let folder: string
let authority: TestAuthority
let platform: TestPlatform
let operator: Operator
let count = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chargewright-one-profile-'))
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

async function entered(securityProfile?: SecurityProfile): Promise<string> {
  count += 1
  const id = `CS-${count}`
  const set = securityProfile === undefined ? {} : { securityProfile }
  await operator.post('/stations', { id, partyId: 'default', secret: PASSWORD, ...set })
  return id
}

/** Comes with what the profile asks for; 3 without a password, so that nothing else can be meant. */
async function come(identity: string, version: OcppVersion, profile: SecurityProfile): Promise<RawStation> {
  const certificate = profile === 3 ? await authority.issue({ commonName: identity }) : {}
  return RawStation.connect({
    url: profile < 2 ? platform.ocppUrl : platform.ocppTlsUrl,
    identity,
    versions: [version],
    ...(profile === 1 || profile === 2 ? { basicAuth: { password: PASSWORD } } : {}),
    ...(profile < 2 ? {} : { tls: { authorities: platform.tlsCertificates, ...certificate } }),
  })
}

/** 101, or the status of the refusal. */
async function knock(identity: string, version: OcppVersion, profile: SecurityProfile): Promise<number> {
  try {
    const { connection } = await come(identity, version, profile)
    connection.close()
    return 101
  } catch (error) {
    if (error instanceof HandshakeRefused) return error.status
    throw error
  }
}

async function securityEvents(id: string): Promise<readonly Wire<StationEvent>[]> {
  return (await operator.get<List<Wire<StationEvent>>>(`/stations/${id}/events?kind=security`)).items
}

const boots = {
  'ocpp1.6': { chargePointVendor: 'Acme', chargePointModel: 'One' },
  'ocpp2.0.1': { reason: 'PowerUp', chargingStation: { model: 'Two', vendorName: 'Acme' } },
  'ocpp2.1': { reason: 'PowerUp', chargingStation: { model: 'Two', vendorName: 'Acme' } },
}

describe.each(VERSIONS)('%s', (version) => {
  test.each([0, 1, 2, 3] as const)(
    'A00.FR.001 A00.FR.002 where profile %i is set it is served, and every other is refused before the upgrade',
    async (set) => {
      const id = await entered(set)
      for (const other of ([0, 1, 2, 3] as const).filter((profile) => profile !== set)) {
        expect(await knock(id, version, other)).toBe(other === 0 ? 401 : 403)
      }
      expect(await knock(id, version, set)).toBe(101)
      await expect.poll(async () => (await operator.station(id)).presence.securityProfile).toBe(set)
      expect(await operator.station(id)).toMatchObject({ securityProfile: set, securityProfileSet: true })
    },
  )

  test('A00.FR.002 a station that is set to another profile later is refused with the former one, whichever was higher', async () => {
    const id = await entered()
    expect(await knock(id, version, 2)).toBe(101)
    await expect.poll(async () => (await operator.station(id)).securityProfile).toBe(2)
    await operator.patch(`/stations/${id}`, { securityProfile: 1 })
    expect(await knock(id, version, 2)).toBe(403)
    expect(await knock(id, version, 1)).toBe(101)
  })

  test('A-14 where none is set any more, what was reached is the least again', async () => {
    const id = await entered(1)
    expect(await knock(id, version, 2)).toBe(403)
    await operator.patch(`/stations/${id}`, { securityProfile: null })
    expect(await operator.station(id)).toMatchObject({ securityProfile: 1, securityProfileSet: false })
    expect(await knock(id, version, 0)).toBe(401)
    expect(await knock(id, version, 2)).toBe(101)
  })

  test('1.6-sec A00.FR.323 1.6-sec A00.FR.408 that it was refused, and why, is a security event an operator sees at once', async () => {
    const id = await entered(1)
    await knock(id, version, 2)
    await expect
      .poll(() => securityEvents(id))
      .toMatchObject([
        { type: 'ConnectionRefused', facts: { reason: 'other-profile', shownProfile: 2, protocol: version } },
      ])
    expect(await operator.station(id)).toMatchObject({ refusal: { reason: 'other-profile', remoteAddress: /./ } })
    expect(await knock(id, version, 1)).toBe(101)
    // Whether it is connected says nothing: it was not before, and is gone at once.
    await expect.poll(() => operator.station(id)).not.toHaveProperty('refusal')
  })

  async function ordering(id: string) {
    const station = await come(id, version, 1)
    await station.call('BootNotification', boots[version])
    const command =
      version === 'ocpp1.6'
        ? await operator.command(id, 'set-variables', { variables: [{ name: 'SecurityProfile', value: '2' }] })
        : await operator.command(id, 'set-network-profile', {
            ...{ slot: 2, url: 'wss://csms.example/ocpp', securityProfile: 2, messageTimeoutS: 30 },
            interface: 'Wired0',
          })
    const asked = await station.asked()
    return {
      async answer(status: string) {
        station.send([3, asked.id, { status }])
        return await operator.settled(command)
      },
    }
  }

  test('A05.FR.07 TC_A_19_CSMS the platform has a station rise: both are served until it has, then the new one alone', async () => {
    const id = await entered(1)
    expect(await knock(id, version, 2)).toBe(403)
    await (await ordering(id)).answer('Accepted')
    expect(await operator.station(id)).toMatchObject({ securityProfile: 1, awaitedSecurityProfiles: [2] })
    expect(await knock(id, version, 1)).toBe(101)
    expect(await knock(id, version, 3)).toBe(403)
    expect(await knock(id, version, 2)).toBe(101)
    await expect
      .poll(async () => await operator.station(id))
      .toMatchObject({
        ...{ securityProfile: 2, securityProfileSet: true, awaitedSecurityProfiles: [] },
      })
    expect(await knock(id, version, 1)).toBe(403)
    expect(await knock(id, version, 3)).toBe(403)
  })

  test('A00.FR.002 a station that would not rise is served as before', async () => {
    const id = await entered(1)
    expect(await (await ordering(id)).answer('Rejected')).toMatchObject({ state: 'refused' })
    expect(await operator.station(id)).toMatchObject({ securityProfile: 1, awaitedSecurityProfiles: [] })
    expect(await knock(id, version, 2)).toBe(403)
    expect(await knock(id, version, 1)).toBe(101)
  })
})

test('ocpp2.1 A05.FR.07 a profile of another slot counts from when the slot is to be tried', async () => {
  const id = await entered(1)
  const station = await come(id, 'ocpp2.1', 1)
  await station.call('BootNotification', boots['ocpp2.1'])
  const place = { component: { name: 'NetworkConfiguration', instance: '3' }, variable: { name: 'SecurityProfile' } }
  const report = { requestId: 7, seqNo: 0, generatedAt: new Date().toISOString(), tbc: false }
  const reportData = [{ ...place, variableAttribute: [{ type: 'Actual', value: '2' }] }]
  await station.call('NotifyReport', { ...report, reportData })
  const variable = { component: 'OCPPCommCtrlr', name: 'NetworkConfigurationPriority', value: '3,1' }
  const command = await operator.command(id, 'set-variables', { variables: [variable] })
  const { component, name } = variable
  const result = { attributeStatus: 'Accepted', component: { name: component }, variable: { name } }
  station.send([3, (await station.asked()).id, { setVariableResult: [result] }])
  await operator.settled(command)
  expect((await operator.station(id)).awaitedSecurityProfiles).toEqual([2])
})
