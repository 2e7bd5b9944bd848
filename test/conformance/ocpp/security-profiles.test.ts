import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OcppVersion } from '#ocpp/rpc'
import type { ClientTls, HandshakeRefused } from '#ocpp/transport'
import type { Security } from '#simulator'
import { TestAuthority } from '#test/certificates'
import { type TestPlatform, testPlatform } from '#test/platform'
import { RawStation } from '#test/raw-station'
import { Operator, type SeenCommand } from '../operator.ts'
import { simulated, VERSIONS } from '../simulated.ts'

const CSO = 'Example Charging'
let folder: string
let authority: TestAuthority
let stranger: TestAuthority
let platform: TestPlatform
let operator: Operator
let count = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chargewright-authority-'))
  ;[authority, stranger] = await Promise.all([TestAuthority.create(), TestAuthority.create('Somebody Else')])
  const clientCertificateAuthorities = join(folder, 'authorities.pem')
  await writeFile(clientCertificateAuthorities, authority.cert)
  platform = await testPlatform({ ocpp: { unknownStations: 'refuse', clientCertificateAuthorities, csoName: CSO } })
  operator = new Operator(platform, platform.ownerKey)
  await operator.post('/tokens', { partyId: 'default', value: 'ALICE', concurrentLimit: 0 })
})
afterAll(async () => {
  await platform.stop()
  await rm(folder, { recursive: true })
})

const PASSWORD = 'the password of it'

/** A station an operator has entered, with a password unless told otherwise. */
async function entered(change: object = { secret: PASSWORD }): Promise<string> {
  count += 1
  const { id } = await operator.post<{ id: string }>('/stations', { id: `CS-${count}`, partyId: 'default', ...change })
  return id
}

interface Knock {
  readonly version?: OcppVersion
  readonly user?: string
  readonly password?: string | Buffer
  /** Over TLS when there is something about it. */
  readonly tls?: ClientTls
}

function knock(identity: string, { version = 'ocpp2.0.1', user, password, tls }: Knock = {}): Promise<RawStation> {
  return RawStation.connect({
    url: tls === undefined ? platform.ocppUrl : platform.ocppTlsUrl,
    identity,
    versions: [version],
    ...(password === undefined ? {} : { basicAuth: { password, ...(user === undefined ? {} : { user }) } }),
    ...(tls === undefined ? {} : { tls: { authorities: platform.tlsCertificates, ...tls } }),
  })
}

/** The HTTP status by which the platform refuses before any upgrade; 101 when it does not. */
async function statusOf(identity: string, options?: Knock): Promise<number> {
  try {
    const { connection } = await knock(identity, options)
    connection.close()
    return 101
  } catch (error) {
    return (error as HandshakeRefused).status
  }
}

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

describe.each([
  [0, 'no security at all'],
  [1, 'A00.FR.207 TC_A_01_CSMS TC_085_CSMS a password'],
  [2, 'A00.FR.306 A00.FR.307 A00.FR.324 TC_A_04_CSMS TC_086_CSMS a password over TLS'],
  [3, 'A00.FR.403 A00.FR.409 A00.FR.410 TC_A_07_CSMS TC_087_CSMS certificates of both'],
] as const)('security profile %i, %s', (profile, _) => {
  test.each(VERSIONS)('%s: a station connects, charges, and is seen with it', async (version) => {
    const id = await entered(profile === 1 || profile === 2 ? undefined : {})
    const url = profile < 2 ? platform.ocppUrl : platform.ocppTlsUrl
    const { station, boot, charge, ended, clock } = simulated({
      id,
      version,
      url,
      security: await securityOf(profile, id),
    })
    await boot()
    await operator.untilConnected(id)
    const reference = await charge('ALICE')
    clock.advance(600_000)
    station.unplug()
    await ended()
    expect(await operator.record(id, reference)).toMatchObject({ status: 'ended', complete: true, flags: [] })
    expect(await operator.station(id)).toMatchObject({
      securityProfile: profile,
      presence: { connected: true, securityProfile: profile },
    })
    station.stop()
  })
})

