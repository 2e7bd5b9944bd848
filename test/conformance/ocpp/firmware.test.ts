import { afterAll, describe, expect, test } from 'vitest'
import type { CommandRequests } from '#domain/commands'
import type { OcppVersion } from '#ocpp/rpc'
import { makeFirmware, type UpkeepOptions } from '#simulator'
import { TestAuthority } from '#test/certificates'
import { make, newestUpdate, offerImage, signed, steps } from '../maintained.ts'
import type { SeenCommand } from '../operator.ts'
import { openScene } from '../scene.ts'
import { field, type Simulated, simulated, VERSIONS } from '../simulated.ts'

/** OCPP 1.6 with the security extension speaks as 2.x does, in messages of its own. */
type Dialect = OcppVersion | 'ocpp1.6 with the security extension'
const EXTENDED = 'ocpp1.6 with the security extension'
const SECURE = [EXTENDED, 'ocpp2.0.1', 'ocpp2.1'] as const satisfies readonly Dialect[]

const { platform, operator } = await openScene()
let count = 0
const running: Simulated[] = []
const manufacturer = await TestAuthority.create('Manufacturer')
const signer = await manufacturer.issue({ commonName: 'Firmware', keyKind: 'rsa' })
afterAll(() => {
  for (const { station } of running) station.stop()
})

interface Subject extends Simulated {
  readonly id: string
  readonly dialect: Dialect
}

async function booted(dialect: Dialect, upkeep: UpkeepOptions = {}): Promise<Subject> {
  count += 1
  const id = `FW-${count}`
  const version = dialect === EXTENDED ? 'ocpp1.6' : dialect
  const own = { securityExtension: dialect === EXTENDED, manufacturerRoot: manufacturer.cert, ...upkeep }
  const one = simulated({ id, version, url: platform.ocppUrl, upkeep: own })
  running.push(one)
  await one.boot()
  // By its configuration keys a station of 1.6 shows that it has the extension.
  if (dialect === EXTENDED) await operator.carryOut(id, 'get-variables', {})
  return { ...one, id, dialect }
}

const actions = {
  'ocpp1.6': ['UpdateFirmware', 'FirmwareStatusNotification'],
  [EXTENDED]: ['SignedUpdateFirmware', 'SignedFirmwareStatusNotification'],
  'ocpp2.0.1': ['UpdateFirmware', 'FirmwareStatusNotification'],
  'ocpp2.1': ['UpdateFirmware', 'FirmwareStatusNotification'],
} as const satisfies Record<Dialect, readonly [string, string]>

/** Asks for an update at once, by the station's own clock. */
function ask(
  { id, clock }: Subject,
  imageId: string,
  more: Partial<CommandRequests['update-firmware']> = {},
): Promise<SeenCommand> {
  const retrieveAt = new Date(clock.nowMs()).toISOString()
  return operator.carryOut(id, 'update-firmware', { imageId, retrieveAt, retries: 0, ...more })
}

/** The statuses a station tells, up to this one. */
async function told({ dialect, journal }: Subject, last: string): Promise<readonly object[]> {
  const heard: object[] = []
  for (;;) {
    const { request } = await journal.exchange(actions[dialect][1])
    heard.push(request)
    if (field(request, 'status') === last) return heard
  }
}

const words = (told: readonly object[]) => told.map((payload) => field(payload, 'status'))

/** From `Installing` on: the installation takes its time, and a restart. */
async function reboot({ clock, journal }: Subject): Promise<object> {
  clock.advance(5_000)
  await journal.state('offline')
  clock.advance(3_000)
  return (await journal.exchange('BootNotification')).request
}

const signedImage = (version: string) => offerImage(platform, operator, version, (file) => signed(file, signer))
const versionIn = (boot: object) => field(boot, 'firmwareVersion') ?? field(boot, 'chargingStation', 'firmwareVersion')

