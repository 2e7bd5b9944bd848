import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ContractPool, ContractWallet, type WalletOptions } from '#simulator'
import { type TestPlatform, testPlatform } from '#test/platform'
import { V2gWorld } from '#test/v2g-world'
import { Operator } from '../operator.ts'
import { car, field, type Simulated, simulated } from '../simulated.ts'

const EMAID = 'DE8AAA1B2C3D4E'
const SECOND = 'DE8AAA5F6G7H8I'
const BLOCKED = 'DE8AAAB0B0B0B0'
const STRANGER = 'DE8ZZZ9Z9Z9Z9Z'
const PCID = 'WBAPROV0000000001'
const DAY_MS = 86_400_000
const VERSIONS_2 = ['ocpp2.0.1', 'ocpp2.1'] as const

let folder: string
let world: V2gWorld
let pool: ContractPool
let platform: TestPlatform
let operator: Operator
let count = 0
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chargewright-contracts-'))
  ;[world, pool] = await Promise.all([V2gWorld.open(), ContractPool.open()])
  const contractAuthorities = join(folder, 'roots.pem')
  await writeFile(contractAuthorities, world.contractRoot.cert)
  platform = await testPlatform({
    certificates: {
      ...{ responders: [world.responder.host], contractAuthorities },
      ...{ contractPoolUrl: pool.url, contractPoolToken: pool.token },
    },
  })
  operator = new Operator(platform, platform.ownerKey)
  for (const value of [EMAID, SECOND, BLOCKED]) {
    await operator.post('/tokens', { partyId: 'default', value, kind: 'emaid', concurrentLimit: 0 })
  }
  await operator.post('/tokens', { partyId: 'default', value: 'ALICE', concurrentLimit: 0 })
  expect(await operator.status('PATCH', `/tokens/default/${BLOCKED}`, { blocked: true })).toBe(200)
})
beforeEach(() => {
  world.reset()
  Object.assign(pool, { isAway: false, isSilent: false, nonsense: undefined })
  pool.contracts.clear()
  pool.asked.length = 0
})
afterAll(async () => {
  await platform.stop()
  await Promise.all([world.close(), pool.close()])
  await rm(folder, { recursive: true })
})

const wallet = (more: Partial<WalletOptions> = {}) =>
  new ContractWallet({ pcid: PCID, v2gRoots: [world.v2gRoot.cert], ...more })
const owned = async (emaid = EMAID) => wallet({ contracts: [await world.contract(emaid)] })

