import { describe, expect, test } from 'vitest'
import type { Reservation } from '#domain/reservations'
import { RawStation } from '#test/raw-station'
import { resultOf, yesterdayAt } from '../booted-station.ts'
import { assignTariff, tariffOf } from '../counted.ts'
import { play, step } from '../official.ts'
import type { List, Wire } from '../operator.ts'
import { openScene } from '../scene.ts'
import { field } from '../simulated.ts'

const { platform, operator, raw } = await openScene()
let id = ''

async function connected(): Promise<RawStation> {
  const { station, ...found } = await raw('ocpp2.0.1')
  id = found.id
  return station
}

const idToken = { idToken: 'ALICE', type: 'ISO14443' }
const accepted = { idTokenInfo: { status: 'Accepted' } }
const number = expect.any(Number)

/** One event of the transaction tx-1; the time follows the number. */
async function tell(station: RawStation, seqNo: number, triggerReason: string, more: object = {}): Promise<unknown> {
  const { transactionInfo = {}, ...rest }: { transactionInfo?: object } = more
  const timestamp = yesterdayAt(`10:0${seqNo}:00`)
  return resultOf(
    await station.call('TransactionEvent', {
      ...{ eventType: seqNo === 0 ? 'Started' : 'Updated', seqNo, triggerReason, timestamp },
      ...{ transactionInfo: { transactionId: 'tx-1', ...transactionInfo }, evse: { id: 1, connectorId: 1 } },
      ...rest,
    }),
  )
}

const charging = { transactionInfo: { chargingState: 'Charging' } }
const metered = (seqNo: number, value: number, context = 'Sample.Periodic') => ({
  meterValue: [{ timestamp: yesterdayAt(`10:0${seqNo}:00`), sampledValue: [{ value, context }] }],
})

describe('a start from afar', () => {
  /** Asks for it; resolves with the number the station is to name it by. */
  async function startFromAfar(station: RawStation, answer: object): Promise<number> {
    const command = await operator.command(id, 'start-transaction', { evseId: 1, token: 'ALICE' })
    const asked = await station.asked()
    expect([asked.action, asked.payload]).toEqual([
      'RequestStartTransaction',
      { remoteStartId: number, evseId: 1, idToken },
    ])
    station.send([3, asked.id, { status: 'Accepted', ...answer }])
    expect(await operator.settled(command)).toMatchObject({ state: 'answered' })
    return Number(field(asked.payload, 'remoteStartId'))
  }
  const remote = (remoteStartId: number) => ({ transactionInfo: { remoteStartId }, idToken })

  test('ocpp2.0.1 TC_F_01_CSMS while the cable is in goes on with the transaction that the cable began', async () => {
    const station = await connected()
    expect(await tell(station, 0, 'CablePluggedIn', { transactionInfo: { chargingState: 'EVConnected' } })).toEqual({})
    const started = await startFromAfar(station, { transactionId: 'tx-1' })
    expect(await tell(station, 1, 'RemoteStart', remote(started))).toEqual(accepted)
    expect(await tell(station, 2, 'ChargingStateChanged', charging)).toEqual({})
    expect(await operator.record(id, 'tx-1')).toMatchObject({ status: 'active', token: { value: 'ALICE' } })
  })

  test('ocpp2.0.1 TC_F_03_CSMS comes first, and is taken as authorized', async () => {
    const station = await connected()
    const started = await startFromAfar(station, {})
    expect(await tell(station, 0, 'RemoteStart', remote(started))).toEqual(accepted)
    expect(await tell(station, 1, 'CablePluggedIn', { transactionInfo: { chargingState: 'EVConnected' } })).toEqual({})
    expect(await tell(station, 2, 'ChargingStateChanged', charging)).toEqual({})
    expect(await operator.record(id, 'tx-1')).toMatchObject({ status: 'active', token: { value: 'ALICE' } })
  })

  test('ocpp2.0.1 TC_F_04_CSMS and no cable comes: its transaction stays on record, unfinished', async () => {
    const station = await connected()
    const started = await startFromAfar(station, {})
    expect(await tell(station, 0, 'RemoteStart', remote(started))).toEqual(accepted)
    expect(await tell(station, 1, 'EVConnectTimeout')).toEqual({})
    expect(await operator.record(id, 'tx-1')).toMatchObject({ status: 'active', energyWh: 0 })
  })
})