describe.each(VERSIONS)('%s without a signature', (version) => {
  test('1.6 §4.5 1.6 §5.19 1.6 §8.1 TC_044_1_CSMS · L02.FR.01 L02.FR.06 L02.FR.21 the station fetches, installs and boots into the new version', async () => {
    const { image } = await offerImage(platform, operator, '3.0.0')
    const subject = await booted(version)
    const command = await ask(subject, image.id)
    expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    const heard = [...(await told(subject, 'Installing'))]
    expect(words(heard)).toEqual(['Downloading', 'Downloaded', 'Installing'])
    expect(await newestUpdate(operator, subject.id)).toMatchObject({
      ...{ imageId: image.id, commandId: command.id, version: '3.0.0', formerVersion: '1.8.2', signed: false },
      ...{ status: 'installing', outcome: 'running' },
    })

    expect(versionIn(await reboot(subject))).toBe('3.0.0')
    heard.push(...(await told(subject, 'Installed')))
    const update = await newestUpdate(operator, subject.id)
    expect(update).toMatchObject({ status: 'installed', outcome: 'installed', stationVersion: '3.0.0' })
    expect(update.finishedAt).toBeDefined()
    expect(steps(update)).toEqual([
      ...['downloading', 'downloaded', 'installing'],
      ...(version === 'ocpp1.6' ? [] : ['rebooting']),
      'installed',
    ])
    // 1.6 has no numbers; 2.x has one, the same in all (L02.FR.06).
    const numbers = new Set(heard.map((payload) => field(payload, 'requestId')))
    expect([...numbers]).toEqual(version === 'ocpp1.6' ? [undefined] : [update.requestId])
    expect(await operator.station(subject.id)).toMatchObject({ firmwareVersion: '3.0.0' })
  })

  test('L02.FR.19 TC_044_2_CSMS a download that fails is tried as often as asked, then given up', async () => {
    const { image } = await offerImage(platform, operator, '3.0.1')
    const subject = await booted(version, { firmwareFault: 'download' })
    await ask(subject, image.id, { retries: 2, retryIntervalS: 60 })
    const heard: object[] = []
    for (let attempt = 0; attempt < 3; attempt += 1) {
      heard.push(...(await told(subject, 'Downloading')))
      subject.clock.advance(60_000)
    }
    heard.push(...(await told(subject, 'DownloadFailed')))
    expect(words(heard)).toEqual(['Downloading', 'Downloading', 'Downloading', 'DownloadFailed'])
    expect(await newestUpdate(operator, subject.id)).toMatchObject({ status: 'download-failed', outcome: 'failed' })
  })

  test('L01.FR.29 what is no firmware for the station is not installed', async () => {
    const file = makeFirmware({ ...make, model: 'Toaster', version: '3.0.2' })
    const { image } = await offerImage(platform, operator, '3.0.2', () => ({}), file)
    const subject = await booted(version)
    await ask(subject, image.id)
    const last = version === 'ocpp1.6' ? 'InstallationFailed' : 'InstallVerificationFailed'
    expect(words(await told(subject, last))).toEqual(['Downloading', 'Downloaded', last])
    const status = version === 'ocpp1.6' ? 'installation-failed' : 'verification-failed'
    expect(await newestUpdate(operator, subject.id)).toMatchObject({ status, outcome: 'failed' })
  })

  test('TC_044_3_CSMS an installation that fails is told, and so is one that does not come up', async () => {
    const { image } = await offerImage(platform, operator, '3.0.3')
    const failing = await booted(version, { firmwareFault: 'installation' })
    await ask(failing, image.id)
    await told(failing, 'Installing')
    failing.clock.advance(5_000)
    await told(failing, 'InstallationFailed')
    expect(await newestUpdate(operator, failing.id)).toMatchObject({ status: 'installation-failed', outcome: 'failed' })

    const fallen = await booted(version, { firmwareFault: 'boot' })
    await ask(fallen, image.id)
    await told(fallen, 'Installing')
    expect(versionIn(await reboot(fallen))).toBe('1.8.2')
    await told(fallen, 'InstallationFailed')
    expect(await newestUpdate(operator, fallen.id)).toMatchObject({ outcome: 'failed', stationVersion: '1.8.2' })
  })

  test('L01.FR.06 L01.FR.07 L01.FR.34 · 1.6 §5.19 a running transaction is waited for', async () => {
    const { image } = await offerImage(platform, operator, '3.0.4')
    const subject = await booted(version)
    await subject.charge('ALICE')
    await ask(subject, image.id)
    await told(subject, 'Downloaded')
    if (version !== 'ocpp1.6') await told(subject, 'InstallScheduled')
    expect(subject.journal.unread.map(({ action }) => action)).not.toContain(actions[version][1])
    await subject.station.presentToken({ value: 'ALICE', type: 'ISO14443' })
    subject.station.unplug()
    await subject.ended()
    subject.clock.advance(1)
    await told(subject, 'Installing')
    expect(subject.station.evses.map(({ operative }) => operative)).toEqual([false])
    expect(await newestUpdate(operator, subject.id)).toMatchObject({ status: 'installing' })
    await reboot(subject)
    await told(subject, 'Installed')
    expect(subject.station.evses.map(({ operative }) => operative)).toEqual([true])
  })
})

