import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyParty } from '#kernel'
import { type GatewayStand, startGateway } from '#test/gateway-stand'

let stand: GatewayStand
beforeAll(async () => {
  stand = await startGateway()
})
afterAll(() => stand.close())

test('a 1.6 station boots, reports its connectors, charges and is billed from the record', async () => {
  await stand.addStation({ id: 'CS-16' })
  await stand.services.authorization.create({ partyId: 'default', value: 'AB12', groupId: 'FLEET' })
  const station = await stand.connect('CS-16')
  const boot = { chargePointVendor: 'Acme', chargePointModel: 'One' }
  expect(await station.call('BootNotification', boot)).toEqual([
    3,
    'm-1',
    { status: 'Accepted', interval: 300, currentTime: '2026-03-01T12:00:00.000Z' },
  ])
  const status = { connectorId: 1, errorCode: 'NoError', status: 'Preparing' }
  expect(await station.call('StatusNotification', status)).toEqual([3, 'm-2', {}])
  expect(await station.call('Heartbeat')).toEqual([3, 'm-3', { currentTime: '2026-03-01T12:00:00.000Z' }])
  expect(await station.call('Authorize', { idTag: 'AB12' })).toEqual([
    3,
    'm-4',
    { idTagInfo: { status: 'Accepted', parentIdTag: 'FLEET' } },
  ])
  const start = { connectorId: 1, idTag: 'AB12', meterStart: 1000, timestamp: '2026-03-01T12:00:00Z' }
  const [, , started] = await station.call('StartTransaction', start)
  expect(started).toEqual({
    transactionId: expect.any(Number),
    idTagInfo: { status: 'Accepted', parentIdTag: 'FLEET' },
  })
  const { transactionId } = started as { transactionId: number }
  const sampledValue = [
    { value: '2.5', unit: 'kWh' },
    { value: '7400', measurand: 'Power.Active.Import', unit: 'W' },
  ]
  const values = { connectorId: 1, transactionId, meterValue: [{ timestamp: '2026-03-01T12:10:00Z', sampledValue }] }
  expect(await station.call('MeterValues', values)).toEqual([3, 'm-6', {}])
  const stop = { transactionId, meterStop: 8000, timestamp: '2026-03-01T13:00:00Z', idTag: 'AB12' }
  expect(await station.call('StopTransaction', stop)).toEqual([
    3,
    'm-7',
    { idTagInfo: { status: 'Accepted', parentIdTag: 'FLEET' } },
  ])
  const record = await stand.services.transactions.find(everyParty, 'CS-16', String(transactionId))
  expect(record).toMatchObject({ status: 'ended', energyWh: 7000, evseId: 1 })
  const seen = await stand.services.stations.get(everyParty, 'CS-16')
  expect(seen).toMatchObject({ vendor: 'Acme', presence: { connected: true, node: 'node-1', epoch: 1 } })
  expect(seen.connectors).toMatchObject([{ evseId: 1, connectorId: 1, status: 'preparing' }])
})

test.each(['ocpp2.0.1', 'ocpp2.1'] as const)(
  'a station of %s boots, charges and is billed from the record',
  async (version) => {
    const id = `CS-${version}`
    await stand.addStation({ id })
    await stand.services.authorization.create({ partyId: 'default', value: id })
    const station = await stand.connect(id, version)
    const boot = { reason: 'PowerUp', chargingStation: { model: 'Two', vendorName: 'Acme' } }
    expect((await station.call('BootNotification', boot))[2]).toMatchObject({ status: 'Accepted', interval: 300 })
    const status = { evseId: 1, connectorId: 1, connectorStatus: 'Occupied', timestamp: '2026-03-01T12:00:00Z' }
    expect((await station.call('StatusNotification', status))[2]).toEqual({})
    const event = (eventType: string, seqNo: number, wh: number, more: object = {}) => ({
      eventType,
      seqNo,
      timestamp: `2026-03-01T12:0${seqNo}:00Z`,
      triggerReason: 'MeterValuePeriodic',
      transactionInfo: { transactionId: 'tx-1' },
      meterValue: [{ timestamp: `2026-03-01T12:0${seqNo}:00Z`, sampledValue: [{ value: wh }] }],
      ...more,
    })
    const idToken = { idToken: id, type: 'ISO14443' }
    const started = await station.call('TransactionEvent', event('Started', 0, 100, { evse: { id: 1 }, idToken }))
    expect(started[2]).toEqual({ idTokenInfo: { status: 'Accepted' } })
    expect((await station.call('TransactionEvent', event('Updated', 1, 600)))[2]).toEqual({})
    expect((await station.call('TransactionEvent', event('Ended', 2, 1600)))[2]).toEqual({})
    const record = await stand.services.transactions.find(everyParty, id, 'tx-1')
    expect(record).toMatchObject({ status: 'ended', energyWh: 1500, evseId: 1, complete: true })
  },
)
