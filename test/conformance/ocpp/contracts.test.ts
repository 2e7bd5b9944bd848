import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ContractProvider, type ContractRequest, createVehicleCertificates } from '#domain/certificates'
import { AppError } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import { type GatewayStand, startGateway } from '#test/gateway-stand'
import { certificateIdIn, type OcspState } from '#test/ocsp-response'
import { type TestPlatform, testPlatform } from '#test/platform'
import type { RawStation } from '#test/raw-station'
import { RevocationResponder } from '#test/revocation-responder'
import { VehicleAuthority } from '#test/vehicle-authority'
import { bootedStation, resultOf, yesterdayAt } from '../booted-station.ts'
import { Operator } from '../operator.ts'

const EMAID = 'DE8AAA1B2C3D4E'
const DAY_MS = 86_400_000
const VERSIONS_2 = ['ocpp2.0.1', 'ocpp2.1'] as const satisfies readonly OcppVersion[]
let folder: string
let responder: RevocationResponder
let platform: TestPlatform
let root: VehicleAuthority
let provider: VehicleAuthority
let contract: VehicleAuthority
const stations = new Map<OcppVersion, RawStation>()
/** What the responder says of whom; good, unless it is here. */
const states = new Map<string, OcspState>()
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chargewright-roots-'))
  responder = await RevocationResponder.start()
  root = await VehicleAuthority.create('MO Root')
  provider = await root.issue({ commonName: 'MO Sub', ca: true, ocspUrl: responder.url('/root') })
  contract = await provider.issue({ commonName: EMAID, ocspUrl: responder.url('/provider') })
  const contractAuthorities = join(folder, 'roots.pem')
  await writeFile(contractAuthorities, `${(await VehicleAuthority.create('V2G Root')).cert}\n${root.cert}\n`)
  platform = await testPlatform({ certificates: { responders: [responder.host], contractAuthorities } })
  const operator = new Operator(platform, platform.ownerKey)
  const token = { partyId: 'default', value: EMAID, kind: 'emaid', concurrentLimit: 0 }
  const { id: tokenId } = await operator.post<{ id: string }>('/tokens', token)
  // What its driver pays, and only its driver: whoever shows bad certificates is told nothing of it.
  const prices = { partyId: 'default', currency: 'EUR', energy: { prices: [{ price: '0.42' }] } }
  const { id: tariffId } = await operator.post<{ id: string }>('/tariffs', prices)
  await operator.patch(`/tokens/${tokenId}/tariff`, { tariffId })
  for (const version of VERSIONS_2) {
    stations.set(version, await bootedStation(platform, `CONTRACT-${version}`, version))
  }
})
beforeEach(() => {
  states.clear()
  responder.asked.length = 0
  responder.respond = (request, response, path) => {
    // Without the time of the next one: nothing of it is kept.
    const days = { thisUpdate: new Date(Date.now() - 3_600_000) }
    const issuer = path === '/root' ? root : provider
    response.end(issuer.respond(certificateIdIn(request), states.get(path) ?? 'good', days))
  }
})
afterAll(async () => {
  await platform.stop()
  await responder.close()
  await rm(folder, { recursive: true })
})

const chainOf = (...certificates: readonly VehicleAuthority[]) => certificates.map(({ cert }) => cert).join('\n')
const named = () => [
  { ...provider.nameOf(contract), responderURL: responder.url('/provider') },
  { ...root.nameOf(provider), responderURL: responder.url('/root') },
]

async function authorize(version: OcppVersion, shown: object, idToken = EMAID): Promise<unknown> {
  return resultOf(
    (await stations.get(version)?.call('Authorize', { idToken: { idToken, type: 'eMAID' }, ...shown })) ?? [4, ''],
  )
}