describe.each([...VERSIONS, EXTENDED] as const)('%s without a connection', (dialect) => {
  test('what comes of an update is told afterwards, in its order', async () => {
    const { image } = await signedImage('4.2.0')
    const subject = await booted(dialect, { firmwareFault: 'installation' })
    await ask(subject, image.id)
    await told(subject, 'Installing')
    subject.station.goOffline()
    await subject.journal.state('offline')
    await operator.untilConnected(subject.id, false)
    subject.clock.advance(5_000)
    expect(await newestUpdate(operator, subject.id)).toMatchObject({ status: 'installing', outcome: 'running' })
    subject.station.goOnline()
    expect(words(await told(subject, 'InstallationFailed'))).toEqual(['InstallationFailed'])
    expect(await newestUpdate(operator, subject.id)).toMatchObject({ status: 'installation-failed', outcome: 'failed' })
  })
})

describe.each(SECURE)('%s with a signature', (dialect) => {
  test('L01.FR.01 L01.FR.10 L01.FR.11 L01.FR.31 L01.FR.32 TC_080_CSMS the certificate goes along, and every step is told', async () => {
    const { image } = await signedImage('4.0.0')
    const subject = await booted(dialect)
    const command = await ask(subject, image.id)
    expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    const { request } = await subject.journal.served(actions[dialect][0])
    expect(request).toMatchObject({
      requestId: command.result?.details?.requestId,
      retries: 0,
      firmware: { signature: image.signature, signingCertificate: signer.cert },
    })
    const heard = [...(await told(subject, 'Installing'))]
    await reboot(subject)
    heard.push(...(await told(subject, 'Installed')))
    expect(words(heard)).toEqual([
      ...['Downloading', 'Downloaded', 'SignatureVerified', 'Installing', 'InstallRebooting', 'Installed'],
    ])
    const event = (await subject.journal.exchange('SecurityEventNotification')).request
    expect(event).toMatchObject({ type: 'FirmwareUpdated' })
    const update = await newestUpdate(operator, subject.id)
    expect(new Set(heard.map((payload) => field(payload, 'requestId')))).toEqual(new Set([update.requestId]))
    expect(update).toMatchObject({ signed: true, outcome: 'installed', stationVersion: '4.0.0' })
  })

  test('L01.FR.02 L01.FR.22 · 1.6 L01.FR.24 a certificate that is not of the manufacturer is refused', async () => {
    const stranger = await (await TestAuthority.create('Stranger')).issue({ commonName: 'x', keyKind: 'rsa' })
    const { image } = await offerImage(platform, operator, '4.0.1', (file) => signed(file, stranger))
    const subject = await booted(dialect)
    const command = await ask(subject, image.id)
    expect(command).toMatchObject({ state: 'refused', result: { status: 'InvalidCertificate' } })
    const event = (await subject.journal.exchange('SecurityEventNotification')).request
    expect(event).toMatchObject({ type: 'InvalidFirmwareSigningCertificate' })
    expect(await newestUpdate(operator, subject.id)).toMatchObject({ status: 'refused', outcome: 'failed' })
  })

  test('L01.FR.03 L01.FR.04 TC_081_CSMS a file that is not the one that was signed is not installed', async () => {
    const { image } = await signedImage('4.0.2')
    const subject = await booted(dialect, { firmwareFault: 'signature' })
    await ask(subject, image.id)
    const heard = await told(subject, 'InvalidSignature')
    expect(words(heard)).toEqual(['Downloading', 'Downloaded', 'InvalidSignature'])
    const event = (await subject.journal.exchange('SecurityEventNotification')).request
    expect(event).toMatchObject({ type: 'InvalidFirmwareSignature' })
    expect(await newestUpdate(operator, subject.id)).toMatchObject({ status: 'signature-invalid', outcome: 'failed' })
  })

  test('L01.FR.13 L01.FR.16 it is fetched and installed when it was asked to be', async () => {
    const { image } = await signedImage('4.0.3')
    const subject = await booted(dialect)
    const later = (minutes: number) => new Date(subject.clock.nowMs() + minutes * 60_000).toISOString()
    await ask(subject, image.id, { retrieveAt: later(10), installAt: later(60) })
    await told(subject, 'DownloadScheduled')
    expect(await newestUpdate(operator, subject.id)).toMatchObject({ status: 'download-scheduled' })
    subject.clock.advance(10 * 60_000)
    await told(subject, 'InstallScheduled')
    expect(await newestUpdate(operator, subject.id)).toMatchObject({ status: 'install-scheduled' })
    subject.clock.advance(50 * 60_000)
    await told(subject, 'Installing')
  })

  test('L01.FR.24 · 1.6 L01.FR.26 a new update takes the place of one that waits', async () => {
    const { image } = await signedImage('4.0.4')
    const subject = await booted(dialect)
    const later = new Date(subject.clock.nowMs() + 3_600_000).toISOString()
    const first = await ask(subject, image.id, { retrieveAt: later })
    await told(subject, 'DownloadScheduled')
    const second = await ask(subject, image.id)
    expect(second).toMatchObject({ state: 'answered', result: { status: 'AcceptedCanceled' } })
    await told(subject, 'Installing')
    const { items } = await operator.get<{ items: readonly object[] }>(`/firmware-updates?stationId=${subject.id}`)
    expect(items).toMatchObject([
      { commandId: second.id, status: 'installing', outcome: 'running' },
      { commandId: first.id, status: 'canceled', outcome: 'canceled' },
    ])
  })

  test('L01.FR.27 one that cannot be called off goes on, and the new one is refused', async () => {
    const { image } = await signedImage('4.0.5')
    const subject = await booted(dialect)
    const first = await ask(subject, image.id)
    await told(subject, 'Installing')
    const second = await ask(subject, image.id)
    expect(second).toMatchObject({ state: 'refused', result: { status: 'Rejected' } })
    await reboot(subject)
    await told(subject, 'Installed')
    const { items } = await operator.get<{ items: readonly object[] }>(`/firmware-updates?stationId=${subject.id}`)
    expect(items).toMatchObject([
      { commandId: second.id, outcome: 'failed' },
      { commandId: first.id, outcome: 'installed' },
    ])
  })
})

