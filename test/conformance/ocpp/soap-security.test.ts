import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Security } from '#simulator'
import { TestAuthority } from '#test/certificates'
import { type TestPlatform, testPlatform } from '#test/platform'
import { faultOf, SoapStation, type SoapWish } from '#test/soap-station'
import { Operator } from '../operator.ts'
import { simulated } from '../simulated.ts'

const CSO = 'Example Charging'
const PASSWORD = 'the password of it'
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
  const ocpp = { soap: true, unknownStations: 'refuse', clientCertificateAuthorities, csoName: CSO } as const
  platform = await testPlatform({ ocpp })
  operator = new Operator(platform, platform.ownerKey)
  await operator.post('/tokens', { partyId: 'default', value: 'ALICE', concurrentLimit: 0 })
})
afterAll(async () => {
  await platform.stop()
  await rm(folder, { recursive: true })
})

async function entered(change: object = { secret: PASSWORD }): Promise<string> {
  count += 1
  const { id } = await operator.post<{ id: string }>('/stations', { id: `CP-${count}`, partyId: 'default', ...change })
  return id
}

const plainUrl = () => platform.ocppUrl.replace('ws:', 'http:')
const tlsUrl = () => platform.ocppTlsUrl.replace('wss:', 'https:')

async function securityOf(profile: Security['profile'], id: string): Promise<Security> {
  const authorities = platform.tlsCertificates
  switch (profile) {
    case 0:
      return { profile }
    case 1:
      return { profile, password: PASSWORD }
    case 2:
      return { profile, password: PASSWORD, authorities }
    case 3:
      return { profile, authorities, ...(await authority.issue({ commonName: id, organization: CSO })) }
  }
}

test.each([0, 1, 2, 3] as const)(
  'security profile %i: a station is let in, asked, and seen with it',
  async (profile) => {
    const id = await entered(profile === 1 || profile === 2 ? undefined : {})
    const url = profile < 2 ? plainUrl() : tlsUrl()
    const security = await securityOf(profile, id)
    const { station, boot } = simulated({ id, version: 'ocpp1.6', soap: 'ocpp1.6', url, security })
    await boot()
    expect(await operator.carryOut(id, 'clear-cache', {})).toMatchObject({ state: 'answered' })
    expect(await operator.station(id)).toMatchObject({
      securityProfile: profile,
      presence: { connected: true, securityProfile: profile },
    })
    station.stop()
  },
)

const basic = (user: string, password: string): SoapWish => ({
  http: { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` },
})

describe('A-03 credentials belong to every request', () => {
  test.each<[string, (id: string) => SoapWish]>([
    ['none', () => ({})],
    ['a wrong password', (id) => basic(id, 'the password of him')],
    ['the user of another station', () => basic('CP-0', PASSWORD)],
    ['another scheme', () => ({ http: { Authorization: `Bearer ${PASSWORD}` } })],
  ])('%s: 401 and SecurityError, also while the station is connected', async (_, wish) => {
    const id = await entered({ secret: PASSWORD, securityProfile: 1 })
    const station = new SoapStation(plainUrl(), id)
    expect((await station.boot(basic(id, PASSWORD))).status).toBe(200)
    const answer = await station.say('Heartbeat', '', wish(id))
    expect([answer.status, faultOf(answer)]).toEqual([401, 'Sender/SecurityError'])
    expect(answer.headers['www-authenticate']).toContain('Basic')
    expect((await station.say('Heartbeat', '', basic(id, PASSWORD))).status).toBe(200)
  })

  test('a stranger in the name of a station does not change where it is called', async () => {
    const id = await entered({ secret: PASSWORD, securityProfile: 1 })
    const { station, boot } = simulated({
      ...{ id, version: 'ocpp1.6', soap: 'ocpp1.6', url: plainUrl() },
      security: { profile: 1, password: PASSWORD },
    })
    await boot()
    const stranger = new SoapStation(plainUrl(), id)
    expect((await stranger.boot({ from: 'http://127.0.0.1:1/' })).status).toBe(401)
    expect(await operator.carryOut(id, 'clear-cache', {})).toMatchObject({ state: 'answered' })
    station.stop()
  })

  test('1.6-S §6.2 over TLS a station of profile 2 is not let in without it', async () => {
    const id = await entered({ secret: PASSWORD, securityProfile: 2 })
    const secure = new SoapStation(tlsUrl(), id, { authorities: platform.tlsCertificates })
    expect((await secure.boot(basic(id, PASSWORD))).status).toBe(200)
    const answer = await new SoapStation(plainUrl(), id).say('Heartbeat', '', basic(id, PASSWORD))
    expect([answer.status, faultOf(answer)]).toEqual([400, 'Sender/SecurityError'])
  })

  test('A-15 a password that is set is in no message that is kept', async () => {
    const id = await entered()
    const { station, boot } = simulated({
      ...{ id, version: 'ocpp1.6', soap: 'ocpp1.6', url: plainUrl() },
      security: { profile: 1, password: PASSWORD },
    })
    await boot()
    const secret = 'brand new password of it'
    await operator.carryOut(id, 'set-variables', { variables: [{ name: 'AuthorizationKey', value: secret }] })
    await platform.services.messages.flush()
    const messages = await operator.get<object>(`/stations/${id}/messages`)
    expect(JSON.stringify(messages)).toContain('AuthorizationKey')
    expect(JSON.stringify(messages)).not.toContain(secret)
    station.stop()
  })
})

test('without the setting nobody is taken over SOAP', async () => {
  const other = await testPlatform()
  const station = new SoapStation(other.ocppUrl.replace('ws:', 'http:'), 'CP-1')
  expect((await station.boot()).status).toBe(426)
  await other.stop()
})