describe.each(VERSIONS_2)('a simulated station of %s', (version) => {
  let id = ''
  let post: Simulated
  beforeEach(async () => {
    count += 1
    id = `PNC-${count}`
    post = simulated({ id, version, url: platform.ocppUrl, v2gChain: await world.stationChain(id) })
    post.station.certificates.trust.install('V2GRootCertificate', world.v2gRoot.cert)
    return () => post.station.stop()
  })

  /** It knows the root of contracts, and so judges them itself. */
  const knowsContracts = () => post.station.certificates.trust.install('MORootCertificate', world.contractRoot.cert)
  const stapled = () => post.journal.exchange('GetCertificateStatus')
  async function boot() {
    await post.boot()
    await operator.untilConnected(id)
    return [await stapled(), await stapled()] as const
  }
  const plugIn = (one: ContractWallet) => post.station.plugIn({ ...car, wallet: one })
  const authorized = () => post.journal.exchange('Authorize')
  const asked = () => post.journal.exchange('Get15118EVCertificate')
  const set = async (name: string, value: string) => {
    const variables = [{ component: 'ISO15118Ctrlr', name, value }]
    const command = await operator.carryOut(id, 'set-variables', { variables })
    expect(command).toMatchObject({ state: 'answered' })
  }
  /** The car charges, by this token. */
  async function charges(emaid = EMAID) {
    const { request } = await post.journal.exchange('TransactionEvent')
    expect(request).toMatchObject({ eventType: 'Started', idToken: { idToken: emaid, type: 'eMAID' } })
    expect(post.station.evse(1)?.powerW).toBeGreaterThan(0)
    const record = await operator.record(id, String(field(request, 'transactionInfo', 'transactionId')))
    expect(record).toMatchObject({ status: 'active', token: { value: emaid } })
  }
  /** It does not, and was not asked about: its driver holds a card to the reader. */
  async function needsCard() {
    expect(post.station.evse(1)?.transaction).toBeUndefined()
    expect(await post.station.presentToken({ value: 'ALICE', type: 'ISO14443' })).toMatchObject({ accepted: true })
    const { request } = await authorized()
    expect(request).toEqual({ idToken: { idToken: 'ALICE', type: 'ISO14443' } })
    expect((await post.journal.exchange('TransactionEvent')).request).toMatchObject({ eventType: 'Started' })
  }

  describe('shows cars that its own certificates hold', () => {
    test('M06.FR.01 M06.FR.02 M06.FR.03 M06.FR.06 M06.FR.08 it has them asked about, and keeps what was said for the cars to come', async () => {
      const exchanges = await boot()
      expect(world.responder.asked).toEqual(['POST /stations', 'POST /v2g'])
      for (const { response } of exchanges) {
        expect(response).toEqual({ status: 'Accepted', ocspResult: expect.stringMatching(/^MII/) })
      }
      post.station.goOffline()
      post.station.goOnline()
      await post.journal.state('online')
      plugIn(await owned())
      await charges()
      expect(post.journal.unread.map(({ action }) => action)).not.toContain('GetCertificateStatus')
    })

    test('M06.FR.07 asks anew when it has a new certificate', async () => {
      await boot()
      post.station.secc?.renew(await world.stationChain(`${id}-B`))
      const renewed = [await stapled(), await stapled()]
      expect(renewed).toMatchObject([{ response: { status: 'Accepted' } }, { response: { status: 'Accepted' } }])
      plugIn(await owned())
      await charges()
    })

    test('M06.FR.10 asks again before a week has passed', async () => {
      await boot()
      post.clock.advance(7 * DAY_MS)
      expect([await stapled(), await stapled()]).toMatchObject([{ refused: false }, { refused: false }])
    })

    test('M06.FR.04 no car trusts it when nobody could say, until somebody can an hour later', async () => {
      world.away.add('/v2g')
      const [, above] = await boot()
      expect(above.response).toMatchObject({ status: 'Failed' })
      plugIn(await owned())
      await needsCard()
      post.station.unplug()
      await post.ended()
      world.away.clear()
      post.clock.advance(3_600_000)
      expect((await stapled()).response).toMatchObject({ status: 'Accepted' })
      plugIn(await owned())
      await charges()
    })

    test('M06.FR.02 no car trusts it when its certificate is revoked: that it was told is no praise', async () => {
      world.states.set('/stations', 'revoked')
      const [own] = await boot()
      expect(own.response).toMatchObject({ status: 'Accepted' })
      plugIn(await owned())
      await needsCard()
    })
  })

  describe('lets a car charge by its contract', () => {
    test('C07.FR.01 C07.FR.02 C07.FR.05 C07.FR.14 which it finds good itself: the CSMS hears the names of the certificates', async () => {
      knowsContracts()
      await boot()
      world.responder.asked.length = 0
      plugIn(await owned())
      const { request, response } = await authorized()
      expect(request).toEqual({
        idToken: { idToken: EMAID, type: 'eMAID' },
        iso15118CertificateHashData: ['/contracts', '/mo'].map((path) =>
          expect.objectContaining({ hashAlgorithm: 'SHA256', responderURL: world.responder.url(path) }),
        ),
      })
      expect(response).toMatchObject({ idTokenInfo: { status: 'Accepted' }, certificateStatus: 'Accepted' })
      expect([...world.responder.asked].sort()).toEqual(['POST /contracts', 'POST /mo'])
      await charges()
    })

    test('C07.FR.06 C07.FR.14 whose root it lacks: the CSMS gets the certificates and judges', async () => {
      await boot()
      const one = await owned()
      plugIn(one)
      const { request, response } = await authorized()
      expect(request).toEqual({ idToken: { idToken: EMAID, type: 'eMAID' }, certificate: one.contracts[0]?.chain })
      expect(response).toMatchObject({ idTokenInfo: { status: 'Accepted' }, certificateStatus: 'Accepted' })
      await charges()
    })

    test('C07.FR.06 not where it lacks the root, and the CSMS is not to judge', async () => {
      await boot()
      await set('CentralContractValidationAllowed', 'false')
      plugIn(await owned())
      await needsCard()
    })

    test('C07 not where Plug & Charge is switched off', async () => {
      await boot()
      await set('PnCEnabled', 'false')
      plugIn(await owned())
      await needsCard()
    })

    describe.each([
      ['judged by the station', knowsContracts],
      ['judged by us', () => undefined],
    ])('not one %s', (_, prepare) => {
      const answer = async (one: ContractWallet) => {
        prepare()
        await boot()
        plugIn(one)
        return (await authorized()).response
      }

      test.each(['/contracts', '/mo'])('C07.FR.16 that is revoked, as %s says', async (path) => {
        world.states.set(path, 'revoked')
        expect(await answer(await owned())).toEqual({
          ...{ idTokenInfo: { status: 'Invalid' }, certificateStatus: 'CertificateRevoked' },
        })
        await needsCard()
      })

      test.each(['/contracts', '/mo'])('C07.FR.17 when nobody answers at %s', async (path) => {
        world.away.add(path)
        expect(await answer(await owned())).toEqual({
          ...{ idTokenInfo: { status: 'Invalid' }, certificateStatus: 'CertChainError' },
        })
        await needsCard()
      })

      test('C07.FR.13 whose token is blocked: the contract counts as cancelled', async () => {
        expect(await answer(await owned(BLOCKED))).toMatchObject({
          ...{ idTokenInfo: { status: 'Blocked' }, certificateStatus: 'ContractCancelled' },
        })
        await needsCard()
      })

      test('C07.FR.13 whose token nobody knows: the contract counts as cancelled', async () => {
        expect(await answer(await owned(STRANGER))).toMatchObject({
          ...{ idTokenInfo: { status: 'Unknown' }, certificateStatus: 'ContractCancelled' },
        })
        await needsCard()
      })
    })

    describe('without a connection', () => {
      /** It has charged once, so that the station knows its token; now the connection is gone. */
      async function again(one: ContractWallet) {
        plugIn(one)
        await charges()
        post.station.unplug()
        await post.ended()
        post.station.goOffline()
        plugIn(one)
      }

      test('C07.FR.07 not where contracts are judged with the CSMS alone', async () => {
        knowsContracts()
        await boot()
        await again(await owned())
        post.station.goOnline()
        await post.journal.state('online')
        expect(post.station.evse(1)?.transaction).toBeUndefined()
      })

      test('C07.FR.08 C07.FR.09 C07.FR.11 where the station judges it, and knows its token', async () => {
        knowsContracts()
        await boot()
        await set('ContractValidationOffline', 'true')
        await again(await owned())
        await expect.poll(() => post.station.evse(1)?.token?.value).toBe(EMAID)
        post.station.goOnline()
        const { request } = await post.journal.exchange('TransactionEvent')
        expect(request).toMatchObject({ eventType: 'Started', offline: true, idToken: { idToken: EMAID } })
      })

      test('C07.FR.08 not where the station lacks its root', async () => {
        await boot()
        await set('ContractValidationOffline', 'true')
        await again(await owned())
        post.station.goOnline()
        await post.journal.state('online')
        expect(post.station.evse(1)?.transaction).toBeUndefined()
      })
    })
  })

  describe('gets a car a contract', () => {
    const expiring = async () =>
      wallet({ contracts: [await world.contract(EMAID, { notAfter: new Date(Date.now() + 5 * DAY_MS) })] })

    test('M01.FR.01 M01.FR.02 it has none: the pool makes one, and it charges by it', async () => {
      await boot()
      pool.contracts.set(PCID, [await world.contract(EMAID)])
      const one = wallet()
      plugIn(one)
      const { request, response } = await asked()
      expect(request).toEqual({
        ...{ iso15118SchemaVersion: 'urn:iso:15118:2:2013:MsgDef', action: 'Install', exiRequest: expect.any(String) },
      })
      expect(response).toEqual({ status: 'Accepted', exiResponse: expect.any(String) })
      expect(pool.asked).toEqual([{ pcid: PCID, namespace: 'urn:iso:15118:2:2013:MsgDef' }])
      await charges()
      expect(one).toMatchObject({ heard: 'installed', contracts: pool.contracts.get(PCID) })
    })

    test('M02.FR.01 its own soon runs out: it gets a newer one, and charges by that', async () => {
      await boot()
      const newer = await world.contract(EMAID)
      pool.contracts.set(PCID, [newer])
      const one = await expiring()
      plugIn(one)
      expect((await asked()).request).toMatchObject({ action: 'Update' })
      expect((await authorized()).request).toMatchObject({ certificate: newer.chain })
      await charges()
      expect(one.contracts).toEqual([newer])
    })

    test('M01 not where its own holds for long', async () => {
      await boot()
      plugIn(await owned())
      await charges()
      expect(pool.asked).toEqual([])
    })

    const troubles: readonly [string, () => void][] = [
      ['the pool does not know it', () => undefined],
      ['the pool is away', () => Object.assign(pool, { isAway: true })],
      ['the pool talks nonsense', () => Object.assign(pool, { nonsense: '<html>' })],
      ['the pool answers without contracts', () => Object.assign(pool, { nonsense: '{}' })],
    ]
    test.each(troubles)('M01 hears that it failed when %s, and its driver needs a card', async (_, begin) => {
      await boot()
      begin()
      const one = wallet()
      plugIn(one)
      expect((await asked()).response).toMatchObject({
        ...{ status: 'Failed', exiResponse: '', statusInfo: { additionalInfo: expect.any(String) } },
      })
      await expect.poll(() => one.heard).toBe('failed')
      await needsCard()
    })

    test('M02 charges by its own, as long as that holds, when there is no newer one', async () => {
      await boot()
      pool.isAway = true
      const one = await expiring()
      plugIn(one)
      expect((await asked()).response).toMatchObject({ status: 'Failed' })
      await charges()
      expect(one).toMatchObject({ heard: 'failed', contracts: [{ emaid: EMAID }] })
    })

    test('M01 hears that it failed when the answer takes longer than it waits', async () => {
      await boot()
      pool.isSilent = true
      const one = wallet()
      const heard = pool.next()
      plugIn(one)
      await heard
      post.clock.advance(5_000)
      await expect.poll(() => one.heard).toBe('failed')
      expect(one.contracts).toEqual([])
    })

    test('M01 not where the station may not install any', async () => {
      await boot()
      await set('ContractCertificateInstallationEnabled', 'false')
      pool.contracts.set(PCID, [await world.contract(EMAID)])
      plugIn(wallet())
      await needsCard()
      expect(pool.asked).toEqual([])
    })
  })

  test('speaks ISO 15118-2 with a car of ISO 15118-20 before OCPP 2.1', async () => {
    await boot()
    const { chain } = await world.carChain(id)
    plugIn(wallet({ protocol: 'iso15118-20', vehicleChain: chain, contracts: [await world.contract(EMAID)] }))
    await charges()
    const isAsked = post.journal.unread.some(({ action }) => action === 'GetCertificateChainStatus')
    expect(isAsked).toBe(version === 'ocpp2.1')
  })
})