describe('A-02 A-03 A00.FR.207 A00.FR.324 before any upgrade', () => {
  test('a station nobody has entered gets 404', async () => {
    expect(await statusOf('nobody')).toBe(404)
    expect(await statusOf('nobody', { password: PASSWORD, tls: {} })).toBe(404)
  })

  test.each<[string, Knock]>([
    ['no password', {}],
    ['TC_A_03_CSMS a wrong password', { password: 'the password of him' }],
    ['an empty password', { password: '' }],
    ['TC_A_02_CSMS the user of another station', { user: 'CS-0', password: PASSWORD }],
    ['its name in another case', { user: 'cs-1', password: PASSWORD }],
    ['a wrong password over TLS', { password: 'the password of him', tls: {} }],
  ])('%s gets 401', async (_, options) => {
    const id = await entered({ secret: PASSWORD, securityProfile: 1 })
    expect(await statusOf(id, options)).toBe(401)
    expect(await statusOf(id, { password: PASSWORD })).toBe(101)
  })

  test('A-04 a key of 1.6 opens as raw bytes and as hexadecimal digits', async () => {
    const key = Buffer.from('ff00fe01fd02fc03fb04fa05f906f807f708f609', 'hex')
    const id = await entered({ secret: key.toString('hex'), securityProfile: 1 })
    expect(await statusOf(id, { version: 'ocpp1.6', password: key })).toBe(101)
    expect(await statusOf(id, { version: 'ocpp1.6', password: key.toString('hex').toUpperCase() })).toBe(101)
    expect(await statusOf(id, { version: 'ocpp1.6', password: key.subarray(1) })).toBe(401)
  })
})

test.each([
  ['ECDHE-ECDSA-AES128-GCM-SHA256', 'its ECDSA certificate'],
  ['ECDHE-ECDSA-AES256-GCM-SHA384', 'its ECDSA certificate'],
  ['ECDHE-RSA-AES256-GCM-SHA384', 'its RSA certificate'],
  ['AES128-GCM-SHA256', 'its RSA certificate'],
  ['AES256-GCM-SHA384', 'its RSA certificate'],
])('A-09 A00.FR.318 A00.FR.421 a station that speaks only %s over TLS 1.2 is shown %s', async (ciphers) => {
  const tls = { ciphers, maxVersion: 'TLSv1.2' } as const
  expect(await statusOf(await entered(), { password: PASSWORD, tls })).toBe(101)
})

test.each(['TLSv1', 'TLSv1.1'] as const)(
  'A-10 A00.FR.313 A00.FR.315 A00.FR.416 A00.FR.418 TC_A_06_CSMS %s is not spoken',
  async (maxVersion) => {
    const tls = { ciphers: 'DEFAULT@SECLEVEL=0', minVersion: 'TLSv1', maxVersion } as const
    await expect(knock(await entered(), { password: PASSWORD, tls })).rejects.toMatchObject({ code: 'unavailable' })
  },
)

describe('A-11 a client certificate', () => {
  test('A00.FR.403 A00.FR.407 TC_A_08_CSMS of a stranger is refused', async () => {
    const id = await entered({})
    const tls = await stranger.issue({ commonName: id, organization: CSO })
    expect(await statusOf(id, { tls })).toBe(401)
  })

  test('A00.FR.404 that names another operator is refused', async () => {
    const id = await entered({ securityProfile: 3 })
    expect(await statusOf(id, { tls: await authority.issue({ commonName: id, organization: 'Another' }) })).toBe(401)
    expect(await statusOf(id, { tls: await authority.issue({ commonName: id, organization: CSO }) })).toBe(101)
  })

  test('A00.FR.405 B01.FR.11 B01.FR.12 whose serial number is not the one the station boots with ends the connection', async () => {
    const tls = await authority.issue({ commonName: 'SN-1001', organization: CSO })
    const boot = (serialNumber: string) => ({
      ...{ reason: 'PowerUp', chargingStation: { vendorName: 'Acme', model: 'Two', serialNumber } },
    })
    const right = await knock(await entered({}), { tls })
    expect((await right.call('BootNotification', boot('SN-1001')))[2]).toMatchObject({ status: 'Accepted' })
    const wrong = await knock(await entered({}), { tls })
    wrong.send([2, 'boot', 'BootNotification', boot('SN-2002')])
    expect(await wrong.closed).toMatchObject({ code: 1008 })
  })

  test('A-12 that has run out lets its station in as pending only', async () => {
    const id = await entered({})
    await operator.patch(`/stations/${id}`, { allowExpiredCertificate: true })
    const day = 86_400_000
    const past = { notBefore: new Date(Date.now() - 9 * day), notAfter: new Date(Date.now() - day) }
    const tls = await authority.issue({ commonName: id, organization: CSO, ...past })
    const station = await knock(id, { tls })
    const chargingStation = { vendorName: 'Acme', model: 'Two' }
    const boot = { reason: 'PowerUp', chargingStation }
    expect((await station.call('BootNotification', boot))[2]).toMatchObject({ status: 'Pending' })
    expect((await station.call('Heartbeat'))[2]).toBe('SecurityError')
  })
})

