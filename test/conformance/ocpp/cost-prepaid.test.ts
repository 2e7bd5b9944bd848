import { beforeEach, describe, expect, test } from 'vitest'
import type { Alert } from '#domain/alerts'
import type { Balance, BalanceEntry } from '#domain/costs'
import { WITHOUT_WORKER } from '#test/platform'
import type { RawStation } from '#test/raw-station'
import { bootedStation, resultOf, yesterdayAt } from '../booted-station.ts'
import { assignTariff, chargeOf, tariffOf, teller } from '../counted.ts'
import type { List, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { field } from '../simulated.ts'

const VERSIONS = ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1'] as const

const { platform, operator } = await openScene({ settings: WITHOUT_WORKER })
let count = 0
let id = ''
let tokenId = ''
beforeEach(async () => {
  count += 1
  id = `PRE-${count}`
  tokenId = await token(`T-${id}`)
})

async function token(value: string): Promise<string> {
  return (await operator.post<{ id: string }>('/tokens', { partyId: 'default', value, concurrentLimit: 0 })).id
}
const prepay = (amount: string, of = tokenId) =>
  operator.patch<Wire<Balance>>(`/tokens/${of}/balance`, { currency: 'EUR', amount })
const left = async () => (await operator.get<Wire<Balance>>(`/tokens/${tokenId}/balance`)).amount
const entries = async () => (await operator.get<List<Wire<BalanceEntry>>>(`/tokens/${tokenId}/balance-entries`)).items
const byPrice = async (price = '0.50', more: object = {}) =>
  assignTariff(operator, id, (await tariffOf(operator, price, more)).id)

async function authorize(station: RawStation, version: (typeof VERSIONS)[number]): Promise<unknown> {
  const idToken = { idToken: `T-${id}`, type: 'ISO14443' }
  const request = version === 'ocpp1.6' ? { idTag: `T-${id}` } : { idToken }
  return resultOf(await station.call('Authorize', request))
}

describe.each(VERSIONS)('%s a prepaid token', (version) => {
  let station: RawStation
  beforeEach(async () => {
    station = await bootedStation(platform, id, version)
    return () => station.connection.terminate()
  })
  const [status, until] =
    version === 'ocpp1.6'
      ? [['idTagInfo', 'status'] as const, ['idTagInfo', 'expiryDate'] as const]
      : [['idTokenInfo', 'status'] as const, ['idTokenInfo', 'cacheExpiryDateTime'] as const]

  test('C17.FR.01 with a balance is Accepted, and not to be cached', async () => {
    expect(field(await authorize(station, version), ...until)).toBeUndefined()
    await prepay('0.01')
    const before = Date.now()
    const answer = await authorize(station, version)
    expect(field(answer, ...status)).toBe('Accepted')
    const kept = Date.parse(String(field(answer, ...until)))
    expect(kept).toBeGreaterThanOrEqual(before)
    expect(kept).toBeLessThanOrEqual(Date.now())
  })

  test.each(['0', '-3.5'])('C17.FR.02 with a balance of %s has no credit, and is not to be cached', async (amount) => {
    await prepay(amount)
    const answer = await authorize(station, version)
    expect(field(answer, ...status)).toBe(version === 'ocpp1.6' ? 'Blocked' : 'NoCredit')
    expect(Date.parse(String(field(answer, ...until)))).toBeLessThanOrEqual(Date.now())
  })
})

describe('ocpp2.1 a transaction of a prepaid token', () => {
  let station: RawStation
  beforeEach(async () => {
    station = await bootedStation(platform, id, 'ocpp2.1')
    return () => station.connection.terminate()
  })
  const told = (reference = 'T1') => teller(station, reference, `T-${id}`)

  test('C17.FR.03 E16.FR.02 gets its balance as its cost limit, once, and again when the same event asks again', async () => {
    await prepay('7.25')
    const { tell, repeat } = told()
    const started = await tell('Started', '10:00:00', 0)
    expect(started).toMatchObject({ transactionLimit: { maxCost: 7.25 } })
    expect(
      await repeat({ eventType: 'Started', seqNo: 0, time: '10:00:00', registerWh: 0, more: again() }),
    ).toMatchObject({
      transactionLimit: { maxCost: 7.25 },
    })
    expect(await tell('Updated', '10:10:00', 100, again())).not.toHaveProperty('transactionLimit')
    expect(await tell('Ended', '10:20:00', 200)).not.toHaveProperty('transactionLimit')
  })
  const again = () => ({ idToken: { idToken: `T-${id}`, type: 'ISO14443' } })

  test('E16.FR.02 a balance that changes is told with the next event, once, and again when that event asks again', async () => {
    await prepay('7.25')
    const { tell, repeat } = told()
    await tell('Started', '10:00:00', 0)
    expect(await tell('Updated', '10:10:00', 100)).not.toHaveProperty('transactionLimit')
    await operator.post(`/tokens/${tokenId}/balance-entries`, { amount: '5', key: 'K1' })
    const limit = { transactionLimit: { maxCost: 12.25 } }
    expect(await tell('Updated', '10:20:00', 200)).toMatchObject(limit)
    expect(await repeat({ eventType: 'Updated', seqNo: 2, time: '10:20:00', registerWh: 200 })).toMatchObject(limit)
    expect(await tell('Updated', '10:30:00', 300)).not.toHaveProperty('transactionLimit')
  })

  test('E16.FR.02 E16.FR.03 what the station holds since it was told is no limit of its driver: more credit is told', async () => {
    await prepay('7.25')
    const { tell } = told()
    const holding = (maxCost: number) => ({ transactionInfo: { transactionLimit: { maxCost } } })
    await tell('Started', '10:00:00', 0)
    expect(await tell('Updated', '10:10:00', 100, holding(7.25))).not.toHaveProperty('transactionLimit')
    await operator.post(`/tokens/${tokenId}/balance-entries`, { amount: '5', key: 'K2' })
    expect(await tell('Updated', '10:20:00', 200)).toMatchObject({ transactionLimit: { maxCost: 12.25 } })
    expect(await tell('Updated', '10:30:00', 300, holding(12.25))).not.toHaveProperty('transactionLimit')
    // Its driver wants less, and keeps it whatever is paid in.
    await tell('Updated', '10:40:00', 400, holding(3))
    await operator.post(`/tokens/${tokenId}/balance-entries`, { amount: '5', key: 'K3' })
    expect(await tell('Updated', '10:50:00', 500)).not.toHaveProperty('transactionLimit')
  })

  test('E16.FR.17 a balance that is taken away leaves a limit too high to matter, told once', async () => {
    await prepay('7.25')
    const { tell, repeat } = told()
    expect(await tell('Started', '10:00:00', 0)).toMatchObject({ transactionLimit: { maxCost: 7.25 } })
    expect(await operator.status('DELETE', `/tokens/${tokenId}/balance`)).toBe(204)
    // The station holds by now what it was told (E16.FR.03).
    const held = { transactionInfo: { transactionLimit: { maxCost: 7.25 } } }
    const limit = { transactionLimit: { maxCost: 999_999_999 } }
    expect(await tell('Updated', '10:10:00', 100, held)).toEqual(limit)
    expect(await repeat({ eventType: 'Updated', seqNo: 1, time: '10:10:00', registerWh: 100 })).toEqual(limit)
    expect(await tell('Updated', '10:20:00', 200)).not.toHaveProperty('transactionLimit')
  })

  test('E16.FR.17 a limit of the driver at the station stays when the balance is taken away', async () => {
    await prepay('7.25')
    const { tell } = told()
    await tell('Started', '10:00:00', 0)
    await tell('Updated', '10:05:00', 50, { transactionInfo: { transactionLimit: { maxCost: 3 } } })
    expect(await operator.status('DELETE', `/tokens/${tokenId}/balance`)).toBe(204)
    expect(await tell('Updated', '10:10:00', 100)).not.toHaveProperty('transactionLimit')
  })

  test('E16.FR.02 what one transaction of a token has spent, another that runs is told it cannot', async () => {
    await prepay('7.25')
    await byPrice()
    const [one, other] = [told('A'), told('B')]
    await one.tell('Started', '10:00:00', 0)
    await other.tell('Started', '10:00:00', 0, { evse: { id: 2, connectorId: 1 } })
    await one.tell('Ended', '10:30:00', 4000)
    expect(await other.tell('Updated', '10:31:00', 0)).toEqual({ totalCost: 0, transactionLimit: { maxCost: 5.25 } })
  })

  test('E16.FR.02 where more was spent than there was, nothing is left, and no limit is below that', async () => {
    await prepay('7.25')
    await byPrice()
    const [one, other] = [told('A'), told('B')]
    await one.tell('Started', '10:00:00', 0)
    await other.tell('Started', '10:00:00', 0, { evse: { id: 2, connectorId: 1 } })
    await one.tell('Ended', '10:30:00', 20_000)
    expect(await left()).toBe('-2.75')
    expect(await other.tell('Updated', '10:31:00', 0)).toEqual({ totalCost: 0, transactionLimit: { maxCost: 0 } })
  })

  test('C17.FR.03 without a balance gets none, and is refused', async () => {
    await prepay('0')
    const answer = await told().tell('Started', '10:00:00', 0)
    expect(answer).toMatchObject({ idTokenInfo: { status: 'NoCredit' } })
    expect(answer).not.toHaveProperty('transactionLimit')
  })

  test('C17.FR.03 one that is not prepaid gets none', async () => {
    expect(await told().tell('Started', '10:00:00', 0)).toEqual({ idTokenInfo: { status: 'Accepted' } })
  })

  test.each([
    [5, undefined],
    [7.25, undefined],
    [9, { maxCost: 7.25 }],
  ])('E16.FR.08 where the station itself holds %d, it is told %j', async (maxCost, limit) => {
    await prepay('7.25')
    const own = { transactionInfo: { transactionLimit: { maxCost } } }
    const answer = await told().tell('Started', '10:00:00', 0, own)
    expect(field(answer, 'transactionLimit')).toEqual(limit)
  })

  test('E16.FR.08 what the station told before its driver was known counts as well', async () => {
    await prepay('7.25')
    const own = { transactionInfo: { transactionLimit: { maxCost: 3 } }, idToken: undefined }
    const { tell } = told()
    await tell('Started', '10:00:00', 0, own)
    expect(await tell('Updated', '10:01:00', 0, again())).not.toHaveProperty('transactionLimit')
  })

  test('E16.FR.12 no limit is told of a kind the station does not support', async () => {
    await prepay('7.25')
    const variable = { name: 'SupportedLimits' }
    const tellModel = (value: string) =>
      station.call('NotifyReport', {
        ...{ requestId: 1, seqNo: 0, generatedAt: yesterdayAt('09:00:00') },
        reportData: [{ component: { name: 'TxCtrlr' }, variable, variableAttribute: [{ value }] }],
      })
    await tellModel('maxEnergy,maxTime')
    expect(await told('A').tell('Started', '10:00:00', 0)).not.toHaveProperty('transactionLimit')
    await tellModel('maxCost')
    expect(await told('B').tell('Started', '10:00:00', 0)).toHaveProperty('transactionLimit')
  })

  test('E16.FR.12 nor to one that tells of transactions and not of limits', async () => {
    await prepay('7.25')
    const variable = { name: 'TxStartPoint' }
    await station.call('NotifyReport', {
      ...{ requestId: 1, seqNo: 0, generatedAt: yesterdayAt('09:00:00') },
      reportData: [{ component: { name: 'TxCtrlr' }, variable, variableAttribute: [{ value: 'EVConnected' }] }],
    })
    expect(await told().tell('Started', '10:00:00', 0)).not.toHaveProperty('transactionLimit')
  })

  test('E16.FR.11 is told the running cost as long as the station cannot count itself', async () => {
    await prepay('7.25')
    await byPrice()
    const { tell } = told()
    await tell('Started', '10:00:00', 0)
    expect(await tell('Updated', '10:10:00', 1000)).toEqual({ totalCost: 0.5 })
    expect(await tell('Updated', '10:20:00', 14_000)).toEqual({ totalCost: 7 })
  })

  test('is paid of its balance, exactly and once, whatever is told again', async () => {
    await prepay('7.25')
    await byPrice('0.333333')
    const { tell, repeat } = told()
    await tell('Started', '10:00:00', 0)
    await tell('Ended', '11:00:00', 10_000)
    await repeat({ eventType: 'Ended', seqNo: 1, time: '11:00:00', registerWh: 10_000 })
    await platform.services.costs.recount()
    expect(await left()).toBe('3.92')
    const { id: transactionId } = await operator.record(id, 'T1')
    expect(await entries()).toMatchObject([
      { kind: 'transaction', amount: '-3.33', balance: '3.92', transactionId, revision: 1 },
      { kind: 'set', amount: '7.25', balance: '7.25' },
    ])
    // The next one may spend what is left.
    const next = await told('T2').tell('Started', '12:00:00', 10_000)
    expect(next).toMatchObject({ transactionLimit: { maxCost: 3.92 } })
  })

  test('what comes late takes the difference alone', async () => {
    await prepay('10')
    await byPrice('0.50', { idleTime: { prices: [{ price: '0.10' }] } })
    const { repeat } = told()
    await repeat({ eventType: 'Started', seqNo: 0, time: '10:00:00', registerWh: 0 })
    await repeat({ eventType: 'Ended', seqNo: 2, time: '11:00:00', registerWh: 4000 })
    expect(await left()).toBe('8.00')
    const suspended = { transactionInfo: { chargingState: 'SuspendedEV' } }
    await repeat({ eventType: 'Updated', seqNo: 1, time: '10:30:00', registerWh: 4000, more: suspended })
    await platform.services.costs.recount()
    expect(await left()).toBe('5.00')
    expect((await entries()).map(({ amount }) => amount)).toEqual(['-3.00', '-2.00', '10'])
  })

  test.each([
    ['the station', true],
    ['nobody', false],
  ])(
    'is paid of its balance also where its driver is told after its end, and %s has a tariff',
    async (_, hasTariff) => {
      await prepay('10')
      if (hasTariff) await byPrice()
      const { repeat } = told()
      const nobody = { idToken: undefined }
      await repeat({ eventType: 'Started', seqNo: 0, time: '10:00:00', registerWh: 0, more: nobody })
      await repeat({ eventType: 'Ended', seqNo: 2, time: '11:00:00', registerWh: 4000 })
      expect(await left()).toBe('10')
      if (!hasTariff) await byPrice()
      await repeat({ eventType: 'Updated', seqNo: 1, time: '10:01:00', registerWh: 0, more: again() })
      await platform.services.costs.recount()
      await platform.services.costs.recount()
      expect(await left()).toBe('8.00')
      expect((await entries()).map(({ amount }) => amount)).toEqual(['-2.00', '10'])
    },
  )

  test('in another currency than its tariff is not paid of it', async () => {
    await operator.patch(`/tokens/${tokenId}/balance`, { currency: 'SEK', amount: '100' })
    await byPrice()
    const { tell } = told()
    // A limit would be read in the currency of the tariff.
    expect(await tell('Started', '10:00:00', 0)).not.toHaveProperty('transactionLimit')
    await tell('Ended', '11:00:00', 4000)
    expect(await left()).toBe('100')
    const { id: transactionId } = await operator.record(id, 'T1')
    expect(await chargeOf(operator, transactionId)).toMatchObject({ totalInclTax: '2.00' })
    await platform.services.alerts.sweep()
    const alerts = () => operator.get<List<Wire<Alert>>>(`/alerts?stationId=${id}&cause=prepaid-in-other-currency`)
    const detail = 'The balance is in SEK, what is charged is in EUR'
    expect((await alerts()).items).toMatchObject([{ subject: tokenId, detail, times: 1 }])
    // An operator who changes the balance is not troubled any longer.
    await operator.ask('DELETE', `/tokens/${tokenId}/balance`)
    await prepay('1')
    await platform.services.alerts.sweep()
    expect((await alerts()).items).toMatchObject([{ closedAt: expect.any(String) }])
  })
})

describe('a balance', () => {
  const adjust = (body: object) => operator.post<Wire<Balance>>(`/tokens/${tokenId}/balance-entries`, body)

  test('is added to and taken from, and a repetition adds nothing', async () => {
    await prepay('1')
    expect(await adjust({ amount: '0.1', note: 'a gift', key: 'K1' })).toMatchObject({ amount: '1.1' })
    expect(await adjust({ amount: '0.1', note: 'a gift', key: 'K1' })).toMatchObject({ amount: '1.1' })
    expect(await adjust({ amount: '-2', key: 'K2' })).toMatchObject({ amount: '-0.9' })
    expect((await entries()).map(({ kind, balance }) => [kind, balance]).sort()).toEqual([
      ['adjustment', '-0.9'],
      ['adjustment', '1.1'],
      ['set', '1'],
    ])
  })

  test('has its changes in the order they were made, whatever their keys', async () => {
    await prepay('1')
    for (const amount of ['2', '3', '4', '5', '6']) await adjust({ amount, key: `K${amount}` })
    expect((await entries()).map(({ amount }) => amount)).toEqual(['6', '5', '4', '3', '2', '1'])
  })

  test('is not adjusted without a key, nor under one that was used for something else', async () => {
    await prepay('1')
    const status = (body: object) => operator.status('POST', `/tokens/${tokenId}/balance-entries`, body)
    expect(await status({ amount: '2' })).toBe(400)
    expect(await status({ amount: '2', key: 'K' })).toBe(200)
    expect(await status({ amount: '3', key: 'K' })).toBe(409)
    expect(await status({ amount: '2', note: 'a gift', key: 'K' })).toBe(409)
    expect(await left()).toBe('3')
  })

  test('is adjusted once by a request that comes several times at once', async () => {
    await prepay('1')
    await Promise.all(Array.from({ length: 5 }, () => adjust({ amount: '2', key: 'K' })))
    expect(await left()).toBe('3')
  })

  test('that is set anew is told by what it has become more or less', async () => {
    for (const amount of ['1', '5', '2.5']) await prepay(amount)
    expect((await entries()).map(({ amount, balance }) => [amount, balance])).toEqual([
      ['-2.5', '2.5'],
      ['4', '5'],
      ['1', '1'],
    ])
  })

  test('keeps to its currency, and to decimals', async () => {
    await prepay('1')
    expect(await operator.status('PATCH', `/tokens/${tokenId}/balance`, { currency: 'USD', amount: '1' })).toBe(409)
    expect(await operator.status('PATCH', `/tokens/${tokenId}/balance`, { currency: 'EUR', amount: '1e3' })).toBe(400)
    expect(await operator.status('POST', `/tokens/${tokenId}/balance-entries`, { amount: '0.1234567', key: 'K' })).toBe(
      400,
    )
  })

  test('is of prepaid tokens alone', async () => {
    expect(await operator.status('GET', `/tokens/${tokenId}/balance`)).toBe(404)
    const adjustment = { amount: '1', key: 'K' }
    expect(await operator.status('POST', `/tokens/${tokenId}/balance-entries`, adjustment)).toBe(404)
    await prepay('1')
    expect(await operator.status('DELETE', `/tokens/${tokenId}/balance`)).toBe(204)
    expect(await operator.status('GET', `/tokens/${tokenId}/balance`)).toBe(404)
    expect(await entries()).toMatchObject([
      { kind: 'set', amount: '-1', balance: '0' },
      { kind: 'set', amount: '1', balance: '1' },
    ])
  })
})
