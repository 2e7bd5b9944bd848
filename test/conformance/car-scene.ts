import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect } from 'vitest'
import { ContractPool, ContractWallet, type WalletOptions } from '#simulator'
import { testPlatform } from '#test/platform'
import { V2gWorld } from '#test/v2g-world'
import { Operator } from './operator.ts'
import { car, field, type Simulated, simulated } from './simulated.ts'

export const EMAID = 'DE8AAA1B2C3D4E'
export const SECOND_EMAID = 'DE8AAA5F6G7H8I'
export const BLOCKED_EMAID = 'DE8AAAB0B0B0B0'
export const PCID = 'WBAPROV0000000001'

/** What cars that charge without a card drive about in: authorities, a pool of contracts, a platform that knows both. */
export interface CarScene {
  readonly world: V2gWorld
  readonly pool: ContractPool
  /** A car's contracts; none unless they are given. */
  wallet(more?: Partial<WalletOptions>): ContractWallet
  /** The contracts of a car that has a good one. */
  owned(emaid?: string): Promise<ContractWallet>
  /** A new simulated station that trusts the V2G root. */
  station(version: 'ocpp2.0.1' | 'ocpp2.1'): Promise<CarPost>
}

/** A simulated station with Plug & Charge, and what may become of a car there. */
export interface CarPost extends Simulated {
  readonly id: string
  /** Resolves with what it heard of its own certificates, the lowest first. */
  bootWithStaples(): Promise<readonly object[]>
  plugIn(wallet: ContractWallet): void
  /** Takes the cable out, and reads the end of the transaction. */
  leave(): Promise<void>
  /** Sets a variable of its ISO15118Ctrlr. */
  set(variable: string, value: 'true' | 'false'): Promise<void>
  /** The car charges by this contract, also as far as the platform knows. */
  charges(emaid?: string): Promise<void>
  /** The car was not asked about: its driver holds a card to the reader, and then it charges (C08). */
  needsCard(): Promise<void>
}

/** Sets the scene; it is taken down after the last test of the file, and all is good again before each. */
export async function openCarScene(): Promise<CarScene> {
  const [world, pool, folder] = await Promise.all([
    V2gWorld.open(),
    ContractPool.open(),
    mkdtemp(join(tmpdir(), 'chargewright-contracts-')),
  ])
  const contractAuthorities = join(folder, 'roots.pem')
  await writeFile(contractAuthorities, world.contractRoot.cert)
  const platform = await testPlatform({
    certificates: {
      ...{ responders: [world.responder.host], contractAuthorities },
      ...{ contractPoolUrl: pool.url, contractPoolToken: pool.token },
    },
  })
  afterAll(async () => {
    await platform.stop()
    await Promise.all([world.close(), pool.close()])
    await rm(folder, { recursive: true })
  })
  beforeEach(() => {
    world.reset()
    Object.assign(pool, { isAway: false, isSilent: false, nonsense: undefined })
    pool.contracts.clear()
    pool.asked.length = 0
  })
  const operator = new Operator(platform, platform.ownerKey)
  await operator.post('/tokens', { partyId: 'default', value: 'ALICE', concurrentLimit: 0 })
  for (const value of [EMAID, SECOND_EMAID, BLOCKED_EMAID]) {
    const status = value === BLOCKED_EMAID ? 'blocked' : 'active'
    await operator.post('/tokens', { partyId: 'default', value, kind: 'emaid', concurrentLimit: 0, status })
  }
  const wallet = (more: Partial<WalletOptions> = {}) =>
    new ContractWallet({ pcid: PCID, v2gRoots: [world.v2gRoot.cert], ...more })
  let count = 0
  return {
    ...{ world, pool, wallet },
    owned: async (emaid = EMAID) => wallet({ contracts: [await world.contract(emaid)] }),
    async station(version) {
      count += 1
      const id = `PNC-${count}`
      const post = simulated({ id, version, url: platform.ocppUrl, v2gChain: await world.stationChain(id) })
      post.station.certificates.trust.install('V2GRootCertificate', world.v2gRoot.cert)
      return carPost(operator, id, post)
    },
  }
}

function carPost(operator: Operator, id: string, post: Simulated): CarPost {
  const { station, journal } = post
  return {
    ...{ ...post, id },
    async bootWithStaples() {
      await post.boot()
      await operator.untilConnected(id)
      const [own, above] = [
        await journal.exchange('GetCertificateStatus'),
        await journal.exchange('GetCertificateStatus'),
      ]
      return [own.response, above.response]
    },
    plugIn: (wallet) => station.plugIn({ ...car, wallet }),
    async leave() {
      station.unplug()
      await post.ended()
    },
    async set(name, value) {
      const variables = [{ component: 'ISO15118Ctrlr', name, value }]
      expect(await operator.carryOut(id, 'set-variables', { variables })).toMatchObject({ state: 'answered' })
    },
    async charges(emaid = EMAID) {
      const { request } = await journal.exchange('TransactionEvent')
      expect(request).toMatchObject({ eventType: 'Started', idToken: { idToken: emaid, type: 'eMAID' } })
      expect(station.evse(1)?.powerW).toBeGreaterThan(0)
      const record = await operator.record(id, String(field(request, 'transactionInfo', 'transactionId')))
      expect(record).toMatchObject({ status: 'active', token: { value: emaid } })
    },
    async needsCard() {
      expect(station.evse(1)?.transaction).toBeUndefined()
      expect(await station.presentToken({ value: 'ALICE', type: 'ISO14443' })).toMatchObject({ accepted: true })
      const { request } = await journal.exchange('Authorize')
      expect(request).toEqual({ idToken: { idToken: 'ALICE', type: 'ISO14443' } })
      expect((await journal.exchange('TransactionEvent')).request).toMatchObject({ eventType: 'Started' })
    },
  }
}
