import { beforeEach, describe, expect, test } from 'vitest'
import type { ContractWallet } from '#simulator'
import { BLOCKED_EMAID, type CarPost, EMAID, openCarScene } from '../car-scene.ts'

const STRANGER = 'DE8ZZZ9Z9Z9Z9Z'
const HOUR_MS = 3_600_000
const WEEK_MS = 168 * HOUR_MS
const { world, owned, station } = await openCarScene()

describe.each(['ocpp2.0.1', 'ocpp2.1'] as const)('a simulated station of %s', (version) => {
  let post: CarPost
  beforeEach(async () => {
    post = await station(version)
    return () => post.station.stop()
  })

  /** It knows the root of contracts, and so judges them itself. */
  const knowsContracts = () => post.station.certificates.trust.install('MORootCertificate', world.contractRoot.cert)
  const stapled = () => post.journal.exchange('GetCertificateStatus')
  const authorized = () => post.journal.exchange('Authorize')

  describe('shows cars that its own certificates hold', () => {
    test('M06.FR.01 M06.FR.02 M06.FR.03 M06.FR.06 M06.FR.08 it has them asked about, and keeps what was said for the cars to come', async () => {
      const heard = await post.bootWithStaples()
      expect(world.responder.asked).toEqual(['POST /stations', 'POST /v2g'])
      for (const response of heard) {
        expect(response).toEqual({ status: 'Accepted', ocspResult: expect.stringMatching(/^MII/) })
      }
      post.station.goOffline()
      post.station.goOnline()
      await post.journal.state('online')
      post.plugIn(await owned())
      await post.charges()
      expect(post.journal.unread.map(({ action }) => action)).not.toContain('GetCertificateStatus')
    })

    test('M06.FR.07 asks anew when it has a new certificate', async () => {
      await post.bootWithStaples()
      post.station.secc?.renew(await world.stationChain(`${post.id}-B`))
      const renewed = [await stapled(), await stapled()]
      expect(renewed).toMatchObject([{ response: { status: 'Accepted' } }, { response: { status: 'Accepted' } }])
      post.plugIn(await owned())
      await post.charges()
    })

    test('M06.FR.10 asks again before a week has passed', async () => {
      await post.bootWithStaples()
      // A week of other words is left out.
      post.station.settings.heartbeatIntervalS = 0
      post.clock.advance(HOUR_MS)
      await post.journal.exchange('Heartbeat')
      post.clock.advance(WEEK_MS - HOUR_MS)
      expect([await stapled(), await stapled()]).toMatchObject([{ refused: false }, { refused: false }])
    })

    test('M06.FR.04 no car trusts it when nobody could say, until somebody can an hour later', async () => {
      world.away.add('/v2g')
      const [, above] = await post.bootWithStaples()
      expect(above).toMatchObject({ status: 'Failed' })
      post.plugIn(await owned())
      await post.needsCard()
      await post.leave()
      world.away.clear()
      post.clock.advance(HOUR_MS)
      expect((await stapled()).response).toMatchObject({ status: 'Accepted' })
      post.plugIn(await owned())
      await post.charges()
    })

    test('M06.FR.02 no car trusts it when its certificate is revoked: that it was told is no praise', async () => {
      world.states.set('/stations', 'revoked')
      const [own] = await post.bootWithStaples()
      expect(own).toMatchObject({ status: 'Accepted' })
      post.plugIn(await owned())
      await post.needsCard()
    })
  })

  describe('lets a car charge by its contract', () => {
    test('C07.FR.01 C07.FR.02 C07.FR.05 C07.FR.14 which it finds good itself: the CSMS hears the names of the certificates', async () => {
      knowsContracts()
      await post.bootWithStaples()
      world.responder.asked.length = 0
      post.plugIn(await owned())
      const { request, response } = await authorized()
      expect(request).toEqual({
        idToken: { idToken: EMAID, type: 'eMAID' },
        iso15118CertificateHashData: ['/contracts', '/mo'].map((path) =>
          expect.objectContaining({ hashAlgorithm: 'SHA256', responderURL: world.responder.url(path) }),
        ),
      })
      expect(response).toMatchObject({ idTokenInfo: { status: 'Accepted' }, certificateStatus: 'Accepted' })
      expect([...world.responder.asked].sort()).toEqual(['POST /contracts', 'POST /mo'])
      await post.charges()
    })

    test('C07.FR.06 C07.FR.14 whose root it lacks: the CSMS gets the certificates and judges', async () => {
      await post.bootWithStaples()
      const one = await owned()
      post.plugIn(one)
      const { request, response } = await authorized()
      expect(request).toEqual({ idToken: { idToken: EMAID, type: 'eMAID' }, certificate: one.contracts[0]?.chain })
      expect(response).toMatchObject({ idTokenInfo: { status: 'Accepted' }, certificateStatus: 'Accepted' })
      await post.charges()
    })

    test('C07.FR.06 not where it lacks the root, and the CSMS is not to judge', async () => {
      await post.bootWithStaples()
      await post.set('CentralContractValidationAllowed', 'false')
      post.plugIn(await owned())
      await post.needsCard()
    })

    test('C07 not where Plug & Charge is switched off', async () => {
      await post.bootWithStaples()
      await post.set('PnCEnabled', 'false')
      post.plugIn(await owned())
      await post.needsCard()
    })

    describe.each([
      ['judged by the station', knowsContracts],
      ['judged by us', () => undefined],
    ])('not one %s', (_, prepare) => {
      const answer = async (one: ContractWallet) => {
        prepare()
        await post.bootWithStaples()
        post.plugIn(one)
        return (await authorized()).response
      }

      test.each(['/contracts', '/mo'])('C07.FR.16 that is revoked, as %s says', async (path) => {
        world.states.set(path, 'revoked')
        expect(await answer(await owned())).toEqual({
          ...{ idTokenInfo: { status: 'Invalid' }, certificateStatus: 'CertificateRevoked' },
        })
        await post.needsCard()
      })

      test.each(['/contracts', '/mo'])('C07.FR.17 when nobody answers at %s', async (path) => {
        world.away.add(path)
        expect(await answer(await owned())).toEqual({
          ...{ idTokenInfo: { status: 'Invalid' }, certificateStatus: 'CertChainError' },
        })
        await post.needsCard()
      })

      test('C07.FR.13 whose token is blocked: the contract counts as cancelled', async () => {
        expect(await answer(await owned(BLOCKED_EMAID))).toMatchObject({
          ...{ idTokenInfo: { status: 'Blocked' }, certificateStatus: 'ContractCancelled' },
        })
        await post.needsCard()
      })

      test('C07.FR.13 whose token nobody knows: the contract counts as cancelled', async () => {
        expect(await answer(await owned(STRANGER))).toMatchObject({
          ...{ idTokenInfo: { status: 'Unknown' }, certificateStatus: 'ContractCancelled' },
        })
        await post.needsCard()
      })
    })

    describe('without a connection', () => {
      /** It has charged once, so that the station knows its token; now the connection is gone. */
      async function again(one: ContractWallet) {
        post.plugIn(one)
        await post.charges()
        await post.leave()
        post.station.goOffline()
        post.plugIn(one)
      }

      test('C07.FR.07 not where contracts are judged with the CSMS alone', async () => {
        knowsContracts()
        await post.bootWithStaples()
        await again(await owned())
        post.station.goOnline()
        await post.journal.state('online')
        expect(post.station.evse(1)?.transaction).toBeUndefined()
      })

      test('C07.FR.08 C07.FR.09 C07.FR.11 where the station judges it, and knows its token', async () => {
        knowsContracts()
        await post.bootWithStaples()
        await post.set('ContractValidationOffline', 'true')
        await again(await owned())
        await expect.poll(() => post.station.evse(1)?.token?.value).toBe(EMAID)
        post.station.goOnline()
        const { request } = await post.journal.exchange('TransactionEvent')
        expect(request).toMatchObject({ eventType: 'Started', offline: true, idToken: { idToken: EMAID } })
      })

      test('C07.FR.08 not where the station lacks its root', async () => {
        await post.bootWithStaples()
        await post.set('ContractValidationOffline', 'true')
        await again(await owned())
        post.station.goOnline()
        await post.journal.state('online')
        expect(post.station.evse(1)?.transaction).toBeUndefined()
      })
    })
  })
})