describe.each(SECURE)('%s asked how far it is', (dialect) => {
  // In the security whitepaper of 1.6 they are L01.FR.28 and 29.
  test('L01.FR.20 L01.FR.25 L01.FR.26 the last status again, and Idle once it was Installed', async () => {
    const { image } = await signedImage('4.1.0')
    const subject = await booted(dialect)
    await ask(subject, image.id)
    await told(subject, 'Installing')
    const { requestId } = await newestUpdate(operator, subject.id)
    await operator.carryOut(subject.id, 'trigger', { message: 'firmware-status' })
    expect(await told(subject, 'Installing')).toEqual([{ status: 'Installing', requestId }])
    await reboot(subject)
    await told(subject, 'Installed')
    await operator.carryOut(subject.id, 'trigger', { message: 'firmware-status' })
    expect(await told(subject, 'Idle')).toEqual([{ status: 'Idle' }])
    expect(await newestUpdate(operator, subject.id)).toMatchObject({ status: 'installed' })
  })
})

describe('1.6 and signatures', () => {
  test('whitepaper L01.FR.20 a station with the extension is offered nothing unsigned', async () => {
    const { image } = await offerImage(platform, operator, '5.0.0')
    const subject = await booted(EXTENDED)
    const command = await ask(subject, image.id)
    expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'unsupported' } } })
    expect(command.sentAt).toBeUndefined()
  })

  test('without the extension there is no moment to install at: refused, and nothing is sent', async () => {
    const { image } = await offerImage(platform, operator, '5.0.1')
    const subject = await booted('ocpp1.6')
    const command = await ask(subject, image.id, { installAt: new Date().toISOString() })
    expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'unsupported' } } })
    expect(command.sentAt).toBeUndefined()
  })
})

