import { beforeEach, expect, test } from 'vitest'
import type { InstalledCertificate, StationCertificate } from '#domain/certificates'
import type { CommandRequests } from '#domain/commands'
import { TestAuthority } from '#test/certificates'
import type { RawStation } from '#test/raw-station'
import { signingRequest } from '#test/signing-request'
import { resultOf } from '../booted-station.ts'
import { play, type Step, step } from '../official.ts'
import type { List, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'

const CSO = 'Example Charging'
const { operator, raw } = await openScene({ settings: { ocpp: { csoName: CSO } } })
const certificate = (await TestAuthority.create('Root of all')).cert

let station: RawStation
let stationId = ''
beforeEach(async () => {
  ;({ id: stationId, station } = await raw('ocpp2.0.1'))
  return () => station.connection.terminate()
})
const run = (...steps: readonly Step[]) => play(operator, stationId, station, steps)

type Use = CommandRequests['install-certificate']['use']
const install = (use: Use, certificateType: string, status = 'Accepted'): Step =>
  step(['install-certificate', { use, certificate }], ['InstallCertificate', { certificateType, certificate }], status)

test.each([
  ['TC_M_01_CSMS', 'platform-root', 'CSMSRootCertificate'],
  ['TC_M_02_CSMS', 'manufacturer-root', 'ManufacturerRootCertificate'],
  ['TC_M_03_CSMS', 'v2g-root', 'V2GRootCertificate'],
  ['TC_M_04_CSMS', 'mobility-operator-root', 'MORootCertificate'],
] as const)('ocpp2.0.1 %s a certificate for the use %s is installed', async (_, use, type) => {
  await run(install(use, type))
})

test('ocpp2.0.1 TC_M_05_CSMS a certificate cannot be installed', async () => {
  await run(install('platform-root', 'CSMSRootCertificate', 'Failed'))
})

const named = (hashAlgorithm: string) => ({
  hashAlgorithm,
  issuerNameHash: 'ab12',
  issuerKeyHash: 'cd34',
  serialNumber: '5e',
})
const chain = (certificateType: string, algorithm = 'SHA256') => ({
  ...{ certificateType, certificateHashData: named(algorithm) },
})
type Asked = NonNullable<CommandRequests['get-installed-certificates']['uses']>
const list = (uses: Asked | undefined, types: readonly string[], told: readonly object[]): Step => ({
  says: ['get-installed-certificates', uses === undefined ? {} : { uses }],
  call: ['GetInstalledCertificateIds', uses === undefined ? {} : { certificateType: types }],
  answer: told.length === 0 ? { status: 'NotFound' } : { status: 'Accepted', certificateHashDataChain: told },
  status: told.length === 0 ? 'NotFound' : 'Accepted',
})
const shown = async () =>
  (await operator.get<List<Wire<InstalledCertificate>>>(`/stations/${stationId}/installed-certificates`)).items

const ALGORITHMS = ['SHA256', 'SHA384', 'SHA512'] as const
test('ocpp2.0.1 TC_M_12_CSMS our root certificates are listed, by whatever hashes', async () => {
  for (const algorithm of ALGORITHMS) {
    await run(list(['platform-root'], ['CSMSRootCertificate'], [chain('CSMSRootCertificate', algorithm)]))
    expect(await shown()).toMatchObject([{ use: 'platform-root', hashData: { algorithm } }])
  }
})

test.each<[string, Asked, string[]]>([
  ['TC_M_13_CSMS', ['manufacturer-root'], ['ManufacturerRootCertificate']],
  ['TC_M_14_CSMS', ['v2g-root'], ['V2GRootCertificate']],
  ['TC_M_15_CSMS', ['v2g-chain'], ['V2GCertificateChain']],
  ['TC_M_16_CSMS', ['mobility-operator-root'], ['MORootCertificate']],
  ['TC_M_17_CSMS', ['platform-root', 'manufacturer-root'], ['CSMSRootCertificate', 'ManufacturerRootCertificate']],
])('ocpp2.0.1 %s certificates for %j are listed', async (_, uses, types) => {
  await run(
    list(
      uses,
      types,
      types.map((type) => chain(type)),
    ),
  )
  expect((await shown()).map(({ use }) => use).toSorted()).toEqual(uses.toSorted())
})

test('ocpp2.0.1 TC_M_18_CSMS all certificates are listed', async () => {
  await run(list(undefined, [], [chain('CSMSRootCertificate'), chain('V2GRootCertificate')]))
  expect(await shown()).toHaveLength(2)
})

test('ocpp2.0.1 TC_M_19_CSMS no certificate is listed', async () => {
  await run(list(['manufacturer-root'], ['ManufacturerRootCertificate'], []))
  expect(await shown()).toEqual([])
})

async function remove(algorithm: string, status: string) {
  await run(list(['platform-root'], ['CSMSRootCertificate'], [chain('CSMSRootCertificate', algorithm)]))
  const [root] = await shown()
  await run(
    step(
      ['delete-certificate', { installedId: root?.id ?? '' }],
      ['DeleteCertificate', { certificateHashData: { hashAlgorithm: algorithm, serialNumber: expect.any(String) } }],
      status,
    ),
  )
}

test('ocpp2.0.1 TC_M_20_CSMS a certificate is deleted, by whatever hashes', async () => {
  for (const algorithm of ALGORITHMS) {
    await run(install('platform-root', 'CSMSRootCertificate'))
    await remove(algorithm, 'Accepted')
    expect(await shown()).toEqual([])
  }
})

test('ocpp2.0.1 TC_M_21_CSMS a certificate cannot be deleted', async () => {
  await run(install('platform-root', 'CSMSRootCertificate'))
  await remove('SHA256', 'Failed')
  expect(await shown()).toHaveLength(1)
})

test.each([
  ['TC_A_11_CSMS a new certificate of the station, because we ask for it, is installed', 'Accepted', 'installed'],
  ['TC_A_14_CSMS a new certificate that the station finds invalid is not taken for installed', 'Rejected', 'rejected'],
])('ocpp2.0.1 %s', async (_, answer, state) => {
  await run(
    step(
      ['trigger', { message: 'sign-certificate' }],
      ['TriggerMessage', { requestedMessage: 'SignChargingStationCertificate' }],
    ),
  )
  const csr = await signingRequest({ commonName: stationId, organization: CSO })
  const request = { csr, certificateType: 'ChargingStationCertificate' }
  expect(resultOf(await station.call('SignCertificate', request))).toEqual({ status: 'Accepted' })
  const { id, action, payload } = await station.asked()
  expect([action, payload]).toEqual([
    'CertificateSigned',
    { certificateChain: expect.stringContaining('BEGIN CERTIFICATE'), certificateType: 'ChargingStationCertificate' },
  ])
  station.send([3, id, { status: answer }])
  const known = async () =>
    (await operator.get<List<Wire<StationCertificate>>>(`/stations/${stationId}/certificates`)).items
  await expect.poll(async () => (await known()).map((one) => one.state)).toEqual([state])
})
