import { describe, expect, test } from 'vitest'
import { type HandshakeRules, judgeHandshake, type KnownStation } from './handshake.ts'
import type { Handshake, SecurityProfile } from './station.ts'

const known: KnownStation = {
  id: 'CS-1',
  partyId: 'default',
  admission: 'accepted',
  registration: 'accepted',
  securityProfile: 0,
  securityProfileSet: false,
  awaitedSecurityProfiles: [],
  allowProfileDowngrade: false,
  allowExpiredCertificate: false,
  serialNumber: undefined,
  certificateName: undefined,
  validation: undefined,
  booted: true,
  secret: 'none',
}
const rules: HandshakeRules = { securityProfileMinimum: 0 }
const basicAuth = { user: 'CS-1', password: Buffer.from('sixteen chars...') }
const clientCertificate = { trusted: true, expired: false, commonName: 'SN-0815', organization: 'Volt Ltd' }
const plain: Handshake = { identity: 'CS-1', remoteAddress: '192.0.2.1', overTls: false }
const tls: Handshake = { ...plain, overTls: true }

function outcome(handshake: Handshake, station: Partial<KnownStation> = {}, rule: Partial<HandshakeRules> = {}) {
  const verdict = judgeHandshake(handshake, { ...known, ...station }, { ...rules, ...rule })
  return verdict.status === 'accepted' ? verdict.securityProfile : verdict.reason
}

describe('A-02, A-03: credentials', () => {
  test.each<[string, Handshake, KnownStation['secret'], SecurityProfile | string]>([
    ['nothing is asked, nothing shown', plain, 'none', 0],
    ['a right password', { ...plain, basicAuth }, 'presented', 1],
    ['a right password over TLS', { ...tls, basicAuth }, 'presented', 2],
    ['a wrong password', { ...plain, basicAuth }, 'wrong-or-absent', 'bad-credentials'],
    ['a password where none is kept proves nothing', { ...plain, basicAuth }, 'none', 0],
    ['another user', { ...plain, basicAuth: { ...basicAuth, user: 'CS-2' } }, 'presented', 'bad-credentials'],
    [
      'the user in another case',
      { ...plain, basicAuth: { ...basicAuth, user: 'cs-1' } },
      'presented',
      'bad-credentials',
    ],
  ])('%s', (_, handshake, secret, expected) => {
    expect(outcome(handshake, { secret })).toBe(expected)
  })

  test('without the password that its profile needs a station is refused', () => {
    expect(outcome(plain, { secret: 'wrong-or-absent', securityProfile: 1 })).toBe('bad-credentials')
    expect(outcome(tls, { secret: 'wrong-or-absent', securityProfile: 2 })).toBe('bad-credentials')
    expect(outcome({ ...plain, basicAuth }, { secret: 'none', securityProfile: 1 })).toBe('bad-credentials')
  })
})