describe('what cannot be offered is refused before anything is sent', () => {
  test.each<[string, (subject: Subject) => Promise<string>, string]>([
    ['an image nobody has', async () => 'no-such-image', 'not-found'],
    [
      'one for another make of station',
      async () =>
        (await operator.post<{ id: string }>('/firmware-images', { vendor: 'Other', version: '1', ...elsewhere })).id,
      'conflict',
    ],
    [
      'one whose content was not sent',
      async () => (await operator.post<{ id: string }>('/firmware-images', { ...own, version: '1' })).id,
      'conflict',
    ],
    [
      'one of another party',
      async () => {
        await operator.post('/parties', { id: 'stranger', name: 'Stranger' })
        const theirs = { ...own, version: '1', ...elsewhere, partyId: 'stranger' }
        return (await operator.post<{ id: string }>('/firmware-images', theirs)).id
      },
      'not-found',
    ],
  ])('%s', async (_what, imageOf, code) => {
    const subject = await booted('ocpp2.0.1')
    const command = await ask(subject, await imageOf(subject))
    expect(command).toMatchObject({ state: 'refused', result: { error: { code } } })
    expect(command.sentAt).toBeUndefined()
  })
})

const own = { ...make, partyId: 'default' }
const elsewhere = { partyId: 'default', location: 'https://manufacturer.example/firmware.bin' }

test('an image that lies elsewhere is fetched there', async () => {
  const subject = await booted('ocpp2.1')
  const { id } = await operator.post<{ id: string }>('/firmware-images', { ...own, version: '7', ...elsewhere })
  await ask(subject, id)
  const { request } = await subject.journal.served('UpdateFirmware')
  expect(request).toMatchObject({ firmware: { location: elsewhere.location } })
})

test('statuses of updates nobody asked for are kept as events, and change nothing', async () => {
  const subject = await booted('ocpp2.1')
  subject.station.send({ action: 'FirmwareStatusNotification', payload: { status: 'Installed', requestId: 4711 } })
  await told(subject, 'Installed')
  const { items } = await operator.get<{ items: readonly object[] }>(`/firmware-updates?stationId=${subject.id}`)
  expect(items).toEqual([])
  const events = await operator.get<{ items: readonly object[] }>(`/stations/${subject.id}/events?kind=firmware`)
  expect(events.items).toMatchObject([{ type: 'Installed', facts: { requestId: 4711 } }])
})
