import { describe, expect, test } from 'vitest'
import type { OcppVersion } from '#ocpp/rpc'
import { makeFirmware } from '#simulator'
import { type IssuedCertificate, TestAuthority } from '#test/certificates'
import { make, sendContent, signed } from '../maintained.ts'
import { openScene } from '../scene.ts'
import { simulated, VERSIONS } from '../simulated.ts'

const DAY_MS = 86_400_000
const PAST = { notBefore: new Date(Date.now() - 9 * DAY_MS), notAfter: new Date(Date.now() - DAY_MS) }
const FUTURE = { notBefore: new Date(Date.now() + DAY_MS), notAfter: new Date(Date.now() + 9 * DAY_MS) }
const own = { ...make, partyId: 'default', version: '7.0.0' }
const file = makeFirmware({ ...make, version: '7.0.0' })

const { platform, operator } = await openScene()
let count = 0
const manufacturer = await TestAuthority.create('Manufacturer')

const signer = (days: object = {}) => manufacturer.issue({ commonName: 'Firmware', keyKind: 'rsa', ...days })

/** An image that is said to be signed so, of this file or of another. */
async function described(pair: IssuedCertificate, of: Buffer = file, more: object = {}): Promise<string> {
  return (await operator.post<{ id: string }>('/firmware-images', { ...own, ...signed(of, pair), ...more })).id
}

/** What comes of it when a station that knows signatures is to be told of the image. */
async function offered(version: OcppVersion, imageId: string) {
  count += 1
  const id = `TRUST-${count}`
  const { station, boot } = simulated({ id, version, url: platform.ocppUrl, upkeep: { securityExtension: true } })
  await boot()
  // By its configuration keys a station of 1.6 shows that it has the extension.
  if (version === 'ocpp1.6') await operator.carryOut(id, 'get-variables', {})
  const command = await operator.carryOut(id, 'update-firmware', { imageId, retries: 0 })
  station.stop()
  return command
}

describe('1.6-sec A00.FR.706 before a station is told of it', () => {
  test('the file is held against its signature: one that was signed otherwise is not taken', async () => {
    const id = await described(await signer(), makeFirmware({ ...make, version: '6.6.6' }))
    const answer = await sendContent(platform, id, file)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('the signature is not of this file')
    expect(await offered('ocpp1.6', id)).toMatchObject({ state: 'refused', result: { error: { code: 'conflict' } } })
  })

  test.each([
    ['has run out', PAST],
    ['is of tomorrow', FUTURE],
  ])('its certificate is looked at: one that %s is not taken', async (_, days) => {
    expect((await sendContent(platform, await described(await signer(days)), file)).status).toBe(400)
  })

  test.each(VERSIONS)('%s one elsewhere whose certificate has run out is offered to no station', async (version) => {
    const elsewhere = { location: 'https://manufacturer.example/firmware.bin' }
    const command = await offered(version, await described(await signer(PAST), file, elsewhere))
    expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'conflict' } } })
    expect(command.sentAt).toBeUndefined()
  })
})