describe('ocpp2.0.1 a vehicle with a contract', () => {
  /** The vehicle is plugged in, its contract asked about, and then told of with its transaction. */
  async function course(reference: string, shown: object) {
    let seqNo = -1
    const tell = async (triggerReason: string, more: object = {}) => {
      seqNo += 1
      const eventType = seqNo === 0 ? 'Started' : 'Updated'
      const event = { eventType, seqNo, triggerReason, timestamp: yesterdayAt(`10:0${seqNo}:00`) }
      const its = { transactionInfo: { transactionId: reference }, evse: { id: 1, connectorId: 1 }, ...more }
      return resultOf((await stations.get('ocpp2.0.1')?.call('TransactionEvent', { ...event, ...its })) ?? [4, ''])
    }
    expect(await tell('CablePluggedIn')).toEqual({})
    const answer = await authorize('ocpp2.0.1', shown)
    return { answer, charge: () => tell('Authorized', { idToken: { idToken: EMAID, type: 'eMAID' } }) }
  }

  test.each([
    ['TC_C_50_CSMS whose certificates the station has found good', () => ({ iso15118CertificateHashData: named() })],
    ['TC_C_52_CSMS whose certificates we find good', () => ({ certificate: chainOf(contract, provider) })],
  ])('%s may charge once its authority was asked', async (name, shown) => {
    const { answer, charge } = await course(name.slice(0, 12), shown())
    expect(answer).toMatchObject({ idTokenInfo: { status: 'Accepted' }, certificateStatus: 'Accepted' })
    expect(responder.asked).toContain('POST /provider')
    expect(await charge()).toMatchObject({ idTokenInfo: { status: 'Accepted' } })
  })

  test('TC_C_51_CSMS whose certificate is revoked may not charge', async () => {
    states.set('/provider', 'revoked')
    const { answer } = await course('TC_C_51_CSMS', { iso15118CertificateHashData: named() })
    expect(answer).toEqual({ idTokenInfo: { status: 'Invalid' }, certificateStatus: 'CertificateRevoked' })
    expect(responder.asked).toContain('POST /provider')
  })
})

