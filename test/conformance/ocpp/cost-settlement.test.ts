import { beforeEach, describe, expect, test } from 'vitest'
import type { Payment, ProviderSettings } from '#domain/payments'
import { PaymentProvider } from '#simulator'
import { WITHOUT_WORKER } from '#test/platform'
import type { RawStation } from '#test/raw-station'
import { yesterdayAt } from '../booted-station.ts'
import { assignTariff, tariffOf, teller } from '../counted.ts'
import type { List, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { simulated } from '../simulated.ts'

const PUBLIC_URL = 'https://charging.example'

// The provider is on this machine. What is due is delivered when the test says so.
const alerts = { webhookPrivateNetworks: true }
const { platform, operator, raw } = await openScene({
  settings: { alerts, http: { publicUrl: PUBLIC_URL }, ...WITHOUT_WORKER },
})
let provider: PaymentProvider
let station: RawStation
let id = ''

beforeEach(async () => {
  provider = await PaymentProvider.open()
  const told = await configure({ url: provider.url, pageUrl: 'https://psp.example/checkout?shop=7' })
  provider.secret = told.secret
  ;({ id, station } = await raw('ocpp2.1'))
  await assignTariff(operator, id, (await tariffOf(operator, '0.50')).id)
  return async () => {
    station.connection.terminate()
    await provider.close()
  }
})

type Configured = Wire<ProviderSettings> & { readonly secret: string }
const configure = (change: object) => operator.patch<Configured>('/parties/default/payment-provider', change)
const payments = async () => (await operator.get<List<Wire<Payment>>>(`/payments?stationId=${id}`)).items
const deliver = () => platform.services.settlements.deliver()
const later = (seconds: number) =>
  platform.database.query(
    '',
    `UPDATE payment_order SET next_at = next_at - make_interval(secs => $1) WHERE taken_at IS NULL`,
    [seconds],
  )

/** A payment is authorized elsewhere, and the station takes the order to start. */
async function paid(payment: object): Promise<void> {
  await operator.post('/payments', { stationId: id, ...payment })
  const [, messageId, action] = await station.frames.next()
  expect(action).toBe('RequestStartTransaction')
  station.send([3, messageId, { status: 'Accepted' }])
}

/** Somebody has paid at a kiosk or in the web, and charges: one kilowatt-hour an hour of the day before. */
async function charged(energyWh = 4000): Promise<unknown> {
  const reference = `PSP-${id}`
  await paid({ reference, evseId: 1, limits: { maxCost: '20' } })
  const { tell } = teller(station, 'T1', reference)
  await tell('Started', '10:00:00', 0, { idToken: { idToken: reference, type: 'DirectPayment' } })
  return await tell('Ended', '11:00:00', energyWh)
}

describe('ocpp2.1 a payment that the platform settles', () => {
  test('C24.FR.10 C25.FR.40 is told to the provider when its transaction has ended: what to take, counted centrally', async () => {
    expect(await charged()).toMatchObject({ totalCost: 2 })
    expect(await deliver()).toBe(1)
    const [payment] = await payments()
    const order = { type: 'settle', paymentId: payment?.id, number: 1, reference: `PSP-${id}` }
    expect(provider.orders).toEqual([{ ...order, amount: '2.00', total: '2.00', currency: 'EUR' }])
    const settled = await operator.patch<Wire<Payment>>(`/payments/${payment?.id}`, {
      ...{ state: 'settled', receiptUrl: 'https://psp.example/r/1' },
    })
    expect(settled).toMatchObject({ state: 'settled', amount: '2.00', currency: 'EUR' })
  })

  test('C24.FR.10 C25.FR.40 what the station has counted is what is taken', async () => {
    const reference = `PSP-${id}`
    await paid({ reference })
    const { tell } = teller(station, 'T1', reference)
    const totalCost = { currency: 'EUR', typeOfCost: 'NormalCost', total: { exclTax: 3, inclTax: 3.57 } }
    const costDetails = { totalCost, totalUsage: { energy: 1, chargingTime: 0, idleTime: 0 } }
    await tell('Started', '10:00:00', 0, { idToken: { idToken: reference, type: 'DirectPayment' } })
    await tell('Ended', '11:00:00', 4000, { costDetails })
    await deliver()
    expect(provider.orders).toMatchObject([{ amount: '3.57' }])
  })

  test('C24.FR.10 C25.FR.40 is taken once, whatever the station tells again and however often it is due', async () => {
    await charged()
    await deliver()
    const { repeat } = teller(station, 'T1', `PSP-${id}`)
    await repeat({ eventType: 'Ended', seqNo: 1, time: '11:00:00', registerWh: 4000 })
    await later(100_000)
    expect(await deliver()).toBe(0)
    expect(provider.requests).toBe(1)
  })

  test('C24.FR.10 C25.FR.40 is tried again until the provider takes it', async () => {
    provider.failures = 2
    await charged()
    expect(await deliver()).toBe(0)
    // Not before its time.
    expect(await deliver()).toBe(0)
    expect(provider.requests).toBe(1)
    await later(60)
    expect(await deliver()).toBe(0)
    await later(60)
    expect(await deliver()).toBe(1)
    expect(provider.orders).toHaveLength(1)
    expect(provider.requests).toBe(3)
  })

  test('C24.FR.10 C25.FR.40 whose answer was lost is told again, and known by its id', async () => {
    provider.silences = 1
    await charged()
    expect(await deliver()).toBe(0)
    await later(60)
    expect(await deliver()).toBe(1)
    expect(provider.requests).toBe(2)
    expect(provider.orders).toHaveLength(1)
  })

  test('C24.FR.10 is told by one node alone, if several deliver at once', async () => {
    await charged()
    const taken = await Promise.all([deliver(), deliver(), deliver()])
    expect(taken.reduce((sum, one) => sum + one, 0)).toBe(1)
    expect(provider.requests).toBe(1)
  })

  test('C24.FR.10 is believed by its signature alone', async () => {
    provider.secret = 'whsec_of-somebody-else'
    await charged()
    expect(await deliver()).toBe(0)
    expect(provider.rejected).toBe(1)
    expect(provider.orders).toEqual([])
  })

  test('C24.FR.10 of which nobody knows the cost is not told', async () => {
    await assignTariff(operator, id, null)
    await charged()
    expect(await deliver()).toBe(0)
    expect(await payments()).toMatchObject([{ state: 'to-settle' }])
  })

  test('C24.FR.10 that a program has settled before is not told either', async () => {
    await charged()
    const [payment] = await payments()
    await operator.patch(`/payments/${payment?.id}`, { state: 'settled' })
    expect(await deliver()).toBe(0)
    expect(provider.requests).toBe(0)
  })

  test('C21.FR.02 one that the station settles is none of the provider’s', async () => {
    const { tell } = teller(station, 'T1', `CARD-${id}`)
    await tell('Started', '10:00:00', 0, { idToken: { idToken: `CARD-${id}`, type: 'DirectPayment' } })
    await tell('Ended', '11:00:00', 4000)
    const settlement = { pspRef: `CARD-${id}`, status: 'Settled', settlementAmount: 2 }
    await station.call('NotifySettlement', { ...settlement, settlementTime: yesterdayAt('11:00:01') })
    expect(await deliver()).toBe(0)
  })
})

describe('ocpp2.1 a code that somebody has scanned', () => {
  const urlTemplate = `${PUBLIC_URL}/api/v1/pay/{chargingstationid}/{evse}/{totp}/{version}`
  const open = (url: string) => fetch(url.replace(PUBLIC_URL, platform.apiUrl), { redirect: 'manual' })

  async function shown(query = ''): Promise<string> {
    station.connection.terminate()
    const post = simulated({ id, version: 'ocpp2.1', url: platform.ocppUrl, hardware: 'doublePost' })
    await post.boot()
    await operator.untilConnected(id)
    const settings = { urlTemplate, validityS: 60, codeLength: 8 }
    const told = await operator.patch<{ commandId: string }>(`/stations/${id}/web-payment`, settings)
    await operator.settled({ id: told.commandId })
    const address = post.station.trade.qr.address(id, 1, Date.now(), query)
    post.station.stop()
    return address
  }

  test('C25.FR.20 leads on to the page of the provider, with what is paid for', async () => {
    const answer = await open(await shown('maxcost=12.50'))
    expect(answer.status).toBe(302)
    expect(answer.headers.get('location')).toBe(
      `https://psp.example/checkout?shop=7&stationId=${id}&evseId=1&maxCost=12.50`,
    )
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test('C25.FR.08 leads nowhere when it is wrong', async () => {
    const address = await shown()
    const wrong = await open(address.replace(/\/[^/]+\/v1$/, '/aaaaaaaa/v1'))
    expect(wrong.status).toBe(403)
    expect(wrong.headers.get('location')).toBeNull()
    expect((await open(`${PUBLIC_URL}/api/v1/pay/elsewhere`)).status).toBe(403)
  })
})

describe('who settles for a party', () => {
  test('is told with a secret that is shown once', async () => {
    const shown = await (await operator.ask('GET', '/parties/default/payment-provider')).text()
    expect(shown).toContain(provider.url)
    expect(shown).not.toContain(provider.secret)
    const { rows } = await platform.database.query(
      '',
      'SELECT to_jsonb(payment_provider) AS kept FROM payment_provider',
      [],
    )
    expect(JSON.stringify(rows)).not.toContain(provider.secret)
  })

  test('is somebody at a web address, and may be nobody', async () => {
    expect(await operator.status('PATCH', '/parties/default/payment-provider', { url: 'ftp://psp.example' })).toBe(400)
    expect(await operator.status('DELETE', '/parties/default/payment-provider')).toBe(204)
    expect(await operator.status('GET', '/parties/default/payment-provider')).toBe(404)
    await charged()
    expect(await deliver()).toBe(0)
  })
})
