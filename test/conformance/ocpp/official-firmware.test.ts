import { expect, test } from 'vitest'
import { TestAuthority } from '#test/certificates'
import type { RawStation } from '#test/raw-station'
import { resultOf, yesterdayAt } from '../booted-station.ts'
import { make, offerImage, signed } from '../maintained.ts'
import { play, type Step, step } from '../official.ts'
import { openScene } from '../scene.ts'

const { platform, operator, raw } = await openScene()
const signer = await (await TestAuthority.create('Manufacturer')).issue({ commonName: 'Firmware', keyKind: 'rsa' })
const imageId = (await offerImage(platform, operator, '9.0.0', (file) => signed(file, signer))).image.id

const later = new Date(Date.now() + 3_600_000).toISOString()
const number = expect.any(Number)
const told = (...statuses: readonly string[]): Step['tells'] =>
  statuses.map((status) => ['FirmwareStatusNotification', { status }, {}])
const security = (type: string): NonNullable<Step['tells']> => [
  ['SecurityEventNotification', { type, timestamp: new Date(Date.now() - 1_000).toISOString() }, {}],
]
const chargingStation = { model: make.model, vendorName: make.vendor }
const boot: NonNullable<Step['tells']> = [
  [
    'BootNotification',
    { reason: 'FirmwareUpdate', chargingStation },
    { status: 'Accepted', currentTime: expect.any(String), interval: number },
  ],
]

interface Moments {
  readonly retrieveAt?: string
  readonly installAt?: string
}
const update =
  (status: string, tells: Step['tells'] = [], { retrieveAt, installAt }: Moments = {}) =>
  (): Step =>
    step(
      ['update-firmware', { imageId, ...(retrieveAt && { retrieveAt }), ...(installAt && { installAt }) }],
      [
        'UpdateFirmware',
        {
          requestId: number,
          firmware: {
            ...{ location: expect.any(String), retrieveDateTime: retrieveAt ?? expect.any(String) },
            ...{ signature: expect.any(String), signingCertificate: expect.stringContaining('BEGIN CERTIFICATE') },
            ...(installAt && { installDateTime: installAt }),
          },
        },
      ],
      status,
      { tells, state: /^Accepted/.test(status) ? 'answered' : 'refused' },
    )

const publish =
  (...statuses: readonly string[]) =>
  (): Step =>
    step(
      ['publish-firmware', { imageId }],
      ['PublishFirmware', { requestId: number, location: expect.any(String), checksum: expect.any(String) }],
      'Accepted',
      {
        tells: statuses.map((status) => [
          'PublishFirmwareStatusNotification',
          { status, ...(status === 'Published' && { location: ['http://192.0.2.1/firmware'] }) },
          {},
        ]),
      },
    )
const unpublish = (status: string) => (): Step =>
  step(['unpublish-firmware', { imageId }], ['UnpublishFirmware', { checksum: expect.any(String) }], status, {
    state: status === 'Unpublished' ? 'answered' : 'refused',
  })

const fetched = ['Downloading', 'Downloaded', 'SignatureVerified'] as const
const installed = told('InstallRebooting') ?? []
const whole: Step['tells'] = [
  ...(told(...fetched, 'Installing') ?? []),
  ...installed,
  ...boot,
  ...security('FirmwareUpdated'),
  ...(told('Installed') ?? []),
]

