import { describe, expect, test } from 'vitest'
import type { InstalledCertificate } from '#domain/certificates'
import type { OcppVersion } from '#ocpp/rpc'
import { TestAuthority } from '#test/certificates'
import type { List, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { VERSIONS } from '../simulated.ts'

const { platform, operator, raw, real } = await openScene()
const authority = await TestAuthority.create('Root of all')

const installedAt = async (id: string) =>
  (await operator.get<List<Wire<InstalledCertificate>>>(`/stations/${id}/installed-certificates`)).items

const words = {
  'ocpp1.6': 'CentralSystemRootCertificate',
  'ocpp2.0.1': 'CSMSRootCertificate',
  'ocpp2.1': 'CSMSRootCertificate',
} as const
const roots = [
  ['platform-root', 'TC_075_2_CSMS', words],
  ['manufacturer-root', 'TC_075_1_CSMS', undefined],
] as const

describe.each(VERSIONS)('%s', (version) => {
  test.each(roots)(
    'M03 M04 M05 a %s %s TC_076_CSMS is installed, listed, shown, deleted and listed no more',
    async (use, _, named) => {
      const { station, journal } = await real(version)
      const { id } = station
      const certificate = authority.cert
      const list = () => operator.carryOut(id, 'get-installed-certificates', {})
      expect(await list()).toMatchObject({ state: 'answered', result: { status: 'NotFound' } })
      expect(await installedAt(id)).toEqual([])

      const installing = await operator.carryOut(id, 'install-certificate', { use, certificate })
      expect(installing).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
      expect((await journal.served('InstallCertificate')).request).toEqual({
        certificateType: named?.[version] ?? 'ManufacturerRootCertificate',
        certificate,
      })
      expect(await list()).toMatchObject({ state: 'answered' })
      const [root, ...others] = await installedAt(id)
      expect(others).toEqual([])
      expect(root).toMatchObject({ use, stationId: id, hashData: { algorithm: 'SHA256' }, children: [] })
      expect(root?.hashData.serialNumber).toBe('1')

      const installedId = root?.id ?? ''
      const deleting = await operator.carryOut(id, 'delete-certificate', { installedId })
      expect(deleting).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
      expect(station.certificates.trust.roots).toEqual([])
      expect(await installedAt(id)).toEqual([])
      expect(await list()).toMatchObject({ state: 'answered', result: { status: 'NotFound' } })
      station.stop()
    },
  )

  test('M04.FR.07 a certificate is deleted by the hashes the station itself has told, whatever algorithm it uses', async () => {
    const { id, station } = await raw(version)
    const hashes = { issuerNameHash: 'AB'.repeat(64), issuerKeyHash: 'CD'.repeat(64), serialNumber: '0E' }
    const told = { hashAlgorithm: 'SHA512', ...hashes }
    const uses = ['platform-root'] as const
    const listing = await operator.command(id, 'get-installed-certificates', { uses })
    const asked = await station.asked()
    const answer =
      version === 'ocpp1.6'
        ? { certificateHashData: [told] }
        : { certificateHashDataChain: [{ certificateType: 'CSMSRootCertificate', certificateHashData: told }] }
    station.send([3, asked.id, { status: 'Accepted', ...answer }])
    expect(await operator.settled(listing)).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    const [root] = await installedAt(id)

    const deleting = await operator.command(id, 'delete-certificate', { installedId: root?.id ?? '' })
    const { id: messageId, action, payload } = await station.asked()
    expect(action).toBe('DeleteCertificate')
    expect(payload).toEqual({ certificateHashData: told })
    station.send([3, messageId, { status: 'Failed' }])
    expect(await operator.settled(deleting)).toMatchObject({ state: 'refused', result: { status: 'Failed' } })
    expect(await installedAt(id)).toHaveLength(1)
  })

  test('M04.FR.04 a certificate the station does not have any more is forgotten', async () => {
    const { station } = await real(version)
    const { id } = station
    await operator.carryOut(id, 'install-certificate', { use: 'platform-root', certificate: authority.cert })
    await operator.carryOut(id, 'get-installed-certificates', {})
    const [root] = await installedAt(id)
    await operator.carryOut(id, 'delete-certificate', { installedId: root?.id ?? '' })
    const { hashData, use } = root ?? { hashData: undefined, use: undefined }
    if (hashData === undefined || use === undefined) throw new Error('the station keeps no root')
    await platform.services.certificates.recordInstalled(id, undefined, [{ use, hashData, children: [] }])
    const again = await operator.carryOut(id, 'delete-certificate', { installedId: root?.id ?? '' })
    expect(again).toMatchObject({ state: 'refused', result: { status: 'NotFound' } })
    expect(await installedAt(id)).toEqual([])
    station.stop()
  })

  test('M04.FR.07 what the station has not told of cannot be deleted, and nothing is sent', async () => {
    const { id, station } = await raw(version)
    const command = await operator.carryOut(id, 'delete-certificate', { installedId: 'nothing of the kind' })
    expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'not-found' } } })
    expect(command.sentAt).toBeUndefined()
    expect(station.frames.size).toBe(0)
  })

  test('M05 what is no certificate is sent to nobody', async () => {
    const { id, station } = await raw(version)
    const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
    for (const wrong of ['a certificate, honestly', certificate]) {
      const command = await operator.carryOut(id, 'install-certificate', { use: 'platform-root', certificate: wrong })
      expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'unsupported' } } })
      expect(command.sentAt).toBeUndefined()
    }
    expect(station.frames.size).toBe(0)
  })

  test('what is listed for one use leaves what was told of others', async () => {
    const { station } = await real(version)
    const { id } = station
    for (const use of ['platform-root', 'manufacturer-root'] as const) {
      await operator.carryOut(id, 'install-certificate', { use, certificate: authority.cert })
    }
    await operator.carryOut(id, 'get-installed-certificates', {})
    await operator.carryOut(id, 'get-installed-certificates', { uses: ['manufacturer-root'] })
    expect((await installedAt(id)).map(({ use }) => use)).toEqual(['manufacturer-root', 'platform-root'])
    station.stop()
  })
})

