import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Alert } from '#domain/alerts'
import type { Payment, ProviderSettings, Receipt } from '#domain/payments'
import { PaymentProvider } from '#simulator'
import { WITHOUT_WORKER } from '#test/platform'
import type { RawStation } from '#test/raw-station'
import { assignTariff, tariffOf, teller } from '../counted.ts'
import type { List, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'

// The provider is on this machine. What is due is counted and delivered when the test says so.
const alerts = { webhookPrivateNetworks: true }
const { platform, operator, raw } = await openScene({ settings: { alerts, ...WITHOUT_WORKER } })
let provider: PaymentProvider
let station: RawStation
let id = ''

beforeEach(async () => {
  provider = await PaymentProvider.open()
  const change = { url: provider.url }
  const told = await operator.patch<Wire<ProviderSettings> & { secret: string }>(PROVIDER, change)
  provider.secret = told.secret
  ;({ id, station } = await raw('ocpp2.1'))
  const idleTime = { prices: [{ price: '0.10' }] }
  await assignTariff(operator, id, (await tariffOf(operator, '0.50', { idleTime })).id)
  return async () => {
    station.connection.terminate()
    await provider.close()
  }
})

const PROVIDER = '/parties/default/payment-provider'
const payments = async () => (await operator.get<List<Wire<Payment>>>(`/payments?stationId=${id}`)).items
const only = async () => (await payments())[0]
const deliver = () => platform.services.settlements.deliver()
const later = (seconds: number) =>
  platform.database.query(
    '',
    `UPDATE payment_order SET next_at = next_at - make_interval(secs => $1) WHERE taken_at IS NULL`,
    [seconds],
  )
async function openAlerts(): Promise<readonly Wire<Alert>[]> {
  await platform.services.alerts.sweep()
  return (await operator.get<List<Wire<Alert>>>(`/alerts?stationId=${id}&cause=payment-not-taken&open=true`)).items
}
type Event = Parameters<ReturnType<typeof teller>['repeat']>[0]
const event = (told: Event) => teller(station, 'T1', `PSP-${id}`).repeat(told)
const started = () =>
  event({
    ...{ eventType: 'Started', seqNo: 0, time: '10:00:00', registerWh: 0 },
    more: { idToken: { idToken: `PSP-${id}`, type: 'DirectPayment' } },
  })
const ended = () => event({ eventType: 'Ended', seqNo: 3, time: '11:00:00', registerWh: 4000 })
/** From then on nothing flowed any more: what is told late makes it dearer, the later of the two less so. */
const suspendedAt = (time: string, seqNo: number, chargingState: string) =>
  event({ eventType: 'Updated', seqNo, time, registerWh: 4000, more: { transactionInfo: { chargingState } } })

/** Somebody has paid elsewhere, and the station takes the order to start. */
async function authorized(): Promise<void> {
  await operator.post('/payments', { stationId: id, reference: `PSP-${id}`, evseId: 1 })
  const [, messageId] = await station.frames.next()
  station.send([3, messageId, { status: 'Accepted' }])
}
/** Who has paid charges for 2 EUR; two events have not come yet. */
async function charged(): Promise<void> {
  await authorized()
  await started()
  await ended()
}
/** Half an hour without charging is told: 3 EUR more. */
async function dearer(): Promise<void> {
  await suspendedAt('10:30:00', 1, 'SuspendedEV')
  await platform.services.costs.recount()
}
/** A quarter of an hour of it was charging after all: 1.50 EUR less. */
async function cheaper(): Promise<void> {
  await suspendedAt('10:45:00', 2, 'Charging')
  await platform.services.costs.recount()
}
const orders = () =>
  provider.orders.map(({ type, number, amount, total }) => [type, number, Number(amount), Number(total)])

describe('ocpp2.1 a payment whose transaction came to something else after it was told', () => {
  test('C24.FR.10 C25.FR.40 is corrected by the difference, more and less', async () => {
    await charged()
    await deliver()
    await dearer()
    expect(await deliver()).toBe(1)
    await cheaper()
    expect(await deliver()).toBe(1)
    expect(orders()).toEqual([
      ['settle', 1, 2, 2],
      ['capture', 2, 3, 5],
      ['refund', 3, 1.5, 3.5],
    ])
    expect(await only()).toMatchObject({
      ...{ state: 'to-settle', amount: '3.50' },
      corrections: [
        { kind: 'capture', amount: '3', total: '5.00', currency: 'EUR', takenAt: expect.any(String) },
        { kind: 'refund', amount: '1.5', total: '3.50', currency: 'EUR', takenAt: expect.any(String) },
      ],
    })
  })

  test('C24.FR.10 C25.FR.40 is corrected when it was settled already, from what was taken, and the receipt says so', async () => {
    await charged()
    await deliver()
    const { id: paymentId = '' } = (await only()) ?? {}
    // The provider could take no more than it held.
    await operator.patch(`/payments/${paymentId}`, { state: 'settled', amount: '1.80' })
    expect(await deliver()).toBe(0)
    await dearer()
    expect(await deliver()).toBe(1)
    expect(orders().at(-1)).toEqual(['capture', 2, 3.2, 5])
    const receipt = await fetch(`${platform.apiUrl}/api/v1/receipts/${paymentId}`)
    expect((await receipt.json()) as Wire<Receipt>).toMatchObject({
      ...{ state: 'settled', amount: '1.80', corrections: [{ kind: 'capture', total: '5.00' }] },
    })
  })

  test('C24.FR.10 C25.FR.40 is corrected once, however often it is counted, delivered and told again', async () => {
    await charged()
    await deliver()
    await dearer()
    await Promise.all([deliver(), deliver(), deliver()])
    await dearer()
    await ended()
    await later(100_000)
    expect(await deliver()).toBe(0)
    expect(orders()).toEqual([
      ['settle', 1, 2, 2],
      ['capture', 2, 3, 5],
    ])
    expect(provider.requests).toBe(2)
  })

  test('C24.FR.10 C25.FR.40 is told all at once where nobody had been told before', async () => {
    await charged()
    await dearer()
    await deliver()
    expect(orders()).toEqual([['settle', 1, 5, 5]])
  })

  test('C24.FR.10 C25.FR.40 keeps what was sent: its repetition says the same, and the correction comes after it', async () => {
    provider.silences = 1
    await charged()
    expect(await deliver()).toBe(0)
    await dearer()
    // The correction waits for what it corrects.
    expect(await deliver()).toBe(0)
    await later(60)
    expect(await deliver()).toBe(1)
    expect(await deliver()).toBe(1)
    expect(orders()).toEqual([
      ['settle', 1, 2, 2],
      ['capture', 2, 3, 5],
    ])
    expect(provider.rejected).toBe(0)
  })

  test('C24.FR.10 C25.FR.40 is corrected after a crash at any moment: before the order, and before its answer', async () => {
    await charged()
    await deliver()
    await dearer()
    // Nobody delivered: what is owed stands in the database alone.
    const { rows } = await platform.database.query('', 'SELECT id FROM payment WHERE owed AND station_id = $1', [id])
    expect(rows).toHaveLength(1)
    provider.silences = 1
    expect(await deliver()).toBe(0)
    await later(60)
    expect(await deliver()).toBe(1)
    expect(orders()).toEqual([
      ['settle', 1, 2, 2],
      ['capture', 2, 3, 5],
    ])
  })

  test('that is corrected and back before anybody was told is not told at all', async () => {
    await charged()
    await deliver()
    const to = (amount: string) =>
      platform.services.payments.ended({ stationId: id, transactionReference: 'T1' }, undefined, {
        ...{ amount, currency: 'EUR' },
      })
    await to('3')
    await to('2')
    expect(await deliver()).toBe(0)
    expect(provider.requests).toBe(1)
  })

  test('C24.FR.10 C25.FR.40 is let be where the provider will never correct it, and that is told to people, not to the driver', async () => {
    await charged()
    await deliver()
    const { id: paymentId = '' } = (await only()) ?? {}
    await operator.patch(`/payments/${paymentId}`, { state: 'settled', amount: '2' })
    provider.refusals = 1
    await dearer()
    expect(await deliver()).toBe(0)
    await later(100_000)
    expect(await deliver()).toBe(0)
    expect(provider.requests).toBe(2)
    const refused = { kind: 'capture', amount: '3', problem: 'it answered 422', refusedAt: expect.any(String) }
    expect(await only()).toMatchObject({ state: 'settled', corrections: [refused] })
    const receipt = await fetch(`${platform.apiUrl}/api/v1/receipts/${paymentId}`)
    expect((await receipt.json()) as Wire<Receipt>).not.toHaveProperty('corrections')
    expect(await openAlerts()).toMatchObject([
      { subject: paymentId, detail: 'capture 3 EUR is refused: it answered 422' },
    ])
    // What it comes to after that is reckoned from what was taken.
    await cheaper()
    expect(await deliver()).toBe(1)
    expect(orders().at(-1)).toEqual(['capture', 3, 1.5, 3.5])
  })

  test('C24.FR.10 C25.FR.40 is reckoned anew where it waits behind a correction that is refused', async () => {
    await charged()
    await deliver()
    await dearer()
    provider.failures = 1
    expect(await deliver()).toBe(0)
    await cheaper()
    expect(await deliver()).toBe(0)
    const waiting = [{ total: '5.00', problem: 'it answered 503' }, { total: '3.50' }]
    expect(await only()).toMatchObject({ corrections: waiting })
    provider.refusals = 1
    await later(60)
    expect(await deliver()).toBe(0)
    expect(await deliver()).toBe(1)
    expect(orders()).toEqual([
      ['settle', 1, 2, 2],
      ['capture', 3, 1.5, 3.5],
    ])
  })

  test('C24.FR.10 C25.FR.40 is an alert where the provider has not taken it for long, until it does', async () => {
    await charged()
    provider.failures = 10
    for (let told = 1; told <= 10; told += 1) {
      expect(await openAlerts()).toEqual([])
      expect(await deliver()).toBe(0)
      await later(3_600)
    }
    expect(await openAlerts()).toMatchObject([{ detail: 'The provider has not taken 1: it answered 503' }])
    expect(await deliver()).toBe(1)
    expect(await openAlerts()).toEqual([])
  })

  test('C24.FR.10 C25.FR.40 is rejected where the provider will never settle it', async () => {
    provider.failures = 1
    await charged()
    expect(await deliver()).toBe(0)
    expect(await only()).toMatchObject({ state: 'to-settle', problem: 'it answered 503' })
    provider.refusals = 1
    await later(60)
    expect(await deliver()).toBe(0)
    await later(100_000)
    await deliver()
    expect(provider.requests).toBe(2)
    const payment = await only()
    expect(payment).toMatchObject({ state: 'rejected', statusInfo: 'it answered 422' })
    expect(payment).not.toHaveProperty('problem')
  })

  test('C21.FR.02 that the station has settled itself is no matter of the provider any more', async () => {
    await charged()
    const settlement = { transactionId: 'T1', pspRef: `PSP-${id}`, status: 'Settled', settlementAmount: 2 }
    await station.call('NotifySettlement', { ...settlement, settlementTime: new Date().toISOString() })
    expect(await only()).toMatchObject({ state: 'settled', settledBy: 'station', amount: '2' })
    await dearer()
    expect(await deliver()).toBe(0)
    expect(provider.requests).toBe(0)
  })

  test('that came to other money is told to nobody', async () => {
    await charged()
    await deliver()
    const other = { amount: '30', currency: 'SEK' }
    await platform.services.payments.ended({ stationId: id, transactionReference: 'T1' }, undefined, other)
    expect(await deliver()).toBe(0)
    expect(orders()).toHaveLength(1)
  })
})

describe('ocpp2.1 a payment that is corrected while the connections to the database die', () => {
  beforeAll(() =>
    // A sequence goes on whatever becomes of who has asked it: it counts the dead.
    platform.database.pool.query(
      `CREATE SEQUENCE dead; CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN PERFORM nextval('dead'); PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM 1; RETURN NEW; END $$`,
    ),
  )
  const dead = async () => Number((await platform.database.pool.query("SELECT nextval('dead') AS count")).rows[0].count)

  test.each([
    ['before the correction is counted', 'BEFORE INSERT ON transaction_charge', ''],
    ['after it is counted', 'AFTER INSERT ON transaction_charge', ''],
    ['once it is marked as owed', 'AFTER UPDATE ON payment', 'WHEN (NEW.owed)'],
    ['before its order is made', 'BEFORE INSERT ON payment_order', ''],
    ['once its order is made', 'AFTER INSERT ON payment_order', ''],
    ['once it is no longer owed', 'AFTER UPDATE ON payment', 'WHEN (OLD.owed AND NOT NEW.owed)'],
    ['when its order is taken up', 'BEFORE UPDATE ON payment_order', 'WHEN (NEW.attempts > OLD.attempts)'],
    ['when the provider has taken it', 'BEFORE UPDATE ON payment_order', 'WHEN (NEW.taken_at IS NOT NULL)'],
  ])('C24.FR.10 C25.FR.40 is corrected once all the same: %s', async (_, moment, condition) => {
    await charged()
    await deliver()
    const [, table] = / ON (\w+)$/.exec(moment) ?? []
    const killer = `CREATE TRIGGER killer ${moment} FOR EACH ROW ${condition} EXECUTE FUNCTION die()`
    await platform.database.query('', killer, [])
    const before = await dead()
    await dearer()
    await deliver().catch(() => {})
    expect(await dead()).toBeGreaterThan(before + 1)
    await platform.database.query('', `DROP TRIGGER killer ON ${table}`, [])
    // Whoever comes after goes on with what there is.
    await platform.services.costs.recount()
    await later(3_600)
    await deliver()
    expect(orders()).toEqual([
      ['settle', 1, 2, 2],
      ['capture', 2, 3, 5],
    ])
    await later(3_600)
    expect(await deliver()).toBe(0)
    expect(provider.rejected).toBe(0)
  })
})

describe('ocpp2.1 a payment of a transaction that is told out of order', () => {
  test('C24.FR.10 whose start comes after its end is settled all the same', async () => {
    await authorized()
    await ended()
    await started()
    await platform.services.costs.recount()
    expect(await deliver()).toBe(1)
    expect(orders()).toEqual([['settle', 1, 2, 2]])
  })

  test('C24.FR.10 whose end is never told is settled when another begins in its place', async () => {
    await authorized()
    await started()
    await event({ eventType: 'Updated', seqNo: 1, time: '10:30:00', registerWh: 3000 })
    const { tell } = teller(station, 'T2', `OTHER-${id}`)
    await tell('Started', '11:00:00', 3000)
    await platform.services.costs.recount()
    await deliver()
    expect(orders()).toEqual([['settle', 1, 1.5, 1.5]])
  })

  test('a station’s amount is taken in the smallest unit of its currency', async () => {
    await authorized()
    await assignTariff(operator, id, null)
    await started()
    const totalCost = { currency: 'EUR', typeOfCost: 'NormalCost', total: { exclTax: 3, inclTax: 3.57421 } }
    const costDetails = { totalCost, totalUsage: { energy: 1, chargingTime: 0, idleTime: 0 } }
    await event({
      ...{ eventType: 'Ended', seqNo: 1, time: '11:00:00', registerWh: 4000, more: { costDetails } },
    })
    await deliver()
    expect(provider.orders).toMatchObject([{ amount: '3.57' }])
  })
})

describe('ocpp2.1 a payment nobody charges for', () => {
  const held = () => operator.post<Wire<Payment>>('/payments', { stationId: id, reference: `PSP-${id}` })

  test('is given back when the station refuses to start', async () => {
    const { commandId = '' } = await held()
    const [, messageId] = await station.frames.next()
    station.send([3, messageId, { status: 'Rejected' }])
    await operator.settled({ id: commandId })
    await deliver()
    expect(orders()).toEqual([['settle', 1, 0, 0]])
  })

  test('is given back when nobody has come for a day; and taken after all where somebody had', async () => {
    await held()
    const [, messageId] = await station.frames.next()
    station.send([3, messageId, { status: 'Accepted' }])
    await deliver()
    expect(orders()).toEqual([])
    await platform.database.query(
      '',
      "UPDATE payment SET created_at = created_at - interval '25 hours' WHERE station_id = $1",
      [id],
    )
    await deliver()
    expect(orders()).toEqual([['settle', 1, 0, 0]])
    await started()
    await ended()
    await deliver()
    expect(orders()).toEqual([
      ['settle', 1, 0, 0],
      ['capture', 2, 2, 2],
    ])
  })
})