describe.each(VERSIONS_2)('%s', (version) => {
  const ways: readonly [string, () => object][] = [
    ['named by hashes', () => ({ iso15118CertificateHashData: named() })],
    ['shown itself', () => ({ certificate: chainOf(contract, provider) })],
    ['shown and named', () => ({ certificate: chainOf(contract, provider), iso15118CertificateHashData: named() })],
  ]
  describe.each(ways)('a chain that is %s', (_, shown) => {
    test('C07.FR.05 C07.FR.14 is asked about, and accepted', async () => {
      expect(await authorize(version, shown())).toMatchObject({
        ...{ idTokenInfo: { status: 'Accepted' }, certificateStatus: 'Accepted' },
      })
      expect([...responder.asked].sort()).toEqual(['POST /provider', 'POST /root'])
    })

    test('C07.FR.13 is a cancelled contract when nobody knows the token', async () => {
      const stranger = 'DE8AAA9Z9Z9Z9Z'
      const certificate = await provider.issue({ commonName: stranger, ocspUrl: responder.url('/provider') })
      const request = shown()
      const theirs = 'certificate' in request ? { ...request, certificate: chainOf(certificate, provider) } : request
      expect(await authorize(version, theirs, stranger)).toMatchObject({
        ...{ idTokenInfo: { status: 'Unknown' }, certificateStatus: 'ContractCancelled' },
      })
    })

    test.each(['/provider', '/root'])('C07.FR.16 is revoked when %s says so of one of it', async (path) => {
      states.set(path, 'revoked')
      expect(await authorize(version, shown())).toEqual({
        ...{ idTokenInfo: { status: 'Invalid' }, certificateStatus: 'CertificateRevoked' },
      })
    })

    test.each(['/provider', '/root'])('C07.FR.17 cannot be verified when %s does not know', async (path) => {
      states.set(path, 'unknown')
      expect(await authorize(version, shown())).toEqual({
        ...{ idTokenInfo: { status: 'Invalid' }, certificateStatus: 'CertChainError' },
      })
    })

    test('C07.FR.17 cannot be verified when nobody answers', async () => {
      responder.respond = (_request, response) => void response.destroy()
      expect(await authorize(version, shown())).toMatchObject({ certificateStatus: 'CertChainError' })
    })
  })

  test('C07.FR.15 a chain that has run out is expired, and so is the token', async () => {
    const past = { notBefore: new Date(Date.now() - 9 * DAY_MS), notAfter: new Date(Date.now() - DAY_MS) }
    const old = await provider.issue({ commonName: EMAID, ocspUrl: responder.url('/provider'), ...past })
    expect(await authorize(version, { certificate: chainOf(old, provider) })).toEqual({
      ...{ idTokenInfo: { status: 'Expired' }, certificateStatus: 'CertificateExpired' },
    })
    expect(responder.asked).toEqual([])
  })

  const broken: readonly [string, () => Promise<string>][] = [
    ['is no chain', async () => 'trust me'],
    ['lacks what is between', async () => chainOf(contract)],
    [
      'ends at a stranger',
      async () => {
        const stranger = await VehicleAuthority.create('Stranger')
        return chainOf(await stranger.issue({ commonName: EMAID, ocspUrl: responder.url('/provider') }), stranger)
      },
    ],
    [
      'is signed by who may not sign',
      async () => {
        const forger = await provider.issue({ commonName: 'No Authority', ocspUrl: responder.url('/provider') })
        return chainOf(await forger.issue({ commonName: EMAID, ocspUrl: responder.url('/provider') }), forger, provider)
      },
    ],
    [
      'is of another contract',
      async () => {
        const another = await provider.issue({ commonName: 'DE8BBBXXXXXXXX', ocspUrl: responder.url('/provider') })
        return chainOf(another, provider)
      },
    ],
    ['says nowhere who knows of it', async () => chainOf(await provider.issue({ commonName: EMAID }), provider)],
    [
      'names a host that nobody may be asked at',
      async () => {
        const elsewhere = await provider.issue({ commonName: EMAID, ocspUrl: 'http://169.254.169.254/ocsp' })
        return chainOf(elsewhere, provider)
      },
    ],
    [
      'begins tomorrow',
      async () => {
        const days = { notBefore: new Date(Date.now() + DAY_MS), notAfter: new Date(Date.now() + 9 * DAY_MS) }
        const later = await provider.issue({ commonName: EMAID, ocspUrl: responder.url('/provider'), ...days })
        return chainOf(later, provider)
      },
    ],
  ]
  test.each(broken)('C07.FR.17 a chain that %s cannot be verified', async (_, chain) => {
    expect(await authorize(version, { certificate: await chain() })).toEqual({
      ...{ idTokenInfo: { status: 'Invalid' }, certificateStatus: 'CertChainError' },
    })
  })

  test('C07.FR.17 an answer about a chain that a stranger has signed counts for nothing', async () => {
    const stranger = await VehicleAuthority.create('MO Root')
    responder.respond = (request, response) => {
      const days = { thisUpdate: new Date(Date.now() - 1_000), nextUpdate: new Date(Date.now() + DAY_MS) }
      response.end(stranger.respond(certificateIdIn(request), 'good', days))
    }
    for (const shown of [{ certificate: chainOf(contract, provider) }, { iso15118CertificateHashData: named() }]) {
      expect(await authorize(version, shown)).toMatchObject({ certificateStatus: 'CertChainError' })
    }
  })

  test('C07.FR.16 a chain is asked about also when the station names other certificates beside it', async () => {
    states.set('/provider', 'revoked')
    const [, harmless] = named()
    const shown = { certificate: chainOf(contract, provider), iso15118CertificateHashData: [harmless] }
    expect(await authorize(version, shown)).toMatchObject({ certificateStatus: 'CertificateRevoked' })
  })

  test('C07.FR.05 the issuer may have named somebody to answer for it, and nobody names himself', async () => {
    const deputies = { '/root': await root.issue({ commonName: 'R', mayAnswer: true }) }
    const sub = await provider.issue({ commonName: 'P', mayAnswer: true })
    const days = () => ({ thisUpdate: new Date(Date.now() - 1_000) })
    const shown = { certificate: chainOf(contract, provider) }
    responder.respond = (request, response, path) => {
      const signer = path === '/root' ? deputies['/root'] : sub
      response.end(root.respond(certificateIdIn(request), 'good', days(), signer))
    }
    expect(await authorize(version, shown)).toMatchObject({ certificateStatus: 'Accepted' })
    const unnamed = await provider.issue({ commonName: 'Q' })
    responder.respond = (request, response, path) => {
      const signer = path === '/root' ? deputies['/root'] : unnamed
      response.end(root.respond(certificateIdIn(request), 'good', days(), signer))
    }
    expect(await authorize(version, shown)).toMatchObject({ certificateStatus: 'CertChainError' })
  })

  test('C07.FR.05 what the authorities said a moment ago counts, also while they are away', async () => {
    const one = await provider.issue({ commonName: EMAID, ocspUrl: responder.url('/provider') })
    const maker = await root.issue({ commonName: 'MO Sub', ca: true, ocspUrl: responder.url('/root') })
    const theirs = await maker.issue({ commonName: EMAID, ocspUrl: responder.url('/maker') })
    responder.respond = (request, response, path) => {
      const days = { thisUpdate: new Date(Date.now() - 1_000), nextUpdate: new Date(Date.now() + DAY_MS) }
      response.end((path === '/root' ? root : maker).respond(certificateIdIn(request), 'good', days))
    }
    const shown = { certificate: chainOf(theirs, maker) }
    expect(await authorize(version, shown)).toMatchObject({ certificateStatus: 'Accepted' })
    expect(responder.asked).toHaveLength(2)
    responder.respond = (_, response) => void response.destroy()
    expect(await authorize(version, shown)).toMatchObject({ certificateStatus: 'Accepted' })
    expect(responder.asked).toHaveLength(2)
    // Of another contract nothing is known.
    const other = { certificate: chainOf(one, provider) }
    expect(await authorize(version, other)).toMatchObject({ certificateStatus: 'CertChainError' })
  })

  test('a token without certificates is answered without a word about any', async () => {
    const answer = await authorize(version, {})
    expect(answer).toMatchObject({ idTokenInfo: { status: 'Accepted' } })
    expect(answer).not.toHaveProperty('certificateStatus')
    expect(responder.asked).toEqual([])
  })
})

