import { beforeEach, describe, expect, test } from 'vitest'
import type { Payment, Receipt } from '#domain/payments'
import type { RawStation } from '#test/raw-station'
import { bootedStation, resultOf, yesterdayAt } from '../booted-station.ts'
import type { List, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { car, field, type Simulated } from '../simulated.ts'

const version = 'ocpp2.1'
const HOUR_MS = 3_600_000
type Seen = Wire<Payment>

const { platform, operator, real } = await openScene({ settings: { http: { publicUrl: 'https://charging.example/' } } })
let id = ''
let post: Simulated

beforeEach(async () => {
  post = await real(version, { hardware: 'doublePost' })
  id = post.station.id
  const { id: tariffId } = await operator.post<{ id: string }>('/tariffs', {
    ...{ partyId: 'default', currency: 'EUR', energy: { prices: [{ price: '0.50' }] } },
  })
  await operator.carryOut(id, 'set-default-tariff', { tariffId })
  return () => post.station.stop()
})

const card = (value: string) => ({ value, type: 'DirectPayment' }) as const
const payments = async (query = '') => (await operator.get<List<Seen>>(`/payments?stationId=${id}${query}`)).items
const authorized = (more: object = {}) =>
  operator.post<Seen>('/payments', { stationId: id, reference: `PSP-${id}`, evseId: 1, ...more })
/** The next event of this kind, once it was answered. */
async function event(eventType: string) {
  for (;;) {
    const exchange = await post.journal.exchange('TransactionEvent')
    if (field(exchange.request, 'eventType') === eventType) return exchange
  }
}

describe('a card at the terminal of the station', () => {
  const reference = () => `CARD-${id}`
  async function charge(hours = 1) {
    post.station.plugIn(car)
    expect(await post.station.presentToken(card(reference()))).toMatchObject({ accepted: true })
    if (hours > 0) post.clock.advance(hours * HOUR_MS)
    await post.station.presentToken(card(reference()))
    return await event('Ended')
  }

  test('C18.FR.05 C18.FR.06 is good: its provider has authorized it', async () => {
    post.station.plugIn(car)
    await post.station.presentToken(card(reference()))
    const { request, response } = await event('Started')
    expect(field(request, 'idToken')).toEqual({ idToken: reference(), type: 'DirectPayment' })
    expect(response).toEqual({ idTokenInfo: { status: 'Accepted' } })
    expect(await payments()).toMatchObject([{ reference: reference(), state: 'charging', settledBy: 'station' }])
  })

  test('C21.FR.02 C21.FR.03 is settled by it, and the platform makes the receipt', async () => {
    const { response } = await charge()
    const settled = await post.journal.exchange('NotifySettlement')
    const [payment] = await payments()
    const amount = field(settled.request, 'settlementAmount')
    expect(payment).toMatchObject({ state: 'settled', reference: reference(), settledBy: 'station' })
    expect(Number(payment?.amount)).toBe(amount)
    expect(field(response, 'totalCost')).toBe(amount)
    expect(settled.response).toEqual({
      ...{ receiptId: payment?.id, receiptUrl: `https://charging.example/api/v1/receipts/${payment?.id}` },
    })
    // Whoever has the address, and nobody has to sign in.
    const receipt = await fetch(`${platform.apiUrl}/api/v1/receipts/${payment?.id}`)
    expect((await receipt.json()) as Wire<Receipt>).toMatchObject({ amount: payment?.amount, currency: 'EUR' })
  })

  test('C21.FR.04 C21.FR.03 a receipt of the terminal is kept, and none is made beside it', async () => {
    post.station.trade.payments.ownReceipts = true
    await charge()
    expect((await post.journal.exchange('NotifySettlement')).response).toEqual({})
    const receiptUrl = `https://psp.example/${reference()}`
    expect(await payments()).toMatchObject([{ state: 'settled', receiptUrl, receiptId: reference() }])
  })

  test('C22.FR.01 C22.FR.02 is not paid when its provider refuses, and has no receipt', async () => {
    post.station.trade.payments.outcome = 'Rejected'
    await charge()
    expect((await post.journal.exchange('NotifySettlement')).response).toEqual({})
    const [payment] = await payments()
    expect(payment).toMatchObject({ state: 'rejected' })
    expect(await operator.status('GET', `/receipts/${payment?.id}`)).toBe(404)
  })

  test('C20.FR.03 costs 0 when nothing was delivered, and is cancelled', async () => {
    post.station.settings.localCost = false
    post.station.settings.txStartPoint = ['Authorized']
    expect(await post.station.presentToken(card(reference()))).toMatchObject({ accepted: true })
    await event('Started')
    post.clock.advance(120_000)
    const { request, response } = await event('Ended')
    expect(request).toMatchObject({ triggerReason: 'EVConnectTimeout' })
    expect(response).toMatchObject({ totalCost: 0 })
    await post.journal.exchange('NotifySettlement')
    expect(await payments()).toMatchObject([{ state: 'cancelled', amount: '0' }])
  })

  test('C20.FR.03 costs nobody knows what when energy flowed, nobody has a tariff and the station says no price', async () => {
    await operator.carryOut(id, 'clear-tariffs', {})
    post.station.settings.localCost = false
    const { response } = await charge()
    expect(response).not.toHaveProperty('totalCost')
  })

  test('I08.FR.34 costs what the default tariff says, when the station has accepted that and says no price', async () => {
    post.station.settings.localCost = false
    const { response } = await charge()
    const [payment] = await payments()
    const { energyWh = 0 } = await operator.record(id, payment?.transactionReference ?? '')
    expect(field(response, 'totalCost')).toBe(Math.round(energyWh / 20) / 100)
  })

  test('C21.FR.05 C21.FR.06 is left to the platform where that is set', async () => {
    const [component, name] = ['PaymentCtrlr', 'SettlementByCSMS']
    await operator.carryOut(id, 'set-variables', { variables: [{ component, name, value: 'true' }] })
    await operator.carryOut(id, 'get-variables', { variables: [{ component, name }] })
    const { response } = await charge()
    const [payment] = await payments('&state=to-settle&settledBy=platform')
    expect(Number(payment?.amount)).toBe(field(response, 'totalCost'))
    expect(payment).toMatchObject({ currency: 'EUR' })
    const settled = await operator.patch<Seen>(`/payments/${payment?.id}`, { state: 'settled', receiptId: 'R1' })
    expect(settled).toMatchObject({ state: 'settled', amount: payment?.amount, receiptId: 'R1' })
    expect(await operator.status('PATCH', `/payments/${payment?.id}`, { state: 'failed' })).toBe(409)
    expect(await payments('&state=to-settle')).toEqual([])
  })
})

describe('a payment authorized elsewhere', () => {
  test('C24.FR.01 C25.FR.23 starts the station by the reference of the provider', async () => {
    const payment = await authorized()
    const { request } = await post.journal.served('RequestStartTransaction')
    expect(request).toMatchObject({ evseId: 1, idToken: { idToken: `PSP-${id}`, type: 'DirectPayment' } })
    const command = await operator.settled({ id: String(payment.commandId) })
    expect(command).toMatchObject({ kind: 'start-transaction', state: 'answered', result: { status: 'Accepted' } })
    expect(payment).toMatchObject({ state: 'authorized', settledBy: 'platform', limits: {} })
  })

  test('C24.FR.02 C25.FR.24 tells its limits with the start, and the station keeps to them', async () => {
    const { commandId } = await authorized({ limits: { maxEnergyWh: 2000, maxCost: '50.5', maxTimeS: 7200 } })
    await operator.settled({ id: String(commandId) })
    post.station.plugIn(car)
    const started = await event('Started')
    expect(started.response).toEqual({
      idTokenInfo: { status: 'Accepted', cacheExpiryDateTime: expect.any(String) },
      transactionLimit: { maxCost: 50.5, maxEnergy: 2000, maxTime: 7200 },
    })
    expect(await payments()).toMatchObject([{ state: 'charging' }])
    for (let minute = 0; minute < 60 && post.station.evse(1)?.transaction !== undefined; minute += 1) {
      post.clock.advance(60_000)
      await post.journal.exchange('TransactionEvent')
    }
    // E16: the station ends it at the limit.
    expect((await event('Ended')).request).toMatchObject({
      ...{ triggerReason: 'EnergyLimitReached', transactionInfo: { stoppedReason: 'EnergyLimitReached' } },
    })
    const [payment] = await payments('&state=to-settle&settledBy=platform')
    // C24.FR.10 C25.FR.40: a program takes it from the provider, and tells.
    expect(Number(payment?.amount)).toBeGreaterThanOrEqual(1)
    expect(Number(payment?.amount)).toBeLessThan(2)
    const { transactionReference = '' } = payment ?? {}
    expect(await operator.record(id, transactionReference)).toMatchObject({ status: 'ended' })
    const told = { state: 'settled', receiptUrl: 'https://psp.example/1' }
    expect(await operator.patch<Seen>(`/payments/${payment?.id}`, told)).toMatchObject(told)
  })

  test('a reference is used once, and at a station that is there', async () => {
    await authorized()
    const again = { stationId: id, reference: `PSP-${id}` }
    expect(await operator.status('POST', '/payments', again)).toBe(409)
    expect(await operator.status('POST', '/payments', { ...again, stationId: 'nowhere' })).toBe(404)
    expect(await payments()).toHaveLength(1)
  })
})

describe('a page behind a QR code', () => {
  const urlTemplate = 'https://pay.example/{chargingstationid}/{evse}/{totp}/{version}'
  const settings = { urlTemplate, validityS: 60, codeLength: 8 }
  async function shown(query = '', agoMs = 0, evseId = 1) {
    const told = await operator.patch<{ commandId: string }>(`/stations/${id}/web-payment`, settings)
    expect(await operator.settled({ id: told.commandId })).toMatchObject({ state: 'answered' })
    return post.station.trade.qr.address(id, evseId, Date.now() - agoMs, query)
  }
  const scan = (url: string) => operator.post<object>('/web-payments', { url })
  const wrong = { status: 'refused', reason: 'wrong-code' }
  const unknown = { status: 'refused', reason: 'unknown-address' }

  test('C25.FR.07 C25.FR.09 F-11 a code the station shows is good there, a little before and after too', async () => {
    const good = { status: 'good', stationId: id, partyId: 'default', evseId: 1, limits: {} }
    expect(await scan(await shown())).toEqual(good)
    expect(await scan(await shown('', 55_000))).toEqual(good)
    expect(await scan(await shown('', -55_000))).toEqual(good)
  })

  test('C25.FR.08 F-11 one that is too old, of another secret or of another version is not', async () => {
    expect(await scan(await shown('', 200_000))).toEqual(wrong)
    const before = await shown()
    await shown()
    expect(await scan(before)).toEqual(wrong)
    expect(await scan((await shown()).replace(/v1$/, 'v2'))).toEqual(wrong)
    expect(await scan((await shown()).replace(id, `${id}0`))).toEqual(unknown)
    expect(await scan('https://evil.example/CS-1/1/aHicux89/v1')).toEqual(unknown)
  })

  test('C25.FR.59 F-11 maxenergy, maxtime and maxcost are limits of what is paid', async () => {
    const found = await scan(await shown('maxenergy=20000&maxtime=3600&maxcost=12.50'))
    expect(found).toMatchObject({ limits: { maxEnergyWh: 20_000, maxTimeS: 3600, maxCost: '12.50' } })
    expect(await scan(await shown('maxenergy=lots'))).toEqual(unknown)
  })

  test('C25.FR.21 C25.FR.22 C25.FR.23 nobody else begins there while somebody pays, and the payment does', async () => {
    await shown()
    const announced = await operator.carryOut(id, 'announce-web-payment', { evseId: 1, timeoutS: 120 })
    expect(announced).toMatchObject({ state: 'answered' })
    expect((await post.journal.served('NotifyWebPaymentStarted')).request).toEqual({ evseId: 1, timeout: 120 })
    await operator.post('/tokens', { partyId: 'default', value: `RIVAL-${id}` })
    const rival = { value: `RIVAL-${id}`, type: 'ISO14443' } as const
    expect(await post.station.presentToken(rival)).toMatchObject({ accepted: false })
    const { commandId } = await authorized()
    expect(await operator.settled({ id: String(commandId) })).toMatchObject({ state: 'answered' })
  })

  test('the secret is told to the station alone', async () => {
    await shown()
    const { secret } = post.station.trade.qr
    expect(secret.length).toBeGreaterThan(40)
    for (const path of [`/stations/${id}/web-payment`, '/commands?limit=500', `/stations/${id}/messages?limit=100`]) {
      expect(await (await operator.ask('GET', path)).text()).not.toContain(secret)
    }
    const { rows } = await platform.database.query('', 'SELECT to_jsonb(web_payment) AS kept FROM web_payment', [])
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  test.each([
    { urlTemplate: 'https://pay.example/{chargingstationid}/{version}' },
    { urlTemplate: 'https://pay.example/{chargingstationid}{totp}/{version}' },
    { urlTemplate: 'ftp://pay.example/{chargingstationid}/{totp}/{version}' },
    { urlTemplate: 'https://pay.example/{chargingstationid}/{totp}/{version}/{roamingevseid}' },
    { validityS: 5 },
    { codeLength: 5 },
  ])('C25.FR.50 %j is not taken', async (change) => {
    expect(await operator.status('PATCH', `/stations/${id}/web-payment`, { ...settings, ...change })).toBe(400)
    expect(await operator.status('GET', `/stations/${id}/web-payment`)).toBe(404)
  })
})

describe('what a station says word for word', () => {
  let station: RawStation
  beforeEach(async () => {
    station = await bootedStation(platform, `RAW-${id}`, version)
    return () => station.connection.terminate()
  })
  const seen = async () => (await operator.get<List<Seen>>(`/payments?stationId=RAW-${id}`)).items
  const settlement = (more: object) => ({
    ...{ pspRef: 'P1', status: 'Settled', settlementAmount: 12.34, settlementTime: yesterdayAt('12:00:00'), ...more },
  })

  test('C19.FR.02 a payment that was cancelled before any transaction is kept', async () => {
    const cancelled = settlement({ status: 'Canceled', settlementAmount: 0, statusInfo: 'card declined' })
    expect(resultOf(await station.call('NotifySettlement', cancelled))).toEqual({})
    expect(await seen()).toMatchObject([{ state: 'cancelled', amount: '0', statusInfo: 'card declined' }])
  })

  test('C21.FR.02 is kept once, in exact decimals, with whom the receipt is for; what is settled stays so', async () => {
    const vatCompany = { name: 'Acme', address1: '1 Road', city: 'Town', country: 'DE' }
    const settled = settlement({ transactionId: 'T1', vatNumber: 'DE123456789', vatCompany })
    const first = resultOf(await station.call('NotifySettlement', settled))
    expect(resultOf(await station.call('NotifySettlement', settled))).toEqual(first)
    await station.call('NotifySettlement', settlement({ status: 'Failed', settlementAmount: 1 }))
    expect(await seen()).toMatchObject([
      {
        ...{ state: 'settled', amount: '12.34', transactionReference: 'T1', settledAt: yesterdayAt('12:00:00.000') },
        ...{ vatNumber: 'DE123456789', company: vatCompany },
      },
    ])
  })

  test.each([
    ['DE123456789', 'Accepted'],
    ['ATU12345678', 'Accepted'],
    ['NL123456789B01', 'Accepted'],
    ['DE12', 'Rejected'],
    ['XX123456789', 'Rejected'],
    ['toString', 'Rejected'],
  ])('C18.FR.09 C18.FR.10 %s is %s by its form', async (vatNumber, status) => {
    const asked = { vatNumber, evseId: 2 }
    expect(resultOf(await station.call('VatNumberValidation', asked))).toEqual({ ...asked, status })
    expect(resultOf(await station.call('VatNumberValidation', { vatNumber }))).toEqual({ vatNumber, status })
  })
})
