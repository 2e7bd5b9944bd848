import { beforeEach, describe, expect, test } from 'vitest'
import type { Tariff, TransactionCost } from '#domain/tariffs'
import { bootedStation, resultOf, yesterdayAt } from '../booted-station.ts'
import type { Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { field, type Simulated } from '../simulated.ts'

const version = 'ocpp2.1'
const HOUR_MS = 3_600_000

const { platform, operator, real } = await openScene()
let id = ''
let post: Simulated

beforeEach(async () => {
  post = await real(version, { hardware: 'doublePost' })
  id = post.station.id
  return () => post.station.stop()
})

const perKwh = (price: string, more: object = {}): Promise<Wire<Tariff>> =>
  operator.post('/tariffs', { partyId: 'default', currency: 'EUR', energy: { prices: [{ price }] }, ...more })
const token = (value: string) =>
  operator.post<{ id: string }>('/tokens', { partyId: 'default', value, concurrentLimit: 0 })
const give = (tokenId: string, tariffId: string | null) => operator.patch(`/tokens/${tokenId}/tariff`, { tariffId })
const cost = (transactionId: string) => operator.get<Wire<TransactionCost>>(`/transactions/${transactionId}/cost`)
const refused = (status: string) => ({ state: 'refused', result: { status } })

/** Somebody charges for an hour: the transaction, and the request and the answer of its end. */
async function chargeForAnHour(value: string) {
  const reference = await post.charge(value)
  post.clock.advance(HOUR_MS)
  await post.station.presentToken({ value, type: 'ISO14443' })
  for (;;) {
    const { request, response } = await post.journal.exchange('TransactionEvent')
    if (field(request, 'eventType') === 'Ended') return { reference, request, response }
  }
}

describe('a default tariff', () => {
  test('I07.FR.10 I07.FR.12 is installed at every EVSE, in the digits it was given', async () => {
    const taxes = [{ name: 'vat', percent: '19' }]
    const texts = [{ language: 'de', text: '45 ct/kWh' }]
    const tariff = await perKwh('0.450001', {
      ...{ texts, energy: { prices: [{ price: '0.450001' }], taxes } },
      fixedFee: { prices: [{ price: '1.50' }] },
    })
    const command = await operator.carryOut(id, 'set-default-tariff', { tariffId: tariff.id })
    expect(command).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    expect((await post.journal.served('SetDefaultTariff')).request).toEqual({
      evseId: 0,
      tariff: {
        ...{ tariffId: tariff.id, currency: 'EUR' },
        description: [{ format: 'UTF8', language: 'de', content: '45 ct/kWh' }],
        energy: { prices: [{ priceKwh: 0.450001 }], taxRates: [{ type: 'vat', tax: 19 }] },
        fixedFee: { prices: [{ priceFixed: 1.5 }] },
      },
    })
    const told = await operator.carryOut(id, 'get-tariffs', {})
    expect(told.result?.details).toEqual({ tariffs: [{ tariffId: tariff.id, kind: 'default', evseIds: [1, 2] }] })
  })

  test('I07.FR.17 I07.FR.18 conditions are said in local time, the beginning as a moment', async () => {
    const when = { fromTime: '08:00', toTime: '18:00', days: ['monday'], fromDate: '2026-01-01', leastIdleTimeS: 300 }
    const tariff = await perKwh('0.40', {
      validFrom: '2026-12-01T00:00:00.000Z',
      idleTime: { prices: [{ price: '1', when }] },
    })
    // I07.FR.03: the station knows no conditions.
    const command = await operator.carryOut(id, 'set-default-tariff', { evseId: 2, tariffId: tariff.id })
    expect(command).toMatchObject(refused('ConditionNotSupported'))
    const { request } = await post.journal.served('SetDefaultTariff')
    expect(request).toMatchObject({ evseId: 2, tariff: { validFrom: '2026-12-01T00:00:00.000Z' } })
    const { dayOfWeek, ...rest } = Object(field(request, 'tariff', 'idleTime', 'prices', 0, 'conditions'))
    expect(dayOfWeek).toEqual(['Monday'])
    expect(rest).toEqual({
      startTimeOfDay: '08:00',
      endTimeOfDay: '18:00',
      validFromDate: '2026-01-01',
      minIdleTime: 300,
    })
  })

  test('I07.FR.02 I07.FR.04 I07.FR.06 what the station does not take is refused in its words', async () => {
    const prices = Array.from({ length: 11 }, () => ({ price: '1' }))
    const large = await perKwh('1', { energy: { prices } })
    const { id: tariffId } = await perKwh('0.30')
    const set = (request: { tariffId: string; evseId?: number }) => operator.carryOut(id, 'set-default-tariff', request)
    expect(await set({ tariffId: large.id })).toMatchObject(refused('TooManyElements'))
    expect(await set({ tariffId, evseId: 7 })).toMatchObject({
      ...{ state: 'refused', result: { status: 'Rejected', details: { reasonCode: 'UnknownEVSE' } } },
    })
    expect(await set({ tariffId, evseId: 1 })).toMatchObject({ state: 'answered' })
    expect(await set({ tariffId, evseId: 1 })).toMatchObject(refused('DuplicateTariffId'))
  })

  test('I07.FR.01 a station that calculates no cost says so', async () => {
    post.station.settings.localCost = false
    const { id: tariffId } = await perKwh('0.30')
    const command = await operator.carryOut(id, 'set-default-tariff', { tariffId })
    expect(command).toMatchObject({ state: 'refused', result: { error: { code: 'NotSupported' } } })
  })

  test('I10.FR.01 I10.FR.02 I10.FR.06 is cleared, by name or with all others', async () => {
    const [one, two] = [await perKwh('0.30'), await perKwh('0.40')]
    await operator.carryOut(id, 'set-default-tariff', { evseId: 1, tariffId: one.id })
    await operator.carryOut(id, 'set-default-tariff', { evseId: 2, tariffId: two.id })
    const named = await operator.carryOut(id, 'clear-tariffs', { tariffIds: [one.id] })
    expect(named.result?.details).toEqual({ tariffs: [{ tariffId: one.id, status: 'Accepted' }] })
    const rest = await operator.carryOut(id, 'clear-tariffs', {})
    expect(rest.result?.details).toEqual({ tariffs: [{ tariffId: two.id, status: 'Accepted' }] })
    expect(await operator.carryOut(id, 'clear-tariffs', {})).toMatchObject(refused('NoTariff'))
    // I09.FR.03.
    expect(await operator.carryOut(id, 'get-tariffs', { evseId: 1 })).toMatchObject(refused('NoTariff'))
  })
})

describe('the tariff of a driver', () => {
  test('I08.FR.01 I08.FR.09 I08.FR.22 goes with the authorization, and the station charges by it', async () => {
    const tariff = await perKwh('0.20')
    await give((await token(`DRIVER-${id}`)).id, tariff.id)
    const standard = await perKwh('0.90')
    await operator.carryOut(id, 'set-default-tariff', { tariffId: standard.id })
    const { request, reference } = await chargeForAnHour(`DRIVER-${id}`)
    const { response } = await post.journal.exchange('Authorize')
    expect(response).toEqual({
      idTokenInfo: { status: 'Accepted' },
      tariff: { tariffId: tariff.id, currency: 'EUR', energy: { prices: [{ priceKwh: 0.2 }] } },
    })
    // I12.FR.04.
    expect(field(request, 'costDetails', 'chargingPeriods', 0, 'tariffId')).toBe(tariff.id)
    expect((await operator.record(id, reference)).reference).toBe(reference)
  })

  test('one without is told none; one that is refused is told none either', async () => {
    const { id: tariffId } = await perKwh('0.20')
    const blocked = await operator.post<{ id: string }>('/tokens', {
      ...{ partyId: 'default', value: `BLOCKED-${id}`, status: 'blocked' },
    })
    await give(blocked.id, tariffId)
    await token(`PLAIN-${id}`)
    for (const value of [`BLOCKED-${id}`, `PLAIN-${id}`]) {
      await post.station.presentToken({ value, type: 'ISO14443' })
      expect((await post.journal.exchange('Authorize')).response).not.toHaveProperty('tariff')
    }
  })

  test('I01.FR.02 a station that has said it calculates no cost is told none', async () => {
    await give((await token(`NOCOST-${id}`)).id, (await perKwh('0.20')).id)
    const [component, name, instance] = ['TariffCostCtrlr', 'Enabled', 'Tariff']
    await operator.carryOut(id, 'set-variables', { variables: [{ component, name, instance, value: 'false' }] })
    await operator.carryOut(id, 'get-variables', { variables: [{ component, name, instance }] })
    await post.station.presentToken({ value: `NOCOST-${id}`, type: 'ISO14443' })
    expect((await post.journal.exchange('Authorize')).response).toEqual({ idTokenInfo: { status: 'Accepted' } })
  })

  test('I08.FR.09 none that begins later is given to a driver', async () => {
    const tariff = await perKwh('0.20', { validFrom: '2030-01-01T00:00:00Z' })
    const { id: tokenId } = await token(`LATER-${id}`)
    expect(await operator.status('PATCH', `/tokens/${tokenId}/tariff`, { tariffId: tariff.id })).toBe(400)
    expect(await operator.get(`/tokens/${tokenId}/tariff`)).toEqual({ tokenId, partyId: 'default' })
  })

  test('I08.FR.08 a tariff never changes, and has an id of its own', async () => {
    const [one, other] = [await perKwh('0.20'), await perKwh('0.20')]
    expect(one.id).not.toBe(other.id)
    expect(await operator.status('PATCH', `/tariffs/${one.id}`, { currency: 'USD' })).toBe(405)
  })
})

describe.each(['ocpp2.0.1', 'ocpp2.1'] as const)('%s a tariff that changes while its driver charges', (v) => {
  test('I06.FR.01 I06.FR.02 is shown with the next update, once, and nothing where there is nothing to show', async () => {
    const station = await bootedStation(platform, `NEWS-${v}`, v)
    const { id: tokenId } = await token(`NEWS-${v}`)
    const tell = async (eventType: string, seqNo: number) =>
      resultOf(
        await station.call('TransactionEvent', {
          ...{ eventType, seqNo, timestamp: yesterdayAt(`12:00:0${seqNo}`), triggerReason: 'Trigger' },
          transactionInfo: { transactionId: 'T1' },
          ...(eventType === 'Started' ? { idToken: { idToken: `NEWS-${v}`, type: 'ISO14443' }, evse: { id: 1 } } : {}),
        }),
      )
    await tell('Started', 0)
    await give(tokenId, (await perKwh('0.60')).id)
    expect(await tell('Updated', 1)).toEqual({})
    const texts = [
      { language: 'en', text: '55 ct/kWh' },
      { language: 'de', text: '55 Cent/kWh' },
    ]
    await give(tokenId, (await perKwh('0.55', { texts })).id)
    const [first, second] = texts.map(({ language, text }) => ({ format: 'UTF8', language, content: text }))
    expect(await tell('Updated', 2)).toEqual({
      updatedPersonalMessage: first,
      ...(v === 'ocpp2.1' ? { updatedPersonalMessageExtra: [second] } : {}),
    })
    expect(await tell('Updated', 3)).toEqual({})
    station.connection.terminate()
  })
})

describe('what a transaction costs', () => {
  test('I12.FR.01 I12.FR.02 I03.FR.02 is told while it runs and at its end, kept, and repeated to the driver', async () => {
    const value = `PAYING-${id}`
    await token(value)
    const taxes = [{ name: 'vat', percent: '20' }]
    const tariff = await perKwh('0.50', { energy: { prices: [{ price: '0.50' }], taxes } })
    await operator.carryOut(id, 'set-default-tariff', { tariffId: tariff.id })
    const { reference, request, response } = await chargeForAnHour(value)
    const { id: transactionId, energyWh: deliveredWh = 0 } = await operator.record(id, reference)
    expect(deliveredWh).toBeGreaterThan(1000)
    const [excl, incl] = [(deliveredWh * 5) / 10_000, (deliveredWh * 6) / 10_000]
    const told = await cost(transactionId)
    expect(told).toMatchObject({ stationId: id, reference, final: true, currency: 'EUR' })
    expect(Number(told.totalExclTax)).toBeCloseTo(excl, 6)
    expect(Number(told.totalInclTax)).toBeCloseTo(incl, 6)
    expect(told.details).toEqual(field(request, 'costDetails'))
    expect(field(response, 'totalCost')).toBe(Number(told.totalInclTax))
  })

  test('I02.FR.01 is known while it runs', async () => {
    const value = `RUNNING-${id}`
    await token(value)
    await operator.carryOut(id, 'set-default-tariff', { tariffId: (await perKwh('0.50')).id })
    const reference = await post.charge(value)
    post.clock.advance(600_000)
    const { id: transactionId } = await operator.record(id, reference)
    await expect.poll(async () => Number((await cost(transactionId)).totalExclTax)).toBeGreaterThan(0.1)
    const running = await cost(transactionId)
    expect(running.final).toBe(false)
    expect(running.details).not.toHaveProperty('chargingPeriods')
  })

  test('I11.FR.06 I11.FR.07 I11.FR.08 its tariff is changed from now on', async () => {
    const value = `CHANGED-${id}`
    await token(value)
    await operator.carryOut(id, 'set-default-tariff', { tariffId: (await perKwh('0')).id })
    const reference = await post.charge(value)
    post.clock.advance(HOUR_MS / 2)
    const { id: transactionId } = await operator.record(id, reference)
    const dear = await perKwh('1')
    const change = (tariffId: string, of = transactionId) =>
      operator.carryOut(id, 'change-transaction-tariff', { transactionId: of, tariffId })
    expect(await change(dear.id)).toMatchObject({ state: 'answered', result: { status: 'Accepted' } })
    for (;;) {
      const { request } = await post.journal.exchange('TransactionEvent')
      if (field(request, 'triggerReason') !== 'TariffChanged') continue
      expect(field(request, 'transactionInfo', 'tariffId')).toBe(dear.id)
      break
    }
    // I11.FR.05.
    const dollars = await perKwh('1', { currency: 'USD' })
    expect(await change(dollars.id)).toMatchObject(refused('NoCurrencyChange'))
    post.clock.advance(HOUR_MS / 2)
    await post.station.presentToken({ value, type: 'ISO14443' })
    await post.ended()
    const { energyWh: deliveredWh = 0 } = await operator.record(id, reference)
    const { totalExclTax, details } = await cost(transactionId)
    expect(Number(totalExclTax)).toBeGreaterThan(0)
    expect(Number(totalExclTax)).toBeLessThan((deliveredWh / 1000) * 0.9)
    expect(field(details, 'chargingPeriods', 1, 'tariffId')).toBe(dear.id)
    // I11.FR.04.
    expect(await change(dear.id)).toMatchObject(refused('TxNotFound'))
  })

  test('I03.FR.04 E-12 without a word of it nothing is said; a free one is 0', async () => {
    const value = `FREE-${id}`
    await token(value)
    const unknown = await chargeForAnHour(value)
    expect(unknown.response).not.toHaveProperty('totalCost')
    const { id: transactionId } = await operator.record(id, unknown.reference)
    expect(await operator.status('GET', `/transactions/${transactionId}/cost`)).toBe(404)
    post.station.unplug()
    await operator.carryOut(id, 'set-default-tariff', { tariffId: (await perKwh('0')).id })
    const free = await chargeForAnHour(value)
    expect(free.response).toMatchObject({ totalCost: 0 })
  })

  test('what could not be calculated is no cost of 0', async () => {
    const station = await bootedStation(platform, `RAW-${id}`, version)
    const event = {
      ...{ eventType: 'Ended', timestamp: yesterdayAt('12:00:00'), triggerReason: 'StopAuthorized', seqNo: 1 },
      transactionInfo: { transactionId: 'T1' },
      costDetails: {
        ...{ failureToCalculate: true, failureReason: 'no meter' },
        totalCost: { currency: 'EUR', typeOfCost: 'NormalCost', total: { exclTax: 0 } },
        totalUsage: { energy: 0, chargingTime: 0, idleTime: 0 },
      },
    }
    expect(resultOf(await station.call('TransactionEvent', event))).toEqual({})
    const { id: transactionId } = await operator.record(`RAW-${id}`, 'T1')
    const told = await cost(transactionId)
    expect(told).toMatchObject({ failure: 'no meter', final: true })
    expect(told).not.toHaveProperty('totalExclTax')
    // A running cost that comes late does not replace what came with the end.
    const late = { ...event, eventType: 'Updated', seqNo: 0, costDetails: { ...event.costDetails } }
    Object.assign(late.costDetails, { failureToCalculate: false })
    await station.call('TransactionEvent', late)
    expect(await cost(transactionId)).toEqual(told)
    station.connection.terminate()
  })
})

describe.each(['ocpp1.6', 'ocpp2.0.1'] as const)('%s', (old) => {
  test('knows no tariffs, so that none is sent', async () => {
    const station = await bootedStation(platform, `OLD-${id}`, old)
    const { id: tariffId } = await perKwh('0.30')
    const unsent = { state: 'refused', result: { error: { code: 'unsupported' } } }
    const at = `OLD-${id}`
    expect(await operator.carryOut(at, 'set-default-tariff', { tariffId })).toMatchObject(unsent)
    expect(await operator.carryOut(at, 'get-tariffs', {})).toMatchObject(unsent)
    expect(await operator.carryOut(at, 'clear-tariffs', {})).toMatchObject(unsent)
    const change = { reference: 'x', tariffId }
    expect(await operator.carryOut(at, 'change-transaction-tariff', change)).toMatchObject(unsent)
    station.connection.terminate()
  })
})