describe('what only one version has', () => {
  test.each<[OcppVersion, 'v2g-root' | 'oem-root']>([
    ['ocpp1.6', 'v2g-root'],
    ['ocpp1.6', 'oem-root'],
    ['ocpp2.0.1', 'oem-root'],
  ])('%s has no %s: refused with the reason, and nothing is sent', async (version, use) => {
    const { id, station } = await raw(version)
    const unsupported = { state: 'refused', result: { error: { code: 'unsupported' } } }
    const certificate = authority.cert
    expect(await operator.carryOut(id, 'install-certificate', { use, certificate })).toMatchObject(unsupported)
    expect(await operator.carryOut(id, 'get-installed-certificates', { uses: [use] })).toMatchObject(unsupported)
    expect(station.frames.size).toBe(0)
  })

  test.each(['ocpp2.0.1', 'ocpp2.1'] as const)(
    '%s M03.FR.05 a chain is shown with what lies below it',
    async (version) => {
      const { id, station } = await raw(version)
      const listing = await operator.command(id, 'get-installed-certificates', { uses: ['v2g-chain'] })
      const asked = await station.asked()
      expect(asked.payload).toEqual({ certificateType: ['V2GCertificateChain'] })
      const named = (serialNumber: string) => ({
        ...{ hashAlgorithm: 'SHA256', issuerNameHash: 'ab', issuerKeyHash: 'cd', serialNumber },
      })
      const chain = { certificateHashData: named('1'), childCertificateHashData: [named('2'), named('3')] }
      const certificateHashDataChain = [{ certificateType: 'V2GCertificateChain', ...chain }]
      station.send([3, asked.id, { status: 'Accepted', certificateHashDataChain }])
      await operator.settled(listing)
      const [shown] = await installedAt(id)
      expect(shown).toMatchObject({ use: 'v2g-chain', hashData: { serialNumber: '1' } })
      expect(shown?.children.map(({ serialNumber }) => serialNumber)).toEqual(['2', '3'])
    },
  )
})
