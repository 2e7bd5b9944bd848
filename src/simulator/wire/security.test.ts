import { afterEach, beforeAll, expect, test } from 'vitest'
import { OCPP_VERSIONS } from '#ocpp/rpc'
import type { Handshake } from '#ocpp/transport'
import { type IssuedCertificate, TestAuthority } from '#test/certificates'
import { openStand, type Stand } from '../testing/stand.ts'

let authority: TestAuthority
let server: IssuedCertificate
let client: IssuedCertificate
let stand: Stand
let seen: Handshake | undefined

beforeAll(async () => {
  authority = await TestAuthority.create()
  server = await authority.issue({ commonName: 'csms' })
  client = await authority.issue({ commonName: 'CS-1', organization: 'Chargewright' })
})

afterEach(async () => stand.close())

const authenticate = async (handshake: Handshake) => {
  seen = handshake
  return { accept: true } as const
}

test.each(OCPP_VERSIONS)('A-03 profile 1, %s: the identity and its password by basic auth', async (version) => {
  stand = await openStand({ version, security: { profile: 1, password: 'sixteen-or-more!' } }, { authenticate })
  await stand.boot()
  expect(seen?.basicAuth).toEqual({ user: 'CS-1', password: Buffer.from('sixteen-or-more!') })
})

test('A-09 profile 2: basic auth inside TLS, the server trusted by its authority', async () => {
  const authorities = [authority.cert]
  stand = await openStand(
    { version: 'ocpp2.0.1', security: { profile: 2, password: 'sixteen-or-more!', authorities } },
    { authenticate, tls: { certificates: [server] } },
  )
  await stand.boot()
  expect(seen?.basicAuth?.user).toBe('CS-1')
  expect(seen?.tls).toBeDefined()
})

test('A-09 profile 2: a server of another authority is not spoken to', async () => {
  const stranger = await TestAuthority.create('Stranger')
  stand = await openStand(
    { version: 'ocpp1.6', security: { profile: 2, password: 'sixteen-or-more!', authorities: [stranger.cert] } },
    { authenticate, tls: { certificates: [server] } },
  )
  seen = undefined
  const { station, journal, clock } = stand
  station.start()
  await journal.state('connecting')
  await journal.state('offline')
  clock.advance(10_000)
  await journal.state('connecting')
  await journal.state('offline')
  expect(seen).toBeUndefined()
})

test('A-11 profile 3: the station shows its certificate and no password', async () => {
  const { cert, key } = client
  stand = await openStand(
    { version: 'ocpp2.1', security: { profile: 3, cert, key, authorities: [authority.cert] } },
    { authenticate, tls: { certificates: [server], clientAuthorities: [authority.cert] } },
  )
  await stand.boot()
  expect(seen?.basicAuth).toBeUndefined()
  expect(seen?.tls?.clientCertificate).toMatchObject({ commonName: 'CS-1' })
})

test('A-02 a refused handshake is tried again after the back-off, doubled each time', async () => {
  stand = await openStand(
    { version: 'ocpp2.0.1', settings: { backOffMinimumS: 4, backOffRandomS: 0 } },
    { authenticate: async () => ({ accept: false, status: 404, reason: 'unknown' }) },
  )
  const { station, clock, journal } = stand
  station.start()
  await journal.state('connecting')
  for (const waitMs of [4_000, 8_000, 16_000]) {
    await journal.state('offline')
    clock.advance(waitMs - 1)
    expect(station.state).toBe('offline')
    clock.advance(1)
    expect(station.state).toBe('connecting')
    await journal.state('connecting')
  }
})
