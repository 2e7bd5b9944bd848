import { OcppClient } from 'ocpp-ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Mailbox } from '#test/mailbox'
import { type TestPlatform, testPlatform } from '#test/platform'
import { yesterdayAt } from '../../conformance/booted-station.ts'
import { Operator } from '../../conformance/operator.ts'

const ID = 'ocpp-ts'
let platform: TestPlatform
let operator: Operator
beforeAll(async () => {
  platform = await testPlatform()
  operator = new Operator(platform, platform.ownerKey)
  await operator.post('/tokens', { partyId: 'default', value: 'ALICE', concurrentLimit: 0 })
})
afterAll(() => platform.stop())

interface Connected {
  readonly client: OcppClient
  readonly stops: Mailbox<number>
  readonly closed: Mailbox<number>
}

/** A station made of the package ocpp-ts, by another author than ocpp-rpc. */
async function connect(): Promise<Connected> {
  const client = new OcppClient(ID)
  const stops = new Mailbox<number>()
  const closed = new Mailbox<number>()
  client.on('close', (code) => closed.push(code))
  client.on('RemoteStopTransaction', ({ transactionId }, answer) => {
    answer({ status: 'Accepted' })
    stops.push(transactionId)
  })
  await new Promise<void>((resolve, reject) => {
    client.on('connect', resolve)
    client.on('error', reject)
    client.connect(`${platform.ocppUrl}/`)
  })
  return { client, stops, closed }
}

test('A-16 ocpp-ts charges a car in 1.6, comes back over a new connection, and is stopped from afar', async () => {
  const first = await connect()
  const boot = { chargePointVendor: 'Independent', chargePointModel: 'Ts' }
  expect(await first.client.callRequest('BootNotification', boot)).toMatchObject({ status: 'Accepted', interval: 300 })
  const status = { connectorId: 1, errorCode: 'NoError', status: 'Preparing' } as const
  expect(await first.client.callRequest('StatusNotification', status)).toEqual({})
  expect(await first.client.callRequest('Authorize', { idTag: 'ALICE' })).toEqual({ idTagInfo: { status: 'Accepted' } })
  const start = { connectorId: 1, idTag: 'ALICE', meterStart: 500, timestamp: yesterdayAt('08:00:00') }
  const { transactionId, idTagInfo } = await first.client.callRequest('StartTransaction', start)
  expect(idTagInfo).toEqual({ status: 'Accepted' })

  const second = await connect()
  expect(await first.closed.next()).toBe(1008)
  const meterValue = [{ timestamp: yesterdayAt('08:20:00'), sampledValue: [{ value: '2500' }] }]
  expect(await second.client.callRequest('MeterValues', { connectorId: 1, transactionId, meterValue })).toEqual({})
  await operator.untilConnected(ID)
  const { id: recordId } = await operator.record(ID, transactionId)
  const stopping = await operator.carryOut(ID, 'stop-transaction', { transactionId: recordId })
  expect(stopping).toMatchObject({ state: 'answered', result: { status: 'Accepted' }, warnings: [] })
  expect(await second.stops.next()).toBe(transactionId)
  const stop = { transactionId, meterStop: 4_321, timestamp: yesterdayAt('09:00:00'), reason: 'Remote' } as const
  expect(await second.client.callRequest('StopTransaction', stop)).toEqual({})

  expect(await operator.transactions(ID)).toMatchObject([
    {
      ...{ reference: String(transactionId), status: 'ended', stopReason: 'Remote', complete: true, flags: [] },
      ...{ startRegisterWh: 500, lastRegisterWh: 4_321, energyWh: 3_821, evseId: 1, token: { value: 'ALICE' } },
    },
  ])
})