describe('A-11: client certificates', () => {
  const certified: Handshake = { ...tls, clientCertificate }

  test('a trusted one is profile 3 and hands on the name to compare with the serial number', () => {
    expect(judgeHandshake(certified, known, rules)).toMatchObject({
      status: 'accepted',
      securityProfile: 3,
      certificate: { commonName: 'SN-0815', proven: true, kept: false },
      certificateExpired: false,
    })
  })

  test.each<[string, Partial<typeof clientCertificate>, Partial<KnownStation>, string | undefined]>([
    ['is not trusted', { trusted: false }, {}, undefined],
    ['is of another organisation', {}, {}, 'Amp Ltd'],
    ['names another serial number', {}, { serialNumber: 'SN-4711' }, undefined],
    ['names a longer serial number', {}, { serialNumber: 'SN-081' }, undefined],
  ])('one that %s is refused', (_, change, station, csoName) => {
    const handshake = { ...tls, clientCertificate: { ...clientCertificate, ...change } }
    expect(outcome(handshake, station, { csoName })).toBe('bad-credentials')
  })

  test('one without a name is refused', () => {
    const { commonName: _, ...nameless } = clientCertificate
    expect(outcome({ ...tls, clientCertificate: nameless })).toBe('bad-credentials')
  })

  test.each(['SN-0815', 'EVSE SN-0815', 'SN-0815.volt.example'])(
    'the name %s bears the serial number',
    (commonName) => {
      const handshake = { ...tls, clientCertificate: { ...clientCertificate, commonName } }
      expect(outcome(handshake, { serialNumber: 'SN-0815' }, { csoName: 'Volt Ltd' })).toBe(3)
    },
  )

  test('A00.FR.405: without a serial number it counts by the name the station came with before', () => {
    const accepted = (station: Partial<KnownStation>) => judgeHandshake(certified, { ...known, ...station }, rules)
    expect(accepted({ certificateName: 'SN-0815' })).toMatchObject({ certificate: { proven: true, kept: true } })
    expect(accepted({ certificateName: 'SN-4711' })).toMatchObject({ certificateProblem: 'of-another-station' })
    expect(accepted({ certificateName: 'SN-4711', serialNumber: 'SN-0815' })).toMatchObject({ status: 'accepted' })
    expect(accepted({ certificateName: 'SN-4711', id: 'SN-0815' })).toMatchObject({ status: 'accepted' })
  })

  test('B01.FR.11: before the first BootNotification nobody knows whose it is, but by the id or a serial number', () => {
    const fresh = (station: Partial<KnownStation>) =>
      judgeHandshake(certified, { ...known, booted: false, ...station }, rules)
    expect(fresh({})).toMatchObject({ certificate: { proven: false, kept: false } })
    expect(fresh({ serialNumber: 'SN-0815' })).toMatchObject({ certificate: { proven: true } })
    expect(fresh({ id: 'SN-0815' })).toMatchObject({ certificate: { proven: true } })
  })

  test.each<[string, Partial<typeof clientCertificate>, string | undefined]>([
    ['expired', { expired: true }, undefined],
    ['of-another-operator', {}, 'Amp Ltd'],
    ['of-another-station', { commonName: 'SN-4711' }, undefined],
  ])('one that is refused is told to be %s', (certificateProblem, change, csoName) => {
    const handshake = { ...tls, clientCertificate: { ...clientCertificate, ...change } }
    const station = { ...known, serialNumber: 'SN-0815' }
    expect(judgeHandshake(handshake, station, { ...rules, ...(csoName && { csoName }) })).toMatchObject({
      ...{ status: 'refused', reason: 'bad-credentials', certificateProblem },
    })
  })

  test('beside a right password an unknown certificate does no harm: the profile is 2', () => {
    const handshake = { ...certified, basicAuth, clientCertificate: { ...clientCertificate, trusted: false } }
    expect(outcome(handshake, { secret: 'presented' })).toBe(2)
  })

  test('A-12: one that has run out is let in and marked, where an operator has allowed it', () => {
    const expired = { ...certified, clientCertificate: { ...clientCertificate, expired: true } }
    const allowed = { ...known, allowExpiredCertificate: true }
    expect(judgeHandshake(expired, allowed, rules)).toMatchObject({ status: 'accepted', certificateExpired: true })
    expect(judgeHandshake(expired, known, rules)).toMatchObject({ status: 'refused', reason: 'bad-credentials' })
  })
})