describe('contract certificates', () => {
  const exiRequest = 'gJgC0r6FTS8='
  let stand: GatewayStand
  /** What the pool has for the vehicle, and what it was asked. */
  let contracts: readonly string[] | AppError
  const asked: ContractRequest[] = []
  const contractProvider: ContractProvider = {
    async contracts(request) {
      asked.push(request)
      if (contracts instanceof AppError) throw contracts
      return contracts
    },
  }
  beforeAll(async () => {
    stand = await startGateway(({ certificates, clock, logger }) => ({
      certificates: { ...certificates, ...createVehicleCertificates({ clock, logger, contractProvider }) },
    }))
    for (const version of VERSIONS_2) await stand.addStation({ id: `EV-${version}` })
  })
  beforeEach(() => {
    asked.length = 0
    contracts = ['Zmlyc3Q=', 'c2Vjb25k', 'dGhpcmQ=']
  })
  afterAll(() => stand.close())

  const open = new Map<OcppVersion, RawStation>()
  async function fetchContract(version: OcppVersion, more: object = {}, action = 'Install'): Promise<unknown> {
    const station = open.get(version) ?? (await stand.connect(`EV-${version}`, version))
    if (!open.has(version)) {
      const chargingStation = { vendorName: 'Acme', model: 'Two' }
      await station.call('BootNotification', { reason: 'PowerUp', chargingStation })
      open.set(version, station)
    }
    const payload = { iso15118SchemaVersion: 'urn:iso:15118:2:2013:MsgDef', action, exiRequest, ...more }
    return resultOf(await station.call('Get15118EVCertificate', payload))
  }

  test.each(VERSIONS_2)(
    '%s M01.FR.01 M02.FR.01 TC_M_26_CSMS TC_M_28_CSMS the vehicle gets what the provider has for it',
    async (version) => {
      expect(await fetchContract(version)).toEqual({ status: 'Accepted', exiResponse: 'Zmlyc3Q=' })
      expect(await fetchContract(version, {}, 'Update')).toEqual({ status: 'Accepted', exiResponse: 'Zmlyc3Q=' })
      const who = { stationId: `EV-${version}`, partyId: 'default', exiRequest }
      const schemaVersion = 'urn:iso:15118:2:2013:MsgDef'
      expect(asked).toEqual([
        { ...who, schemaVersion, action: 'install' },
        { ...who, schemaVersion, action: 'update' },
      ])
    },
  )

  test('ocpp2.1 M01.FR.04 M01.FR.07 a vehicle of ISO 15118-20 gets its contracts one after the other', async () => {
    const more = { maximumContractCertificateChains: 8, prioritizedEMAIDs: [EMAID] }
    const seen = [await fetchContract('ocpp2.1', more), await fetchContract('ocpp2.1', more)]
    expect([...seen, await fetchContract('ocpp2.1', more)]).toEqual([
      { status: 'Accepted', exiResponse: 'Zmlyc3Q=', remainingContracts: 2 },
      { status: 'Accepted', exiResponse: 'c2Vjb25k', remainingContracts: 1 },
      { status: 'Accepted', exiResponse: 'dGhpcmQ=', remainingContracts: 0 },
    ])
    expect(asked).toMatchObject([{ maximumContracts: 8, prioritizedEmaids: [EMAID] }])
  })

  test('ocpp2.1 M01.FR.04 and no more than it takes', async () => {
    const more = { maximumContractCertificateChains: 1 }
    expect(await fetchContract('ocpp2.1', more)).toMatchObject({ exiResponse: 'Zmlyc3Q=', remainingContracts: 0 })
    expect(await fetchContract('ocpp2.1', more)).toMatchObject({ exiResponse: 'Zmlyc3Q=', remainingContracts: 0 })
    expect(asked).toHaveLength(2)
  })

  test.each(VERSIONS_2)(
    '%s what the provider does not have, or cannot say, is Failed with the reason',
    async (version) => {
      contracts = []
      expect(await fetchContract(version)).toMatchObject({
        ...{
          status: 'Failed',
          exiResponse: '',
          statusInfo: { additionalInfo: 'there is no contract for this vehicle' },
        },
      })
      contracts = new AppError('unavailable', 'the pool is closed')
      expect(await fetchContract(version)).toMatchObject({
        ...{ status: 'Failed', exiResponse: '', statusInfo: { additionalInfo: 'the pool is closed' } },
      })
    },
  )

  test.each([
    ['ocpp2.0.1', 5_600],
    ['ocpp2.1', 17_000],
  ] as const)('%s a message longer than there is room for (%i characters) is Failed', async (version, room) => {
    contracts = ['A'.repeat(room)]
    expect(await fetchContract(version)).toMatchObject({ status: 'Accepted' })
    contracts = ['A'.repeat(room + 4)]
    expect(await fetchContract(version)).toMatchObject({ status: 'Failed', exiResponse: '' })
  })

  test.each(VERSIONS_2)('%s without a provider the answer is Failed with the reason', async (version) => {
    const station = await bootedStation(platform, `EV-NONE-${version}`, version)
    const payload = { iso15118SchemaVersion: 'urn:iso:15118:2:2013:MsgDef', action: 'Install', exiRequest }
    expect(resultOf(await station.call('Get15118EVCertificate', payload))).toMatchObject({
      ...{ status: 'Failed', exiResponse: '' },
      statusInfo: { additionalInfo: 'no provider of contract certificates is set' },
    })
  })
})
