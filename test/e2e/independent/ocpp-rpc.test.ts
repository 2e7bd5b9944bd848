import { RPCClient } from 'ocpp-rpc'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Mailbox } from '#test/mailbox'
import { type TestPlatform, testPlatform } from '#test/platform'
import { yesterdayAt } from '../../conformance/booted-station.ts'
import { Operator } from '../../conformance/operator.ts'

/** Of 2.1 the package ships schemas under names it does not find itself. */
const STRICT = ['ocpp1.6', 'ocpp2.0.1']
const PASSWORD = 'a password of mine'
let platform: TestPlatform
let operator: Operator
const clients: Client[] = []
beforeAll(async () => {
  platform = await testPlatform()
  operator = new Operator(platform, platform.ownerKey)
  await operator.post('/tokens', { partyId: 'default', value: 'ALICE', groupId: 'FAMILY', concurrentLimit: 0 })
})
afterAll(async () => {
  for (const { rpc } of clients) await rpc.close({ code: 1000 })
  await platform.stop()
})

/** A station made of the package ocpp-rpc, which holds answers and commands of 1.6 and 2.0.1 against its own schemas. */
class Client {
  readonly rpc: RPCClient
  readonly asked = new Mailbox<{ method: string | undefined; params: unknown }>()
  readonly failures: unknown[] = []

  constructor(identity: string, protocol: string) {
    this.rpc = new RPCClient({
      ...{ identity, endpoint: platform.ocppUrl, password: PASSWORD, headers: {}, wsOpts: {} },
      ...{ protocols: [protocol], strictMode: STRICT, strictModeValidators: [], respondWithDetailedErrors: true },
      ...{ callTimeoutMs: 60_000, callConcurrency: 1, maxBadMessages: 0 },
      ...{ pingIntervalMs: 30_000, deferPingsOnActivity: false },
      ...{ reconnect: false, maxReconnects: 0 },
      backoff: { initialDelay: 1_000, maxDelay: 10_000, factor: 2, randomisationFactor: 0.25 },
    })
    this.rpc.on('strictValidationFailure', (failure) => this.failures.push(failure))
    this.rpc.on('badMessage', (failure) => this.failures.push(failure))
    this.rpc.handle(async ({ method, params }) => {
      this.asked.push({ method, params })
      return { status: 'Accepted' }
    })
    clients.push(this)
  }
}

/** A station that an operator has entered with its password. */
async function known(id: string, version: string): Promise<Client> {
  await operator.post('/stations', { id, partyId: 'default', secret: PASSWORD, securityProfile: 1 })
  return new Client(id, version)
}

test('A-01 ocpp-rpc charges a car in 1.6, is stopped from afar, and comes back', async () => {
  const id = 'RDAM|123'
  const client = await known(id, 'ocpp1.6')
  const { rpc } = client
  await rpc.connect()
  const boot = { chargePointVendor: 'Independent', chargePointModel: 'Rpc', chargePointSerialNumber: 'SN-1' }
  expect(await rpc.call('BootNotification', boot)).toMatchObject({ status: 'Accepted', interval: 300 })
  for (const connectorId of [0, 1]) {
    await rpc.call('StatusNotification', { connectorId, errorCode: 'NoError', status: 'Available' })
  }
  const accepted = { idTagInfo: { status: 'Accepted', parentIdTag: 'FAMILY' } }
  expect(await rpc.call('Authorize', { idTag: 'ALICE' })).toEqual(accepted)
  const start = { connectorId: 1, idTag: 'ALICE', meterStart: 12_000, timestamp: yesterdayAt('08:00:00') }
  const started = (await rpc.call('StartTransaction', start)) as { transactionId: number }
  expect(started).toEqual({ transactionId: expect.any(Number), ...accepted })
  const { transactionId } = started
  const sampledValue = [
    { value: '15.5', context: 'Sample.Periodic', measurand: 'Energy.Active.Import.Register', unit: 'kWh' },
    { value: '11000', measurand: 'Power.Active.Import', unit: 'W' },
  ]
  const meterValue = [{ timestamp: yesterdayAt('08:30:00'), sampledValue }]
  expect(await rpc.call('MeterValues', { connectorId: 1, transactionId, meterValue })).toEqual({})

  await rpc.close({ code: 1000 })
  await operator.untilConnected(id, false)
  const again = new Client(id, 'ocpp1.6')
  await again.rpc.connect()
  await operator.untilConnected(id)
  expect(await again.rpc.call('Heartbeat', {})).toEqual({ currentTime: expect.any(String) })
  expect(await again.rpc.call('StartTransaction', start)).toMatchObject({ transactionId })

  const { id: recordId } = await operator.record(id, transactionId)
  const stopping = await operator.carryOut(id, 'stop-transaction', { transactionId: recordId })
  expect(stopping).toMatchObject({ state: 'answered', result: { status: 'Accepted' }, warnings: [] })
  expect(await again.asked.next()).toEqual({ method: 'RemoteStopTransaction', params: { transactionId } })
  const stop = { transactionId, meterStop: 21_345, timestamp: yesterdayAt('09:00:00'), reason: 'Remote' }
  expect(await again.rpc.call('StopTransaction', stop)).toEqual({})

  expect(await operator.transactions(id)).toMatchObject([
    {
      ...{ reference: String(transactionId), status: 'ended', stopReason: 'Remote', complete: true, flags: [] },
      ...{ startRegisterWh: 12_000, lastRegisterWh: 21_345, energyWh: 9_345, evseId: 1, token: { value: 'ALICE' } },
      startedAt: yesterdayAt('08:00:00').replace('Z', '.000Z'),
      endedAt: yesterdayAt('09:00:00').replace('Z', '.000Z'),
    },
  ])
  expect(await operator.station(id)).toMatchObject({ vendor: 'Independent', presence: { deviationCount: 0 } })
  expect([...client.failures, ...again.failures]).toEqual([])
})

