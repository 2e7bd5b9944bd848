import { beforeEach, describe, expect, test } from 'vitest'
import type { WalletOptions } from '#simulator'
import { type CarPost, EMAID, openCarScene } from '../car-scene.ts'
import { field } from '../simulated.ts'

const { world, wallet, station } = await openCarScene()

describe('a simulated station of ocpp2.1 and a car of ISO 15118-20', () => {
  let post: CarPost
  beforeEach(async () => {
    post = await station('ocpp2.1')
    await post.bootWithStaples()
    world.responder.asked.length = 0
    return () => post.station.stop()
  })

  const judged = () => post.journal.exchange('GetCertificateChainStatus')
  async function modern(more: Partial<WalletOptions> = {}) {
    const { chain, own, listPath } = await world.carChain(post.id)
    const contracts = [await world.contract(EMAID)]
    return { own, listPath, one: wallet({ protocol: 'iso15118-20', vehicleChain: chain, contracts, ...more }) }
  }

  test('M07.FR.01 M07.FR.03 M07.FR.04 M07.FR.07 M07.FR.08 M07.FR.11 has its chain judged by list and by OCSP, as each certificate says', async () => {
    const { one, listPath } = await modern()
    post.plugIn(one)
    const { request, response } = await judged()
    const sources = [
      { source: 'CRL', urls: [world.responder.url(listPath)] },
      { source: 'OCSP', urls: [world.responder.url('/v2g')] },
    ]
    expect(request).toMatchObject({ certificateStatusRequests: sources })
    expect(response).toMatchObject({
      certificateStatus: sources.map(({ source }, at) => ({
        ...{ source, status: 'Good' },
        certificateHashData: field(request, 'certificateStatusRequests', at, 'certificateHashData'),
      })),
    })
    expect([...world.responder.asked].slice(0, 2).sort()).toEqual([`GET ${listPath}`, 'POST /v2g'])
    await post.charges()
  })

  test('M07.FR.09 M07.FR.10 is not asked about again as long as what was said holds', async () => {
    world.lasts = true
    const { one } = await modern()
    post.plugIn(one)
    await judged()
    await post.charges()
    await post.leave()
    post.plugIn(one)
    await post.charges()
    expect(post.journal.unread.map(({ action }) => action)).not.toContain('GetCertificateChainStatus')
  })

  test('M07.FR.06 stays out when it is on the list, and the driver needs a card', async () => {
    const { own, one } = await modern()
    world.listed.push(own)
    post.plugIn(one)
    expect((await judged()).response).toMatchObject({ certificateStatus: [{ status: 'Revoked' }, { status: 'Good' }] })
    await post.needsCard()
  })

  test('M07.FR.03 stays out when the responder does not know its maker', async () => {
    const { one } = await modern()
    world.states.set('/v2g', 'unknown')
    post.plugIn(one)
    expect((await judged()).response).toMatchObject({ certificateStatus: [{ status: 'Good' }, { status: 'Unknown' }] })
    await post.needsCard()
  })

  test('M07.FR.02 M07.FR.05 stays out when nobody answers, and only that is asked about the next time', async () => {
    const { one, listPath } = await modern()
    world.lasts = true
    world.away.add(listPath)
    post.plugIn(one)
    expect((await judged()).response).toMatchObject({ certificateStatus: [{ status: 'Failed' }, { status: 'Good' }] })
    await post.needsCard()
    await post.leave()
    world.away.clear()
    post.plugIn(one)
    const { request, response } = await judged()
    expect(request).toMatchObject({ certificateStatusRequests: [{ source: 'CRL' }] })
    expect(response).toMatchObject({ certificateStatus: [{ status: 'Good' }] })
  })

  test('M07 a chain of a stranger stays out, and nobody is asked', async () => {
    const { own } = await modern()
    post.plugIn((await modern({ vehicleChain: own.cert })).one)
    await post.needsCard()
    expect(post.journal.unread.map(({ action }) => action)).not.toContain('GetCertificateChainStatus')
  })
})

test('before OCPP 2.1 a station speaks ISO 15118-2 with such a car, and asks nobody', async () => {
  const post = await station('ocpp2.0.1')
  await post.bootWithStaples()
  const { chain } = await world.carChain(post.id)
  post.plugIn(wallet({ protocol: 'iso15118-20', vehicleChain: chain, contracts: [await world.contract(EMAID)] }))
  await post.charges()
  expect(post.journal.unread.map(({ action }) => action)).not.toContain('GetCertificateChainStatus')
  post.station.stop()
})
