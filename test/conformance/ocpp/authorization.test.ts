import { describe, expect, test } from 'vitest'
import type { OcppVersion } from '#ocpp/rpc'
import { bootedStation, resultOf } from '../booted-station.ts'
import { openScene } from '../scene.ts'
import { VERSIONS } from '../simulated.ts'

const { platform, operator } = await openScene({
  tokens: [
    { value: 'ALICE', groupId: 'FAMILY' },
    { value: 'BOB' },
    { value: 'THIEF', status: 'blocked' },
    { value: 'FORMER', validUntil: '2020-01-01T00:00:00Z' },
    { value: '4711', kind: 'key-code' },
  ],
})

const NEWER = ['ocpp2.0.1', 'ocpp2.1'] as const

/** What Authorize is answered with. */
async function authorized(version: OcppVersion, value: string, type = 'ISO14443'): Promise<unknown> {
  const station = await bootedStation(platform, `CS-${version}`, version)
  const request = version === 'ocpp1.6' ? { idTag: value } : { idToken: { idToken: value, type } }
  const result = resultOf(await station.call('Authorize', request))
  station.connection.close()
  return result
}

describe('ocpp1.6 Authorize is answered with a verdict on the token', () => {
  test.each([
    ['1.6 §4.1/1 1.6 §4.1/2 of an accepted one', 'BOB', { status: 'Accepted' }],
    ['1.6 §4.1/3 the parent of one that has one', 'ALICE', { status: 'Accepted', parentIdTag: 'FAMILY' }],
    ['1.6 §4.1/2 TC_023_1_CSMS of one nobody knows', 'NOBODY', { status: 'Invalid' }],
    ['1.6 §4.1/2 TC_023_2_CSMS of one that has expired', 'FORMER', { status: 'Expired' }],
    ['1.6 §4.1/2 TC_023_3_CSMS of one that is blocked', 'THIEF', { status: 'Blocked' }],
  ])('%s', async (_, token, idTagInfo) => {
    expect(await authorized('ocpp1.6', token)).toMatchObject({ idTagInfo })
  })
})

describe.each(NEWER)('%s C01.FR.07 Authorize is answered with a verdict on the token', (version) => {
  test.each([
    ['C01.FR.19 of one that may charge at any EVSE, without naming any', 'BOB', { status: 'Accepted' }],
    ['TC_C_02_CSMS of one nobody knows', 'NOBODY', { status: 'Unknown' }],
    ['TC_C_06_CSMS of one that is blocked', 'THIEF', { status: 'Blocked' }],
  ])('%s', async (_, token, idTokenInfo) => {
    expect(await authorized(version, token)).toEqual({ idTokenInfo })
  })

  test('TC_C_07_CSMS of one that has expired', async () => {
    expect(await authorized(version, 'FORMER')).toMatchObject({ idTokenInfo: { status: 'Expired' } })
  })

  test('C01.FR.06 C09.FR.09 its group, when it has one', async () => {
    const idTokenInfo = { status: 'Accepted', groupIdToken: { idToken: 'FAMILY', type: 'Central' } }
    expect(await authorized(version, 'ALICE')).toEqual({ idTokenInfo })
  })

  test('C04.FR.01 C04.FR.02 a typed code is right or Invalid', async () => {
    expect(await authorized(version, '4711', 'KeyCode')).toEqual({ idTokenInfo: { status: 'Accepted' } })
    expect(await authorized(version, '4712', 'KeyCode')).toEqual({ idTokenInfo: { status: 'Invalid' } })
  })

  test('C04.FR.04 a typed code is in no log', async () => {
    const secret = `90${version.replace(/\D/g, '')}17`
    await authorized(version, secret, 'KeyCode')
    const path = `/stations/CS-${version}/messages?limit=100`
    await expect.poll(async () => JSON.stringify(await operator.get(path))).toContain('KeyCode')
    expect(JSON.stringify(await operator.get(path))).not.toContain(secret)
  })
})

test.each(VERSIONS)('C-01 %s a token is judged for an accepted station alone', async (version) => {
  const id = `waiting-${version}`
  await operator.post('/stations', { id, partyId: 'default', registration: 'pending' })
  const station = await bootedStation(platform, id, version)
  const request = version === 'ocpp1.6' ? { idTag: 'BOB' } : { idToken: { idToken: 'BOB', type: 'ISO14443' } }
  expect((await station.call('Authorize', request)).slice(0, 3)).toEqual([4, expect.any(String), 'SecurityError'])
})