const cases: readonly (readonly [name: string, ...steps: readonly (() => Step)[]])[] = [
  ['TC_L_01_CSMS signed firmware is installed', update('Accepted', whole)],
  [
    'TC_L_02_CSMS signed firmware is installed later',
    update('Accepted', told(...fetched, 'InstallScheduled', 'Installing', 'Installed'), { installAt: later }),
  ],
  [
    'TC_L_03_CSMS signed firmware is downloaded later',
    update('Accepted', told('DownloadScheduled', ...fetched, 'Installing', 'Installed'), { retrieveAt: later }),
  ],
  ["TC_L_04_CSMS the firmware's certificate is revoked", update('RevokedCertificate')],
  [
    "TC_L_05_CSMS the firmware's certificate is invalid",
    update('InvalidCertificate', security('InvalidFirmwareSigningCertificate')),
  ],
  [
    "TC_L_06_CSMS the firmware's signature is wrong",
    update('Accepted', [
      ...(told('Downloading', 'Downloaded', 'InvalidSignature') ?? []),
      ...security('InvalidFirmwareSignature'),
    ]),
  ],
  ['TC_L_07_CSMS the firmware cannot be downloaded', update('Accepted', told('Downloading', 'DownloadFailed'))],
  [
    'TC_L_08_CSMS the installed firmware does not verify',
    update('Accepted', told(...fetched, 'Installing', 'InstallVerificationFailed')),
  ],
  [
    'TC_L_09_CSMS the firmware cannot be installed',
    update('Accepted', [
      ...(told(...fetched, 'Installing', 'InstallRebooting') ?? []),
      ...boot,
      ...(told('InstallationFailed') ?? []),
    ]),
  ],
  [
    'TC_L_10_CSMS an update takes the place of another',
    update('Accepted', told('Downloading')),
    update('AcceptedCanceled', whole),
  ],
  ['TC_L_17_CSMS firmware is published', publish('Downloading', 'Downloaded', 'ChecksumVerified', 'Published')],
  ['TC_L_19_CSMS published firmware with a wrong checksum', publish('Downloading', 'Downloaded', 'InvalidChecksum')],
  [
    'TC_L_20_CSMS firmware cannot be published',
    publish('Downloading', 'Downloaded', 'ChecksumVerified', 'PublishFailed'),
  ],
  ['TC_L_21_CSMS firmware is published no more', unpublish('Unpublished')],
  ['TC_L_22_CSMS nothing was published', unpublish('NoFirmware')],
  ['TC_L_23_CSMS published firmware is being downloaded', unpublish('DownloadOngoing')],
  ['TC_L_24_CSMS firmware to publish cannot be downloaded', publish('Downloading', 'DownloadFailed')],
]
async function connected(): Promise<{ id: string; station: RawStation }> {
  const { id, station } = await raw('ocpp2.0.1')
  await station.call('BootNotification', { reason: 'PowerUp', chargingStation })
  return { id, station }
}

test.each(cases.map(([name, ...steps]) => [name, steps] as const))('ocpp2.0.1 %s', async (_, steps) => {
  const { id, station } = await connected()
  await play(
    operator,
    id,
    station,
    steps.map((made) => made()),
  )
  station.connection.terminate()
})

/** Asks for the update; resolves with its number. */
async function asked(id: string, station: RawStation, status: string): Promise<number> {
  const command = await operator.command(id, 'update-firmware', { imageId })
  const { id: messageId, action, payload } = await station.asked()
  expect(action).toBe('UpdateFirmware')
  station.send([3, messageId, { status }])
  const state = status === 'Accepted' ? 'answered' : 'refused'
  expect(await operator.settled(command)).toMatchObject({ state, result: { status } })
  return Number(Object(payload).requestId)
}

/** Says what comes of the update of this number, step by step. */
async function tell(station: RawStation, requestId: number, steps: Step['tells'] = []) {
  for (const [action, payload, answer] of steps) {
    const numbered = action === 'FirmwareStatusNotification' ? { requestId, ...payload } : payload
    expect(resultOf(await station.call(action, numbered))).toEqual(answer)
  }
}

test('ocpp2.0.1 TC_L_11_CSMS an update that cannot be called off goes on, the new one refused', async () => {
  const { id, station } = await connected()
  const first = await asked(id, station, 'Accepted')
  await tell(station, first, told('Downloading'))
  await asked(id, station, 'Rejected')
  await tell(station, first, whole.slice(1))
  station.connection.terminate()
})

test('ocpp2.0.1 TC_L_13_CSMS an update waits for a charge, and connectors that are free are out of service', async () => {
  const { id, station } = await connected()
  const event = async (seqNo: number, eventType: string, triggerReason: string, more: object = {}) =>
    resultOf(
      await station.call('TransactionEvent', {
        ...{ eventType, seqNo, triggerReason, timestamp: yesterdayAt(`10:0${seqNo}:00`) },
        ...{ transactionInfo: { transactionId: 'tx-1' }, evse: { id: 1, connectorId: 1 }, ...more },
      }),
    )
  expect(await event(0, 'Started', 'Authorized', { idToken: { idToken: 'ALICE', type: 'ISO14443' } })).toEqual({
    idTokenInfo: { status: 'Accepted' },
  })
  const update = await asked(id, station, 'Accepted')
  await tell(station, update, told('DownloadScheduled'))
  const closed = { evseId: 2, connectorId: 1, connectorStatus: 'Unavailable', timestamp: yesterdayAt('10:01:00') }
  expect(resultOf(await station.call('StatusNotification', closed))).toEqual({})
  expect((await operator.station(id)).connectors).toMatchObject([{ evseId: 2, status: 'unavailable' }])
  expect(await event(1, 'Ended', 'StopAuthorized')).toEqual({})
  expect(await operator.record(id, 'tx-1')).toMatchObject({ status: 'ended' })
  await tell(station, update, whole)
  station.connection.terminate()
})