describe('a simulated station of ocpp2.1 and a car of ISO 15118-20', () => {
  let id = ''
  let post: Simulated
  beforeEach(async () => {
    count += 1
    id = `PNC20-${count}`
    post = simulated({ id, version: 'ocpp2.1', url: platform.ocppUrl, v2gChain: await world.stationChain(id) })
    post.station.certificates.trust.install('V2GRootCertificate', world.v2gRoot.cert)
    await post.boot()
    await operator.untilConnected(id)
    for (let read = 0; read < 2; read += 1) await post.journal.exchange('GetCertificateStatus')
    world.responder.asked.length = 0
    return () => post.station.stop()
  })

  async function modern(more: Partial<WalletOptions> = {}) {
    const { chain, own } = await world.carChain(id)
    const contracts = [await world.contract(EMAID)]
    return { own, one: wallet({ protocol: 'iso15118-20', vehicleChain: chain, contracts, ...more }) }
  }
  const plugIn = (one: ContractWallet) => post.station.plugIn({ ...car, wallet: one })
  const judged = () => post.journal.exchange('GetCertificateChainStatus')
  const asked = () => post.journal.exchange('Get15118EVCertificate')
  async function charges(emaid = EMAID) {
    const { request } = await post.journal.exchange('TransactionEvent')
    expect(request).toMatchObject({ eventType: 'Started', idToken: { idToken: emaid, type: 'eMAID' } })
  }
  async function leave() {
    post.station.unplug()
    await post.ended()
  }
  async function staysOut() {
    expect(await post.station.presentToken({ value: 'ALICE', type: 'ISO14443' })).toMatchObject({ accepted: true })
    const { request } = await post.journal.exchange('Authorize')
    expect(request).toEqual({ idToken: { idToken: 'ALICE', type: 'ISO14443' } })
  }

  test('M07.FR.01 M07.FR.03 M07.FR.04 M07.FR.07 M07.FR.08 M07.FR.11 has its chain judged by list and by OCSP, as each certificate says', async () => {
    const { one } = await modern()
    plugIn(one)
    const { request, response } = await judged()
    const sources = [
      { source: 'CRL', urls: [world.responder.url('/cars.crl')] },
      { source: 'OCSP', urls: [world.responder.url('/v2g')] },
    ]
    expect(request).toMatchObject({ certificateStatusRequests: sources })
    expect(response).toMatchObject({
      certificateStatus: sources.map(({ source }, at) => ({
        ...{ source, status: 'Good' },
        certificateHashData: field(request, 'certificateStatusRequests', at, 'certificateHashData'),
      })),
    })
    expect([...world.responder.asked].slice(0, 2).sort()).toEqual(['GET /cars.crl', 'POST /v2g'])
    await charges()
  })

  test('M07.FR.09 M07.FR.10 is not asked about again as long as what was said holds', async () => {
    const { one } = await modern()
    plugIn(one)
    await judged()
    await charges()
    await leave()
    plugIn(one)
    await charges()
    expect(post.journal.unread.map(({ action }) => action)).not.toContain('GetCertificateChainStatus')
  })

  test('M07.FR.06 stays out when it is on the list, and the driver needs a card', async () => {
    const { own, one } = await modern()
    world.listed.push(own)
    plugIn(one)
    expect((await judged()).response).toMatchObject({ certificateStatus: [{ status: 'Revoked' }, { status: 'Good' }] })
    await staysOut()
  })

  test('M07.FR.03 stays out when the responder does not know its maker', async () => {
    const { one } = await modern()
    world.states.set('/v2g', 'unknown')
    plugIn(one)
    expect((await judged()).response).toMatchObject({ certificateStatus: [{ status: 'Good' }, { status: 'Unknown' }] })
    await staysOut()
  })

  test('M07.FR.02 M07.FR.05 stays out when nobody answers, and only that is asked about the next time', async () => {
    const { one } = await modern()
    world.away.add('/cars.crl')
    plugIn(one)
    expect((await judged()).response).toMatchObject({ certificateStatus: [{ status: 'Failed' }, { status: 'Good' }] })
    await staysOut()
    await leave()
    world.away.clear()
    plugIn(one)
    const { request, response } = await judged()
    expect(request).toMatchObject({ certificateStatusRequests: [{ source: 'CRL' }] })
    expect(response).toMatchObject({ certificateStatus: [{ status: 'Good' }] })
  })

  test('M07 a chain of a stranger stays out, and nobody is asked', async () => {
    const { own } = await modern()
    plugIn((await modern({ vehicleChain: own.cert })).one)
    await staysOut()
    expect(post.journal.unread.map(({ action }) => action)).not.toContain('GetCertificateChainStatus')
  })

  test('M01.FR.03 M01.FR.04 M01.FR.05 M01.FR.06 M01.FR.07 M02.FR.02 gets all its contracts one after the other, those it wants most first', async () => {
    const many = await Promise.all([EMAID, 'DE8AAA0000003X', SECOND].map((emaid) => world.contract(emaid)))
    pool.contracts.set(PCID, many)
    const { one } = await modern({ contracts: [], room: 3, prioritized: [SECOND] })
    plugIn(one)
    const exchanges = [await asked(), await asked(), await asked()]
    const [first] = exchanges
    expect(first?.request).toMatchObject({
      ...{ iso15118SchemaVersion: 'urn:iso:std:iso:15118:-20:CommonMessages', action: 'Install' },
      ...{ maximumContractCertificateChains: 3, prioritizedEMAIDs: [SECOND] },
    })
    for (const { request } of exchanges) expect(request).toEqual(first?.request)
    expect(exchanges.map(({ response }) => field(response, 'remainingContracts'))).toEqual([2, 1, 0])
    expect(pool.asked).toHaveLength(1)
    await charges(SECOND)
    expect(one.contracts.map(({ emaid }) => emaid)).toEqual([SECOND, EMAID, 'DE8AAA0000003X'])
    expect(one.remaining).toBe(0)
  })

  test('M01.FR.04 gets no more than it has room for', async () => {
    pool.contracts.set(PCID, await Promise.all([EMAID, SECOND].map((emaid) => world.contract(emaid))))
    const { one } = await modern({ contracts: [], room: 1 })
    plugIn(one)
    expect((await asked()).response).toMatchObject({ status: 'Accepted', remainingContracts: 0 })
    await charges()
    expect(one.contracts).toHaveLength(1)
  })
})
