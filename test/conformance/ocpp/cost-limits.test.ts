import { beforeEach, describe, expect, test } from 'vitest'
import type { Balance } from '#domain/costs'
import { bootedStation } from '../booted-station.ts'
import { assignTariff, tariffOf, teller } from '../counted.ts'
import type { Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { car, field, simulated } from '../simulated.ts'

const { platform, operator } = await openScene()
let count = 0
let id = ''
let tokenId = ''
beforeEach(async () => {
  count += 1
  id = `LIM-${count}`
  const token = { partyId: 'default', value: `T-${id}`, concurrentLimit: 0 }
  tokenId = (await operator.post<{ id: string }>('/tokens', token)).id
})

const prepay = (amount: string) =>
  operator.patch<Wire<Balance>>(`/tokens/${tokenId}/balance`, { currency: 'EUR', amount })
const left = async () => (await operator.get<Wire<Balance>>(`/tokens/${tokenId}/balance`)).amount
const byPrice = async () => assignTariff(operator, id, (await tariffOf(operator, '0.50')).id)

describe('a transaction with a limit', () => {
  const start = (limits: object) => operator.carryOut(id, 'start-transaction', { token: `T-${id}`, evseId: 1, limits })

  test('F07.FR.01 F07.FR.02 is started by RequestStartTransaction, and its start is answered with the limit', async () => {
    const post = simulated({ id, version: 'ocpp2.1', url: platform.ocppUrl, hardware: 'doublePost' })
    await post.boot()
    await operator.untilConnected(id)
    const command = await start({ maxEnergyWh: 2000, maxTimeS: 7200 })
    expect(command).toMatchObject({ state: 'answered' })
    expect((await post.journal.served('RequestStartTransaction')).request).not.toHaveProperty('transactionLimit')
    post.station.plugIn(car)
    const { response } = await post.journal.exchange('TransactionEvent')
    expect(response).toMatchObject({ transactionLimit: { maxEnergy: 2000, maxTime: 7200 } })
    for (let minute = 0; minute < 60 && post.station.evse(1)?.transaction !== undefined; minute += 1) {
      post.clock.advance(60_000)
      const { response: later } = await post.journal.exchange('TransactionEvent')
      expect(later).not.toHaveProperty('transactionLimit')
    }
    expect(await post.ended()).toMatchObject({ triggerReason: 'EnergyLimitReached' })
    post.station.stop()
  })

  test('F07.FR.02 what it was started with stays the most, however much credit there is', async () => {
    const station = await bootedStation(platform, id, 'ocpp2.1')
    await operator.untilConnected(id)
    await prepay('7.25')
    const command = start({ maxCost: '9' })
    const asked = await station.asked()
    station.send([3, asked.id, { status: 'Accepted' }])
    await command
    const { tell } = teller(station, 'T1', `T-${id}`)
    const remoteStartId = field(asked.payload, 'remoteStartId')
    expect(await tell('Started', '10:00:00', 0, { transactionInfo: { remoteStartId } })).toMatchObject({
      transactionLimit: { maxCost: 7.25 },
    })
    await operator.post(`/tokens/${tokenId}/balance-entries`, { amount: '5', key: 'K1' })
    expect(await tell('Updated', '10:10:00', 100)).toMatchObject({ transactionLimit: { maxCost: 9 } })
    station.connection.terminate()
  })

  test('F07.FR.02 one that is started without a limit, or by somebody else, gets none', async () => {
    const station = await bootedStation(platform, id, 'ocpp2.1')
    const other = { transactionInfo: { remoteStartId: 4711 } }
    expect(await teller(station, 'T1', `T-${id}`).tell('Started', '10:00:00', 0, other)).toEqual({
      idTokenInfo: { status: 'Accepted' },
    })
    station.connection.terminate()
  })

  test.each(['ocpp1.6', 'ocpp2.0.1'] as const)('%s knows no limits, so that it is not started', async (version) => {
    const station = await bootedStation(platform, id, version)
    await operator.untilConnected(id)
    expect(await start({ maxCost: '5' })).toMatchObject({
      ...{ state: 'refused', result: { error: { code: 'unsupported' } } },
    })
    station.connection.terminate()
  })

  test('E16.FR.11 a station that counts nothing itself stops when the cost it is told gets to the limit', async () => {
    const settings = { localCost: false }
    const post = simulated({ id, version: 'ocpp2.1', url: platform.ocppUrl, hardware: 'doublePost', settings })
    await post.boot()
    await operator.untilConnected(id)
    await prepay('1')
    await byPrice()
    await post.charge(`T-${id}`)
    for (let minute = 0; minute < 120 && post.station.evse(1)?.transaction !== undefined; minute += 1) {
      post.clock.advance(60_000)
      await post.journal.exchange('TransactionEvent')
    }
    expect(await post.ended()).toMatchObject({ triggerReason: 'CostLimitReached' })
    expect(Number(await left())).toBeLessThanOrEqual(0)
    post.station.stop()
  })
})