describe.each([
  ['ocpp1.6', undefined, 'AuthorizationKey', 'ChangeConfiguration'],
  ['ocpp2.0.1', 'SecurityCtrlr', 'BasicAuthPassword', 'SetVariables'],
  ['ocpp2.1', 'SecurityCtrlr', 'BasicAuthPassword', 'SetVariables'],
] as const)('A-13 %s: a new password', (version, component, name, action) => {
  const NEXT = 'the next password of it'
  const boots = {
    'ocpp1.6': { chargePointVendor: 'Acme', chargePointModel: 'One' },
    'ocpp2.0.1': { reason: 'PowerUp', chargingStation: { model: 'Two', vendorName: 'Acme' } },
    'ocpp2.1': { reason: 'PowerUp', chargingStation: { model: 'Two', vendorName: 'Acme' } },
  }
  const answerOf = (status: string) =>
    version === 'ocpp1.6'
      ? { status }
      : { setVariableResult: [{ attributeStatus: status, component: { name: component }, variable: { name } }] }

  async function changing(): Promise<{ id: string; station: RawStation; command: SeenCommand; asked: string }> {
    const id = await entered({ secret: PASSWORD, securityProfile: 1 })
    const station = await knock(id, { version, password: PASSWORD })
    await station.call('BootNotification', boots[version])
    await operator.post(`/stations/${id}/secret`, { secret: NEXT })
    const variable = { name, value: NEXT, ...(component === undefined ? {} : { component }) }
    const command = await operator.command(id, 'set-variables', { variables: [variable] })
    const asked = await station.asked()
    expect(asked.action).toBe(action)
    expect(JSON.stringify(asked.payload)).toContain(NEXT)
    return { id, station, command, asked: asked.id }
  }
  const opens = async (id: string) => ({
    former: (await statusOf(id, { version, password: PASSWORD })) === 101,
    next: (await statusOf(id, { version, password: NEXT })) === 101,
  })

  test('A01.FR.02 A01.FR.03 TC_A_09_CSMS TC_073_CSMS that the station took makes the former one void', async () => {
    const { id, station, command, asked } = await changing()
    station.send([3, asked, answerOf('Accepted')])
    expect(await operator.settled(command)).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    expect(await opens(id)).toEqual({ former: false, next: true })
  })

  test('A01.FR.04 A01.FR.05 TC_A_10_CSMS that the station refused leaves the former one valid', async () => {
    const { id, station, command, asked } = await changing()
    station.send([3, asked, answerOf('Rejected')])
    expect(await operator.settled(command)).toMatchObject({ state: 'refused', result: { status: 'Rejected' } })
    expect((await opens(id)).former).toBe(true)
  })

  test('whose answer was lost leaves both valid, until the new one is used', async () => {
    const { id, station, command } = await changing()
    station.connection.terminate()
    expect(await operator.settled(command)).toMatchObject({ state: 'lost' })
    expect(await opens(id)).toEqual({ former: true, next: true })
    expect(await opens(id)).toEqual({ former: false, next: true })
  })

  test('A-15 A01.FR.09 is told to nobody who reads the record', async () => {
    const { id, station, command, asked } = await changing()
    station.send([3, asked, answerOf('Accepted')])
    await operator.settled(command)
    const pages = [
      `/commands/${command.id}`,
      `/commands?stationId=${id}`,
      `/stations/${id}/messages`,
      `/stations/${id}/variables`,
    ]
    await expect.poll(async () => JSON.stringify(await operator.get(`/stations/${id}/messages`))).toContain(action)
    for (const page of pages) expect(JSON.stringify(await operator.get(page))).not.toContain(NEXT)
  })
})

