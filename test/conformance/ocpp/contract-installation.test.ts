import { beforeEach, describe, expect, test } from 'vitest'
import type { WalletOptions } from '#simulator'
import { type CarPost, EMAID, openCarScene, PCID, SECOND_EMAID } from '../car-scene.ts'
import { field } from '../simulated.ts'

const DAY_MS = 86_400_000
const { world, pool, wallet, owned, station } = await openCarScene()

describe.each(['ocpp2.0.1', 'ocpp2.1'] as const)('a simulated station of %s', (version) => {
  let post: CarPost
  beforeEach(async () => {
    post = await station(version)
    return () => post.station.stop()
  })

  const authorized = () => post.journal.exchange('Authorize')
  const asked = () => post.journal.exchange('Get15118EVCertificate')

  describe('gets a car a contract', () => {
    const expiring = async () =>
      wallet({ contracts: [await world.contract(EMAID, { notAfter: new Date(Date.now() + 5 * DAY_MS) })] })

    test('M01.FR.01 M01.FR.02 it has none: the pool makes one, and it charges by it', async () => {
      await post.bootWithStaples()
      pool.contracts.set(PCID, [await world.contract(EMAID)])
      const one = wallet()
      post.plugIn(one)
      const { request, response } = await asked()
      expect(request).toEqual({
        ...{ iso15118SchemaVersion: 'urn:iso:15118:2:2013:MsgDef', action: 'Install', exiRequest: expect.any(String) },
      })
      expect(response).toEqual({ status: 'Accepted', exiResponse: expect.any(String) })
      expect(pool.asked).toEqual([{ pcid: PCID, namespace: 'urn:iso:15118:2:2013:MsgDef' }])
      await post.charges()
      expect(one).toMatchObject({ heard: 'installed', contracts: pool.contracts.get(PCID) })
    })

    test('M02.FR.01 its own soon runs out: it gets a newer one, and charges by that', async () => {
      await post.bootWithStaples()
      const newer = await world.contract(EMAID)
      pool.contracts.set(PCID, [newer])
      const one = await expiring()
      post.plugIn(one)
      expect((await asked()).request).toMatchObject({ action: 'Update' })
      expect((await authorized()).request).toMatchObject({ certificate: newer.chain })
      await post.charges()
      expect(one.contracts).toEqual([newer])
    })

    test('M01 not where its own holds for long', async () => {
      await post.bootWithStaples()
      post.plugIn(await owned())
      await post.charges()
      expect(pool.asked).toEqual([])
    })

    const troubles: readonly [string, () => void][] = [
      ['the pool does not know it', () => undefined],
      ['the pool is away', () => Object.assign(pool, { isAway: true })],
      ['the pool talks nonsense', () => Object.assign(pool, { nonsense: '<html>' })],
      ['the pool answers without contracts', () => Object.assign(pool, { nonsense: '{}' })],
    ]
    test.each(troubles)('M01 hears that it failed when %s, and its driver needs a card', async (_, begin) => {
      await post.bootWithStaples()
      begin()
      const one = wallet()
      post.plugIn(one)
      expect((await asked()).response).toMatchObject({
        ...{ status: 'Failed', exiResponse: '', statusInfo: { additionalInfo: expect.any(String) } },
      })
      await expect.poll(() => one.heard).toBe('failed')
      await post.needsCard()
    })

    test('M02 charges by its own, as long as that holds, when there is no newer one', async () => {
      await post.bootWithStaples()
      pool.isAway = true
      const one = await expiring()
      post.plugIn(one)
      expect((await asked()).response).toMatchObject({ status: 'Failed' })
      await post.charges()
      expect(one).toMatchObject({ heard: 'failed', contracts: [{ emaid: EMAID }] })
    })

    test('M01 hears that it failed when the answer takes longer than it waits', async () => {
      await post.bootWithStaples()
      pool.isSilent = true
      const one = wallet()
      const heard = pool.next()
      post.plugIn(one)
      await heard
      post.clock.advance(5_000)
      await expect.poll(() => one.heard).toBe('failed')
      expect(one.contracts).toEqual([])
    })

    test('M01 not where the station may not install any', async () => {
      await post.bootWithStaples()
      await post.set('ContractCertificateInstallationEnabled', 'false')
      pool.contracts.set(PCID, [await world.contract(EMAID)])
      post.plugIn(wallet())
      await post.needsCard()
      expect(pool.asked).toEqual([])
    })
  })
})

describe('a simulated station of ocpp2.1 and a car of ISO 15118-20', () => {
  let post: CarPost
  beforeEach(async () => {
    post = await station('ocpp2.1')
    await post.bootWithStaples()
    world.responder.asked.length = 0
    return () => post.station.stop()
  })

  const asked = () => post.journal.exchange('Get15118EVCertificate')
  async function modern(more: Partial<WalletOptions> = {}) {
    const { chain, own } = await world.carChain(post.id)
    const contracts = [await world.contract(EMAID)]
    return { own, one: wallet({ protocol: 'iso15118-20', vehicleChain: chain, contracts, ...more }) }
  }

  test('M01.FR.03 M01.FR.04 M01.FR.05 M01.FR.06 M01.FR.07 M02.FR.02 gets all its contracts one after the other, those it wants most first', async () => {
    const many = await Promise.all([EMAID, 'DE8AAA0000003X', SECOND_EMAID].map((emaid) => world.contract(emaid)))
    pool.contracts.set(PCID, many)
    const { one } = await modern({ contracts: [], room: 3, prioritized: [SECOND_EMAID] })
    post.plugIn(one)
    const exchanges = [await asked(), await asked(), await asked()]
    const [first] = exchanges
    expect(first?.request).toMatchObject({
      ...{ iso15118SchemaVersion: 'urn:iso:std:iso:15118:-20:CommonMessages', action: 'Install' },
      ...{ maximumContractCertificateChains: 3, prioritizedEMAIDs: [SECOND_EMAID] },
    })
    for (const { request } of exchanges) expect(request).toEqual(first?.request)
    expect(exchanges.map(({ response }) => field(response, 'remainingContracts'))).toEqual([2, 1, 0])
    expect(pool.asked).toHaveLength(1)
    await post.charges(SECOND_EMAID)
    expect(one.contracts.map(({ emaid }) => emaid)).toEqual([SECOND_EMAID, EMAID, 'DE8AAA0000003X'])
    expect(one.remaining).toBe(0)
  })

  test('M01.FR.04 gets no more than it has room for', async () => {
    pool.contracts.set(PCID, await Promise.all([EMAID, SECOND_EMAID].map((emaid) => world.contract(emaid))))
    const { one } = await modern({ contracts: [], room: 1 })
    post.plugIn(one)
    expect((await asked()).response).toMatchObject({ status: 'Accepted', remainingContracts: 0 })
    await post.charges()
    expect(one.contracts).toHaveLength(1)
  })
})