describe('messages that wait', () => {
  /** The station was away during a transaction. */
  async function back(): Promise<RawStation> {
    const before = await connected()
    expect(await tell(before, 0, 'Authorized', { idToken, ...metered(0, 1_000, 'Transaction.Begin') })).toEqual(
      accepted,
    )
    expect(await tell(before, 1, 'ChargingStateChanged', charging)).toEqual({})
    before.connection.terminate()
    const station = await RawStation.connect({ url: platform.ocppUrl, identity: id, versions: ['ocpp2.0.1'] })
    await operator.untilConnected(id)
    return station
  }

  async function statusOf(station: RawStation, transactionId: string | undefined, answer: object) {
    const request = transactionId === undefined ? {} : { reference: transactionId }
    const command = await operator.command(id, 'get-transaction-status', request)
    const asked = await station.asked()
    expect([asked.action, asked.payload]).toEqual([
      'GetTransactionStatus',
      transactionId === undefined ? {} : { transactionId },
    ])
    station.send([3, asked.id, answer])
    return (await operator.settled(command)).result?.details
  }

  test.each([
    ['TC_E_29_CSMS of a transaction under way', 'tx-1', { ongoingIndicator: true }, { ongoing: true }],
    ['TC_E_33_CSMS of no transaction that was named', undefined, {}, {}],
  ])('ocpp2.0.1 %s are told of, and taken', async (_, transactionId, told, known) => {
    const station = await back()
    expect(await statusOf(station, transactionId, { ...told, messagesInQueue: true })).toEqual({
      ...{ ...known, messagesInQueue: true },
    })
    expect(await tell(station, 2, 'MeterValuePeriodic', { offline: true, ...metered(2, 3_000) })).toEqual({})
    await expect.poll(() => operator.record(id, 'tx-1')).toMatchObject({ status: 'active', energyWh: 2_000 })
    station.connection.terminate()
  })

  test('ocpp2.0.1 TC_E_31_CSMS of a transaction that has ended are told of, and make its record whole', async () => {
    const station = await back()
    const status = { evseId: 1, connectorId: 1, connectorStatus: 'Available', timestamp: yesterdayAt('11:00:00') }
    expect(resultOf(await station.call('StatusNotification', status))).toEqual({})
    const end = { eventType: 'Ended', offline: true, ...metered(4, 5_000, 'Transaction.End') }
    const idle = { transactionInfo: { chargingState: 'Idle', stoppedReason: 'Local' } }
    expect(await tell(station, 4, 'EVCommunicationLost', { ...end, ...idle })).toEqual({})
    expect(await operator.record(id, 'tx-1')).toMatchObject({ status: 'ended', complete: false })
    const details = await statusOf(station, 'tx-1', { ongoingIndicator: false, messagesInQueue: true })
    expect(details).toEqual({ ongoing: false, messagesInQueue: true })
    expect(await tell(station, 2, 'StopAuthorized', { offline: true, idToken, ...metered(2, 4_000) })).toEqual(accepted)
    const connectedStill = { transactionInfo: { chargingState: 'EVConnected' } }
    expect(await tell(station, 3, 'ChargingStateChanged', { offline: true, ...connectedStill })).toEqual({})
    expect(await operator.record(id, 'tx-1')).toMatchObject({ status: 'ended', complete: true, energyWh: 4_000 })
    station.connection.terminate()
  })
})

test('ocpp2.0.1 TC_J_08_CSMS values with the start are kept, the EVSE not yet known', async () => {
  const station = await connected()
  expect(await tell(station, 0, 'Authorized', { idToken, evse: undefined })).toEqual(accepted)
  const begun = metered(1, 1_000, 'Transaction.Begin')
  const plugged = { transactionInfo: { chargingState: 'EVConnected' }, ...begun }
  expect(await tell(station, 1, 'CablePluggedIn', plugged)).toEqual({})
  expect(await tell(station, 2, 'ChargingStateChanged', { ...charging, ...metered(2, 1_500) })).toEqual({})
  await expect.poll(() => operator.record(id, 'tx-1')).toMatchObject({ evseId: 1, energyWh: 500, status: 'active' })
  const readings = await operator.readings(id)
  expect(readings.map((one) => field(one, 'context'))).toContain('Transaction.Begin')
})

test('ocpp2.0.1 TC_I_02_CSMS the total cost is told with the end, once the cable is out', async () => {
  const station = await connected()
  await assignTariff(operator, id, (await tariffOf(operator, '0.50')).id)
  await tell(station, 0, 'Authorized', { idToken, ...metered(0, 0, 'Transaction.Begin') })
  await tell(station, 1, 'ChargingStateChanged', charging)
  await tell(station, 2, 'StopAuthorized', { idToken, transactionInfo: { chargingState: 'EVConnected' } })
  const status = { evseId: 1, connectorId: 1, connectorStatus: 'Available', timestamp: yesterdayAt('10:03:00') }
  expect(resultOf(await station.call('StatusNotification', status))).toEqual({})
  const transactionInfo = { chargingState: 'Idle', stoppedReason: 'EVDisconnected' }
  const end = { eventType: 'Ended', transactionInfo, ...metered(3, 4_000, 'Transaction.End') }
  expect(await tell(station, 3, 'EVCommunicationLost', end)).toEqual({ totalCost: 2 })
})

test('ocpp2.0.1 TC_H_14_CSMS as many reservations as EVSEs leave every EVSE reserved', async () => {
  const station = await connected()
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
  const any = step(
    ['reserve-now', { token: 'ALICE', expiresAt }],
    ['ReserveNow', { id: number, expiryDateTime: expiresAt, idToken }],
  )
  const available = (evseId: number, connectorStatus: string) => ({
    ...{ evseId, connectorId: 1, connectorStatus, timestamp: yesterdayAt(`10:0${evseId}:00`) },
  })
  for (const evseId of [1, 2]) await station.call('StatusNotification', available(evseId, 'Available'))
  await play(operator, id, station, [any, any])
  for (const evseId of [1, 2]) {
    const reserved = { ...available(evseId, 'Reserved'), timestamp: yesterdayAt('11:00:00') }
    expect(resultOf(await station.call('StatusNotification', reserved))).toEqual({})
  }
  const { connectors } = await operator.station(id)
  expect(connectors.map(({ status }) => status)).toEqual(['reserved', 'reserved'])
  const held = await operator.get<List<Wire<Reservation>>>(`/reservations?stationId=${id}&state=active`)
  expect(held.items).toHaveLength(2)
  expect(held.items.map(({ evseId }) => evseId)).toEqual([undefined, undefined])
})