test('1.6-J §6.2.2/2 a new key goes to the station in hexadecimal digits, and opens in either form', async () => {
  const version = 'ocpp1.6'
  const id = await entered({ secret: PASSWORD })
  const station = await knock(id, { version, password: PASSWORD })
  await station.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
  const key = 'twenty bytes of a k.'
  await operator.post(`/stations/${id}/secret`, { secret: key })
  const command = await operator.command(id, 'set-variables', { variables: [{ name: 'AuthorizationKey', value: key }] })
  const asked = await station.asked()
  const hex = Buffer.from(key).toString('hex')
  expect(asked.payload).toEqual({ key: 'AuthorizationKey', value: hex })
  station.send([3, asked.id, { status: 'Accepted' }])
  await operator.settled(command)
  expect(await statusOf(id, { version, password: key })).toBe(101)
  expect(await statusOf(id, { version, password: hex })).toBe(101)
  expect(await statusOf(id, { version, password: PASSWORD })).toBe(401)
})

test('1.6-J §6.2.2/2 a key no station of 1.6 can have is sent to none', async () => {
  const id = await entered({ secret: PASSWORD })
  const station = await knock(id, { version: 'ocpp1.6', password: PASSWORD })
  await station.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
  const variables = [{ name: 'AuthorizationKey', value: 'too short' }]
  const command = await operator.carryOut(id, 'set-variables', { variables })
  expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'unsupported' } } })
  expect(station.frames.size).toBe(0)
})

describe('A-14 a security profile once reached', () => {
  test('A05.FR.07 is not left for a lower one', async () => {
    const id = await entered()
    expect(await statusOf(id, { password: PASSWORD })).toBe(101)
    await expect.poll(async () => (await operator.station(id)).securityProfile).toBe(1)
    expect(await statusOf(id)).toBe(401)
    expect(await statusOf(id, { password: PASSWORD, tls: {} })).toBe(101)
    await expect.poll(async () => (await operator.station(id)).securityProfile).toBe(2)
    expect(await statusOf(id, { password: PASSWORD })).toBe(403)
    const tls = await authority.issue({ commonName: id, organization: CSO })
    expect(await statusOf(id, { tls })).toBe(101)
    await expect.poll(async () => (await operator.station(id)).securityProfile).toBe(3)
    expect(await statusOf(id, { password: PASSWORD, tls: {} })).toBe(403)
  })

  test('TC_083_CSMS ocpp1.6 is raised by its key: the station comes back over TLS, and by nothing less', async () => {
    const id = await entered({ secret: PASSWORD, securityProfile: 1 })
    const station = await knock(id, { version: 'ocpp1.6', password: PASSWORD })
    await station.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
    const variables = [{ name: 'SecurityProfile', value: '2' }]
    const raising = await operator.command(id, 'set-variables', { variables })
    const asked = await station.asked()
    expect(asked).toMatchObject({ action: 'ChangeConfiguration', payload: { key: 'SecurityProfile', value: '2' } })
    station.send([3, asked.id, { status: 'Accepted' }])
    expect(await operator.settled(raising)).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    station.connection.terminate()
    expect(await statusOf(id, { version: 'ocpp1.6', password: PASSWORD, tls: {} })).toBe(101)
    await expect.poll(async () => (await operator.station(id)).securityProfile).toBe(2)
    expect(await statusOf(id, { version: 'ocpp1.6', password: PASSWORD })).toBe(403)
  })

  test('of 3 may be left for 2 with leave, and for nothing lower', async () => {
    const id = await entered({ secret: PASSWORD, securityProfile: 3 })
    expect(await statusOf(id, { password: PASSWORD, tls: {} })).toBe(403)
    await operator.patch(`/stations/${id}`, { allowProfileDowngrade: true })
    expect(await statusOf(id, { password: PASSWORD, tls: {} })).toBe(101)
    expect(await statusOf(id, { password: PASSWORD })).toBe(403)
  })

  test('rises only with a successful connection: a station told to rise may fall back until it has', async () => {
    const id = await entered()
    const station = await knock(id, { version: 'ocpp1.6', password: PASSWORD })
    await station.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
    const command = await operator.command(id, 'set-variables', {
      variables: [{ name: 'SecurityProfile', value: '2' }],
    })
    station.send([3, (await station.asked()).id, { status: 'Accepted' }])
    await operator.settled(command)
    expect(await statusOf(id, { version: 'ocpp1.6', password: PASSWORD })).toBe(101)
    expect(await operator.station(id)).toMatchObject({ securityProfile: 1 })
  })
})
