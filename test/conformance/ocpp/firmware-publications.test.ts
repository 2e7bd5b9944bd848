import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FirmwarePublication } from '#domain/firmware'
import type { OcppVersion } from '#ocpp/rpc'
import { bootedStation, resultOf } from '../booted-station.ts'
import { md5, newestUpdate, offerImage } from '../maintained.ts'
import type { List, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { field, type Simulated, simulated } from '../simulated.ts'

const { platform, operator } = await openScene()
const running: Simulated[] = []
afterAll(() => {
  for (const { station } of running) station.stop()
})

async function booted(id: string, version: OcppVersion, localController: boolean): Promise<Simulated> {
  const one = simulated({ id, version, url: platform.ocppUrl, upkeep: { localController } })
  running.push(one)
  await one.boot()
  return one
}

async function publication(stationId: string): Promise<Wire<FirmwarePublication>> {
  const list = await operator.get<List<Wire<FirmwarePublication>>>(`/firmware-publications?stationId=${stationId}`)
  const [newest] = list.items
  if (newest === undefined) throw new Error(`${stationId} publishes nothing`)
  return newest
}

async function told({ journal }: Simulated, last: string): Promise<readonly unknown[]> {
  const heard: unknown[] = []
  for (;;) {
    const { request } = await journal.exchange('PublishFirmwareStatusNotification')
    heard.push(field(request, 'status'))
    if (heard.at(-1) === last) return heard
  }
}

describe.each(['ocpp2.0.1', 'ocpp2.1'] as const)('%s a local controller', (version) => {
  const id = `LC-${version}`
  let controller: Simulated
  beforeAll(async () => {
    controller = await booted(id, version, true)
  })

  test('L03.FR.01 L03.FR.02 L03.FR.04 L03.FR.05 L03.FR.09 keeps an image, and says where', async () => {
    const { image, file } = await offerImage(platform, operator, '3.1.0')
    const command = await operator.carryOut(id, 'publish-firmware', { imageId: image.id })
    expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    expect((await controller.journal.served('PublishFirmware')).request).toMatchObject({ checksum: md5(file) })
    expect(await told(controller, 'Published')).toEqual(['Downloading', 'Downloaded', 'ChecksumVerified', 'Published'])
    const published = await publication(id)
    expect(published).toMatchObject({ imageId: image.id, commandId: command.id, status: 'published' })
    const [location = ''] = published.locations
    expect(Buffer.from(await (await fetch(location)).arrayBuffer()).equals(file)).toBe(true)

    // L01: a station behind it is sent there.
    const { id: imageId } = await operator.post<{ id: string }>('/firmware-images', {
      ...{ partyId: 'default', vendor: image.vendor, model: image.model, version: image.version, location },
    })
    const behind = await booted(`${id}-behind`, version, false)
    const retrieveAt = new Date(behind.clock.nowMs()).toISOString()
    await operator.carryOut(`${id}-behind`, 'update-firmware', { imageId, retrieveAt })
    for (let status: unknown; status !== 'Downloaded'; ) {
      status = field((await behind.journal.exchange('FirmwareStatusNotification')).request, 'status')
    }
    expect(await newestUpdate(operator, `${id}-behind`)).toMatchObject({ outcome: 'running' })

    const taken = await operator.carryOut(id, 'unpublish-firmware', { imageId: image.id })
    // L04.FR.01 L04.FR.02
    expect(taken).toMatchObject({ state: 'answered', result: { status: 'Unpublished' } })
    expect((await publication(id)).status).toBe('unpublished')
    expect((await fetch(location)).status).toBe(404)
  })

  test('L04.FR.03 has nothing to take away: NoFirmware', async () => {
    const { image } = await offerImage(platform, operator, '3.1.1')
    const command = await operator.carryOut(id, 'unpublish-firmware', { imageId: image.id })
    expect(command).toMatchObject({ state: 'refused', result: { status: 'NoFirmware' } })
  })

  test('L03.FR.06 L03.FR.07 a file that cannot be had, or is another, is not published', async () => {
    const make = { partyId: 'default', vendor: 'Chargewright Works', version: '3.1.2', md5: '0'.repeat(32) }
    const gone = { ...make, location: `${platform.apiUrl}/nothing-here/at-all.bin` }
    const unreachable = await operator.post<{ id: string }>('/firmware-images', gone)
    await operator.carryOut(id, 'publish-firmware', { imageId: unreachable.id })
    expect(await told(controller, 'DownloadFailed')).toEqual(['Downloading', 'DownloadFailed'])
    expect((await publication(id)).status).toBe('download-failed')

    const other = await operator.post<{ id: string }>('/firmware-images', {
      ...make,
      location: `${platform.apiUrl}/healthz`,
    })
    await operator.carryOut(id, 'publish-firmware', { imageId: other.id })
    expect(await told(controller, 'InvalidChecksum')).toEqual(['Downloading', 'Downloaded', 'InvalidChecksum'])
    expect((await publication(id)).status).toBe('checksum-invalid')
  })

  test('L03.FR.08 late and repeated statuses, and those of nobody, change nothing', async () => {
    const raw = await bootedStation(platform, `raw-${version}`, version)
    const { image } = await offerImage(platform, operator, '3.1.3')
    const asked = operator.command(`raw-${version}`, 'publish-firmware', { imageId: image.id })
    const call = await raw.asked()
    raw.send([3, call.id, { status: 'Accepted' }])
    await operator.settled(await asked)
    const requestId = field(call.payload, 'requestId')
    for (const status of ['PublishFailed', 'Downloading', 'PublishFailed', 'Idle']) {
      const answer = await raw.call('PublishFirmwareStatusNotification', { status, requestId })
      expect(resultOf(answer)).toEqual({})
    }
    expect((await publication(`raw-${version}`)).status).toBe('publish-failed')
    const strange = { status: 'Published', requestId: 1, location: ['http://nowhere'] }
    expect(resultOf(await raw.call('PublishFirmwareStatusNotification', strange))).toEqual({})
    expect(await publication(`raw-${version}`)).toMatchObject({ status: 'publish-failed', locations: [] })
  })
})

test('OCPP 1.6 has no local controllers: refused, and nothing is sent', async () => {
  await booted('LC-1.6', 'ocpp1.6', true)
  const { image } = await offerImage(platform, operator, '3.1.4')
  for (const kind of ['publish-firmware', 'unpublish-firmware'] as const) {
    const command = await operator.carryOut('LC-1.6', kind, { imageId: image.id })
    expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'unsupported' } } })
    expect(command.sentAt).toBeUndefined()
  }
})

test('B-06 OCPP 1.6 does not know PublishFirmwareStatusNotification', async () => {
  const raw = await bootedStation(platform, 'raw-1.6', 'ocpp1.6')
  const answer = await raw.call('PublishFirmwareStatusNotification', { status: 'Published', requestId: 1 })
  expect(answer.slice(0, 3)).toEqual([4, answer[1], 'NotImplemented'])
})

test('a station that is no local controller says so', async () => {
  await booted('LC-none', 'ocpp2.1', false)
  const { image } = await offerImage(platform, operator, '3.1.5')
  const command = await operator.carryOut('LC-none', 'publish-firmware', { imageId: image.id })
  expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'NotSupported' } } })
  expect((await publication('LC-none')).status).toBe('refused')
})