describe('A-14: a profile once reached is not left for a lower one', () => {
  const shows = {
    1: [{ ...plain, basicAuth }, 'presented'],
    2: [{ ...tls, basicAuth }, 'presented'],
    3: [{ ...tls, clientCertificate }, 'none'],
  } as const satisfies Record<number, [Handshake, KnownStation['secret']]>

  test.each<[1 | 2 | 3, SecurityProfile, boolean, SecurityProfile | 'profile-too-low']>([
    [1, 1, false, 1],
    [1, 2, false, 'profile-too-low'],
    [2, 3, false, 'profile-too-low'],
    [2, 1, false, 2],
    [3, 2, false, 3],
    [2, 3, true, 2],
    [1, 3, true, 'profile-too-low'],
    [1, 2, true, 'profile-too-low'],
  ])('shows %i, has reached %i, may fall back: %s → %s', (shown, securityProfile, allowProfileDowngrade, expected) => {
    const [handshake, secret] = shows[shown]
    expect(outcome(handshake, { secret, securityProfile, allowProfileDowngrade })).toBe(expected)
  })

  test('the floor of the installation holds for every station, also one that may fall back', () => {
    const [handshake, secret] = shows[2]
    const station = { secret, securityProfile: 3, allowProfileDowngrade: true } as const
    expect(outcome(handshake, station, { securityProfileMinimum: 3 })).toBe('profile-too-low')
    expect(outcome(handshake, { secret }, { securityProfileMinimum: 3 })).toBe('profile-too-low')
  })
})

describe('A00.FR.001 A00.FR.002: a profile that is set', () => {
  const certified = { ...tls, clientCertificate }
  const set = { securityProfileSet: true, secret: 'presented' } as const

  test.each<[SecurityProfile, Handshake, SecurityProfile | string]>([
    [0, plain, 0],
    [0, { ...plain, basicAuth }, 'other-profile'],
    [1, { ...plain, basicAuth }, 1],
    [1, plain, 'bad-credentials'],
    [1, { ...tls, basicAuth }, 'other-profile'],
    [1, certified, 'other-profile'],
    [2, { ...plain, basicAuth }, 'profile-too-low'],
    [2, certified, 'other-profile'],
    [3, { ...tls, basicAuth }, 'profile-too-low'],
  ])('%i is the only one that is served', (securityProfile, handshake, expected) => {
    expect(outcome(handshake, { ...set, securityProfile })).toBe(expected)
  })

  test('a station that shows a certificate and a password comes with the one of both that is set', () => {
    expect(outcome({ ...certified, basicAuth }, { ...set, securityProfile: 2 })).toBe(2)
    expect(outcome({ ...certified, basicAuth }, { ...set, securityProfile: 3 })).toBe(3)
    expect(outcome({ ...certified, basicAuth }, { ...set, securityProfile: 1 })).toBe('other-profile')
  })

  test('A05: what the station was told to change to is served besides, and nothing between', () => {
    const rising = { ...set, securityProfile: 1, awaitedSecurityProfiles: [3] } as const
    expect(outcome({ ...plain, basicAuth }, rising)).toBe(1)
    expect(outcome(certified, rising)).toBe(3)
    expect(outcome({ ...tls, basicAuth }, rising)).toBe('other-profile')
  })

  test('leave to fall back from 3 to 2 holds also where 3 is set', () => {
    const station = { ...set, securityProfile: 3, allowProfileDowngrade: true } as const
    expect(outcome({ ...tls, basicAuth }, station)).toBe(2)
    expect(outcome({ ...plain, basicAuth }, station)).toBe('profile-too-low')
  })

  test('the floor of the installation holds against it', () => {
    const station = { ...set, securityProfile: 1 } as const
    expect(outcome({ ...plain, basicAuth }, station, { securityProfileMinimum: 2 })).toBe('profile-too-low')
  })
})

test('a station on the waiting list connects, but is pending; one that is refused does not', () => {
  expect(judgeHandshake(plain, { ...known, admission: 'waiting' }, rules)).toMatchObject({ registration: 'pending' })
  expect(outcome(plain, { admission: 'refused' })).toBe('not-admitted')
})

test('C-05: the verdict says whether the station has booted before, and how it is registered', () => {
  expect(judgeHandshake(plain, { ...known, booted: true, registration: 'pending' }, rules)).toMatchObject({
    booted: true,
    registration: 'pending',
  })
})