test.each(['ocpp2.0.1', 'ocpp2.1'])(
  'ocpp-rpc charges a car in %s, is stopped from afar, and comes back',
  async (version) => {
    const id = `RPC-${version}`
    const client = await known(id, version)
    const { rpc } = client
    await rpc.connect()
    const chargingStation = { vendorName: 'Independent', model: 'Rpc', serialNumber: 'SN-2' }
    expect(await rpc.call('BootNotification', { reason: 'PowerUp', chargingStation })).toMatchObject({
      status: 'Accepted',
    })
    const status = { timestamp: new Date().toISOString(), connectorStatus: 'Occupied', evseId: 1, connectorId: 1 }
    expect(await rpc.call('StatusNotification', status)).toEqual({})
    const idToken = { idToken: 'ALICE', type: 'ISO14443' }
    const accepted = { idTokenInfo: { status: 'Accepted', groupIdToken: { idToken: 'FAMILY', type: 'Central' } } }
    expect(await rpc.call('Authorize', { idToken })).toEqual(accepted)
    const event = (eventType: string, seqNo: number, registerWh: number, more: object = {}) => {
      const timestamp = yesterdayAt(`08:0${seqNo}:00`)
      return {
        ...{
          eventType,
          seqNo,
          timestamp,
          triggerReason: 'MeterValuePeriodic',
          transactionInfo: { transactionId: 'tx-rpc' },
        },
        meterValue: [{ timestamp, sampledValue: [{ value: registerWh, unitOfMeasure: { unit: 'Wh' } }] }],
        ...more,
      }
    }
    const started = event('Started', 0, 12_000, {
      triggerReason: 'Authorized',
      evse: { id: 1, connectorId: 1 },
      idToken,
    })
    expect(await rpc.call('TransactionEvent', started)).toEqual(accepted)
    expect(await rpc.call('TransactionEvent', event('Updated', 1, 15_500))).toEqual({})

    await rpc.close({ code: 1000 })
    await operator.untilConnected(id, false)
    const again = new Client(id, version)
    await again.rpc.connect()
    await operator.untilConnected(id)
    expect(await again.rpc.call('TransactionEvent', event('Updated', 1, 15_500))).toEqual({})
    const { id: recordId } = await operator.record(id, 'tx-rpc')
    const stopping = await operator.carryOut(id, 'stop-transaction', { transactionId: recordId })
    expect(stopping).toMatchObject({ state: 'answered', result: { status: 'Accepted' }, warnings: [] })
    expect(await again.asked.next()).toEqual({ method: 'RequestStopTransaction', params: { transactionId: 'tx-rpc' } })
    const transactionInfo = { transactionId: 'tx-rpc', stoppedReason: 'Remote' }
    const ended = event('Ended', 2, 21_345, { triggerReason: 'RemoteStop', transactionInfo })
    expect(await again.rpc.call('TransactionEvent', ended)).toEqual({})

    expect(await operator.transactions(id)).toMatchObject([
      {
        ...{ reference: 'tx-rpc', status: 'ended', stopReason: 'Remote', complete: true, flags: [] },
        ...{ startRegisterWh: 12_000, lastRegisterWh: 21_345, energyWh: 9_345, evseId: 1, token: { value: 'ALICE' } },
      },
    ])
    expect(await operator.station(id)).toMatchObject({ vendor: 'Independent', presence: { deviationCount: 0 } })
    expect([...client.failures, ...again.failures]).toEqual([])
  },
)
