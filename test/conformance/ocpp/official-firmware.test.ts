import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestAuthority } from '#test/certificates'
import { type TestPlatform, testPlatform } from '#test/platform'
import { bootedStation } from '../booted-station.ts'
import { make, offerImage, signed } from '../maintained.ts'
import { play, type Step, step } from '../official.ts'
import { Operator } from '../operator.ts'

let platform: TestPlatform
let operator: Operator
let imageId = ''
beforeAll(async () => {
  platform = await testPlatform()
  operator = new Operator(platform, platform.ownerKey)
  const signer = await (await TestAuthority.create('Manufacturer')).issue({ commonName: 'Firmware', keyKind: 'rsa' })
  imageId = (await offerImage(platform, operator, '9.0.0', (file) => signed(file, signer))).image.id
})
afterAll(() => platform.stop())

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

let count = 0
test.each(cases.map(([name, ...steps]) => [name, steps] as const))('ocpp2.0.1 %s', async (_, steps) => {
  count += 1
  const id = `OFFICIAL-L-${count}`
  const station = await bootedStation(platform, id, 'ocpp2.0.1')
  await operator.untilConnected(id)
  await station.call('BootNotification', { reason: 'PowerUp', chargingStation })
  await play(
    operator,
    id,
    station,
    steps.map((made) => made()),
  )
  station.connection.terminate()
})
