import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'
import { event, start, stop } from '#test/transactions'
import type { TokenVerdict } from './index.ts'

const STATIONS = 20

let platform: ApiPlatform
beforeAll(async () => {
  platform = await apiPlatform()
})
afterAll(() => platform.close())

let count = 0
async function newToken(concurrentLimit: number) {
  count += 1
  const token = { value: `T-${count}`, kind: 'rfid' } as const
  await platform.services.authorization.create({ partyId: 'default', ...token, concurrentLimit })
  return token
}

/** Stations on which nothing happened yet. */
async function newStations(amount = STATIONS): Promise<string[]> {
  count += 1
  const ids = Array.from({ length: amount }, (_, n) => `CS-${count}-${n}`)
  for (const id of ids) await platform.services.stations.create({ id, partyId: 'default' })
  return ids
}

async function everywhere<T>(ids: readonly string[], ask: (stationId: string) => Promise<T>): Promise<T[]> {
  return await Promise.all(ids.map(ask))
}

function tally(answers: readonly { verdict?: TokenVerdict }[]) {
  const words = answers.map(({ verdict }) => (verdict?.status === 'refused' ? verdict.reason : verdict?.status))
  return {
    accepted: words.filter((word) => word === 'accepted').length,
    concurrent: words.filter((word) => word === 'concurrent').length,
  }
}

describe('one token at many stations in the same moment', () => {
  test.each([1, 3])('starts %i transactions of 1.6 where it may have so many', async (limit) => {
    const token = await newToken(limit)
    const answers = await everywhere(await newStations(), (id) =>
      platform.services.transactions.start(start(id, 0, 0, { token })),
    )
    expect(tally(answers)).toEqual({ accepted: limit, concurrent: STATIONS - limit })
  })

  test('E-07 starts one transaction of 2.x', async () => {
    const token = await newToken(1)
    const facts = { evseId: 1, connectorId: 1, token }
    const reference = token.value
    const answers = await everywhere(await newStations(), (id) =>
      platform.services.transactions.report(event(id, reference, 'started', 0, 0, { facts })),
    )
    expect(tally(answers)).toEqual({ accepted: 1, concurrent: STATIONS - 1 })
  })

  test('E-07 is taken by one transaction that began without it', async () => {
    const token = await newToken(1)
    const reference = token.value
    const stations = await newStations()
    await everywhere(stations, (id) => platform.services.transactions.report(event(id, reference, 'started', 0, 0)))
    const facts = { token }
    const answers = await everywhere(stations, (id) =>
      platform.services.transactions.report(event(id, reference, 'updated', 1, 0, { facts })),
    )
    expect(tally(answers)).toEqual({ accepted: 1, concurrent: STATIONS - 1 })
  })

  test('starts all of them without limit', async () => {
    const token = await newToken(0)
    const answers = await everywhere(await newStations(), (id) =>
      platform.services.transactions.start(start(id, 0, 0, { token })),
    )
    expect(tally(answers)).toEqual({ accepted: STATIONS, concurrent: 0 })
  })
})

test('a transaction that was refused does not count against the one that was not', async () => {
  const token = await newToken(1)
  const [one = '', other = ''] = await newStations(2)
  const facts = { evseId: 2, token }
  const tell = (id: string, seqNo: number) =>
    platform.services.transactions.report(
      event(id, token.value, seqNo === 0 ? 'started' : 'updated', seqNo, 0, { facts }),
    )
  expect(tally([await tell(one, 0), await tell(other, 0)])).toEqual({ accepted: 1, concurrent: 1 })
  expect(await tell(one, 1)).toMatchObject({ verdict: { status: 'accepted' } })
})

describe('1.6 AuthorizationStatus, §7.2: whoever does not start a transaction is never told that the token is in use elsewhere', () => {
  /** A token that charges at one station, and the transaction of somebody else at another. */
  async function inUse() {
    const [one = '', other = ''] = await newStations(2)
    const [busy, token] = [await newToken(1), await newToken(1)]
    await platform.services.transactions.report(
      event(one, 'tx', 'started', 0, 0, { facts: { evseId: 1, token: busy } }),
    )
    return { busy, token, stationId: other }
  }

  test('who stops in 1.6', async () => {
    const { busy, token, stationId } = await inUse()
    const { number } = await platform.services.transactions.start(start(stationId, 0, 0, { token }))
    const stopped = await platform.services.transactions.stop(stop(stationId, number, 1, 5, { token: busy }))
    expect(stopped).toMatchObject({ verdict: { status: 'accepted' } })
  })

  test.each([
    ['stops', 'ended', 'StopAuthorized'],
    ['has it stopped, and unplugs later', 'updated', 'StopAuthorized'],
    ['shows a second token', 'updated', 'Authorized'],
  ] as const)('E-07 who %s in 2.x', async (_, kind, trigger) => {
    const { busy, token, stationId } = await inUse()
    const { transactions } = platform.services
    await transactions.report(event(stationId, 'tx', 'started', 0, 0, { facts: { evseId: 1, token } }))
    const facts = { token: busy, trigger }
    const told = event(stationId, 'tx', kind, 1, 5, { facts })
    expect(await transactions.report(told)).toMatchObject({ verdict: { status: 'accepted' } })
  })

  test('E-07 but whoever starts one with the cable in already is, however often it is told', async () => {
    const { busy, stationId } = await inUse()
    const { transactions } = platform.services
    await transactions.report(event(stationId, 'tx', 'started', 0, 0))
    const told = event(stationId, 'tx', 'updated', 1, 5, { facts: { token: busy, trigger: 'Authorized' } })
    for (const _ of ['once', 'again']) {
      expect(await transactions.report(told)).toMatchObject({ verdict: { status: 'refused', reason: 'concurrent' } })
    }
  })
})
