import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError, type Counter, type Labels, type Metrics, noMetrics } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import { type GatewayStand, startGateway } from '#test/gateway-stand'
import { Mailbox } from '#test/mailbox'

/** Counters that can be read. */
class CountedMetrics implements Metrics {
  readonly totals = new Map<string, number>()
  readonly gauge = noMetrics.gauge
  readonly histogram = noMetrics.histogram
  counter<L extends string>(name: string): Counter<L> {
    return { add: (by = 1, _?: Labels<L>) => this.totals.set(name, (this.totals.get(name) ?? 0) + by) }
  }
}

let stand: GatewayStand
let metrics: CountedMetrics
let failure: unknown
let neverAnswers: boolean
let attempts: Mailbox<string>

beforeEach(async () => {
  metrics = new CountedMetrics()
  failure = undefined
  neverAnswers = false
  attempts = new Mailbox()
  stand = await startGateway(({ transactions, stations }) => ({
    metrics,
    transactions: {
      ...transactions,
      report(report) {
        attempts.push(report.reference)
        if (neverAnswers) return new Promise(() => {})
        return failure === undefined ? transactions.report(report) : Promise.reject(failure)
      },
    },
    stations: {
      ...stations,
      reportStatus: (report) => (failure === undefined ? stations.reportStatus(report) : Promise.reject(failure)),
    },
  }))
  await stand.addStation({ id: 'CS-1' })
})
afterEach(() => stand.close())

/** Lets time pass, second by second, until something has happened. */
async function turnUntil<T>(happened: Promise<T>): Promise<T> {
  let done = false
  const noted = happened.finally(() => {
    done = true
  })
  while (!done) {
    stand.clock.advance(1_000)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return noted
}

const event = {
  ...{ eventType: 'Started', seqNo: 0, timestamp: '2026-03-01T12:00:00Z', triggerReason: 'CablePluggedIn' },
  transactionInfo: { transactionId: 'tx-1' },
}

test('D-10: a transaction message waits while the database is away, and is answered once it is back', async () => {
  failure = new AppError('unavailable', 'away')
  const station = await stand.connect('CS-1', 'ocpp2.0.1')
  station.send([2, 'a', 'TransactionEvent', event])
  await attempts.next()
  failure = undefined
  await turnUntil(attempts.next())
  expect(await station.frames.next()).toEqual([3, 'a', {}])
  expect(metrics.totals.get('ocpp_transaction_call_errors_total')).toBeUndefined()
})

test('D-10: when it stays away the connection is closed without an answer, so that the station keeps its message', async () => {
  failure = new AppError('unavailable', 'away')
  const station = await stand.connect('CS-1', 'ocpp2.0.1')
  station.send([2, 'a', 'TransactionEvent', event])
  await attempts.next()
  expect(await turnUntil(station.closed)).toMatchObject({ code: 1013 })
  expect(station.frames.size).toBe(0)
  expect(stand.clock.monotonicMs()).toBeGreaterThanOrEqual(20_000)
  expect(metrics.totals.get('ocpp_transaction_call_errors_total')).toBeUndefined()
})

const reading = { timestamp: '2026-03-01T12:00:00Z', sampledValue: [{ value: '1000' }] }
const doors: [OcppVersion, string, object][] = [
  ['ocpp1.6', 'StartTransaction', { connectorId: 1, idTag: 'TAG', meterStart: 0, timestamp: reading.timestamp }],
  ['ocpp1.6', 'StopTransaction', { transactionId: 7, meterStop: 1000, timestamp: reading.timestamp }],
  ['ocpp1.6', 'MeterValues', { connectorId: 1, meterValue: [reading] }],
  ['ocpp2.0.1', 'MeterValues', { evseId: 1, meterValue: [{ ...reading, sampledValue: [{ value: 1000 }] }] }],
  ['ocpp2.1', 'TransactionEvent', event],
]

/** Takes away the tables of events and readings, and gives them back. */
const TAKEN = 'ALTER TABLE transaction_event RENAME TO event_away; ALTER TABLE meter_reading RENAME TO reading_away'
const GIVEN = 'ALTER TABLE event_away RENAME TO transaction_event; ALTER TABLE reading_away RENAME TO meter_reading'

test.each(doors)(
  'D-10: what the database refuses waits until that is mended: %s %s',
  async (version, action, payload) => {
    const { database, clock } = stand
    /** Lets some time pass, and the database answer what it was asked meanwhile. */
    const wait = async () => {
      clock.advance(200)
      await database.pool.query('SELECT pg_sleep(0.01)')
    }
    await database.pool.query(TAKEN)
    const station = await stand.connect('CS-1', version)
    station.send([2, 'a', action, payload])
    for (let waits = 0; waits < 20; waits++) await wait()
    expect(station.frames.size).toBe(0)
    await database.pool.query(GIVEN)
    while (station.frames.size === 0) await wait()
    expect(await station.frames.next()).toEqual([3, 'a', expect.anything()])
    expect(metrics.totals.get('ocpp_transaction_call_errors_total')).toBeUndefined()
  },
)

test('D-10: a call that never comes back is given up in time', async () => {
  const station = await stand.connect('CS-1', 'ocpp2.0.1')
  neverAnswers = true
  station.send([2, 'a', 'TransactionEvent', event])
  expect(await turnUntil(station.closed)).toMatchObject({ code: 1013 })
})

test('a bug in an action costs an InternalError with a reference, and neither socket nor process', async () => {
  const station = await stand.connect('CS-1', 'ocpp2.0.1')
  const boot = { reason: 'PowerUp', chargingStation: { model: 'Two', vendorName: 'Acme' } }
  await station.call('BootNotification', boot)
  failure = new TypeError('a secret detail')
  const status = { evseId: 1, connectorId: 1, connectorStatus: 'Available', timestamp: '2026-03-01T12:00:00Z' }
  const answer = await station.call('StatusNotification', status)
  expect(answer).toEqual([4, 'm-2', 'InternalError', expect.stringMatching(/^reference [0-9a-f-]{36}$/), {}])
  failure = undefined
  expect(await station.call('StatusNotification', status)).toEqual([3, 'm-3', {}])
})

test('D-10: the only errors a transaction message meets are counted', async () => {
  const station = await stand.connect('CS-1', 'ocpp2.0.1')
  const { transactionInfo: _, ...hopeless } = event
  expect((await station.call('TransactionEvent', hopeless)).slice(0, 3)).toEqual([
    4,
    'm-1',
    'OccurenceConstraintViolation',
  ])
  expect(metrics.totals.get('ocpp_transaction_call_errors_total')).toBe(1)
})
