import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import { createStation } from '../create-station.ts'
import { quickened } from '../physics/vehicle.ts'
import { cityCar, hatchback } from '../physics/vehicle-models.ts'
import type { Settings } from '../station/settings.ts'
import type { Station } from '../station/station.ts'
import { StationJournal } from '../station-journal.ts'
import { openCsms, type ScriptedCsms } from '../testing/csms.ts'

const car = { model: hatchback, socPercent: 20, targetSocPercent: 80, batteryCelsius: 20 }
const token = { value: '04A1B2C3', type: 'ISO14443' } as const

describe.each(['ocpp2.0.1', 'ocpp2.1'] as const)('%s', (version) => {
  let csms: ScriptedCsms
  let clock: ManualClock
  let station: Station
  let journal: StationJournal

  beforeEach(async () => {
    csms = await openCsms()
    clock = new ManualClock()
  })

  afterEach(async () => {
    station.stop()
    await csms.close()
    expect(csms.violations).toEqual([])
  })

  const heard = async (action: string) => ({ payload: (await journal.exchange(action)).request })
  const begin = async (settings: Partial<Settings> = {}) => {
    station = createStation({ id: 'CS-2', version, url: csms.url, clock, hardware: 'fastCharger', settings })
    journal = new StationJournal(station)
    station.start()
    await heard('BootNotification')
    await heard('StatusNotification')
    await heard('StatusNotification')
  }

  test('a car charges: Started, Updated with meter values, Ended, numbered without a gap', async () => {
    await begin()
    station.plugIn(car)
    expect((await heard('StatusNotification')).payload).toMatchObject({ connectorStatus: 'Occupied', evseId: 1 })
    await station.presentToken(token)
    const started = await heard('TransactionEvent')
    expect(started.payload).toMatchObject({
      eventType: 'Started',
      triggerReason: 'Authorized',
      seqNo: 0,
      transactionInfo: { chargingState: 'Charging' },
      evse: { id: 1, connectorId: 1 },
      idToken: { idToken: '04A1B2C3', type: 'ISO14443' },
      meterValue: [
        { sampledValue: expect.arrayContaining([expect.objectContaining({ context: 'Transaction.Begin' })]) },
      ],
    })
    clock.advance(60_000)
    expect((await heard('TransactionEvent')).payload).toMatchObject({
      eventType: 'Updated',
      triggerReason: 'MeterValuePeriodic',
      seqNo: 1,
    })
    await station.presentToken(token)
    expect((await heard('TransactionEvent')).payload).toMatchObject({
      eventType: 'Ended',
      triggerReason: 'StopAuthorized',
      seqNo: 2,
      transactionInfo: { stoppedReason: 'Local' },
      meterValue: [{ sampledValue: expect.arrayContaining([expect.objectContaining({ context: 'Transaction.End' })]) }],
    })
    station.unplug()
    expect((await heard('StatusNotification')).payload).toMatchObject({ connectorStatus: 'Available' })
  })

  test('TxStartPoint EVConnected: the transaction begins with the cable and ends with it', async () => {
    await begin({ txStartPoint: ['EVConnected'], txStopPoint: ['EVConnected'] })
    station.plugIn(car)
    const { payload } = await heard('TransactionEvent')
    expect(payload).toMatchObject({ eventType: 'Started', triggerReason: 'CablePluggedIn' })
    expect(payload).not.toHaveProperty('idToken')
    await station.presentToken(token)
    expect((await heard('TransactionEvent')).payload).toMatchObject({
      eventType: 'Updated',
      triggerReason: 'Authorized',
      idToken: { idToken: token.value },
      transactionInfo: { chargingState: 'Charging' },
    })
    await station.presentToken(token)
    expect((await heard('TransactionEvent')).payload).toMatchObject({
      eventType: 'Updated',
      triggerReason: 'StopAuthorized',
      transactionInfo: { chargingState: 'EVConnected' },
    })
    station.unplug()
    expect((await heard('TransactionEvent')).payload).toMatchObject({
      eventType: 'Ended',
      triggerReason: 'EVCommunicationLost',
      transactionInfo: { stoppedReason: 'Local' },
    })
  })

  test('E-08 TxStartPoint Authorized: Started names no EVSE, which comes with the cable', async () => {
    await begin({ txStartPoint: ['Authorized'], txStopPoint: ['Authorized'] })
    await station.presentToken(token)
    const { payload } = await heard('TransactionEvent')
    expect(payload).toMatchObject({ eventType: 'Started', triggerReason: 'Authorized' })
    expect(payload).not.toHaveProperty('evse')
    station.plugIn(car)
    expect((await heard('TransactionEvent')).payload).toMatchObject({ eventType: 'Updated', evse: { id: 1 } })
  })

  test('E03: nobody plugs in, and the transaction ends by timeout', async () => {
    await begin({ txStartPoint: ['Authorized'], connectionTimeoutS: 30 })
    await station.presentToken(token)
    await heard('TransactionEvent')
    clock.advance(30_000)
    expect((await heard('TransactionEvent')).payload).toMatchObject({
      eventType: 'Ended',
      triggerReason: 'EVConnectTimeout',
      transactionInfo: { stoppedReason: 'Timeout' },
    })
  })

  test('a full battery suspends, and the transaction goes on', async () => {
    await begin({ sampleIntervalS: 0 })
    const almostFull = { ...car, model: quickened(cityCar, 100), socPercent: 78, targetSocPercent: 80 }
    station.plugIn(almostFull)
    await station.presentToken(token)
    await heard('TransactionEvent')
    clock.advance(60_000)
    expect((await heard('TransactionEvent')).payload).toMatchObject({
      eventType: 'Updated',
      triggerReason: 'ChargingStateChanged',
      transactionInfo: { chargingState: 'SuspendedEV' },
    })
  })

  test('E05: a token the CSMS refuses ends the transaction that it began', async () => {
    await begin({ localPreAuthorize: true })
    csms.answer('TransactionEvent', ({ idToken }) =>
      idToken === undefined ? {} : { idTokenInfo: { status: 'Blocked' } },
    )
    station.plugIn(car)
    await station.presentToken(token)
    await heard('TransactionEvent')
    expect((await heard('TransactionEvent')).payload).toMatchObject({
      eventType: 'Ended',
      triggerReason: 'Deauthorized',
      transactionInfo: { stoppedReason: 'DeAuthorized' },
    })
  })

  test('E04: what happens offline is told afterwards, in order and marked', async () => {
    await begin({ sampleIntervalS: 60, localPreAuthorize: true })
    station.plugIn(car)
    await station.presentToken(token)
    await heard('TransactionEvent')
    station.goOffline()
    clock.advance(120_000)
    await station.presentToken(token)
    station.goOnline()
    const told = [await heard('TransactionEvent'), await heard('TransactionEvent'), await heard('TransactionEvent')]
    expect(told.map(({ payload }) => payload)).toMatchObject([
      { seqNo: 1, eventType: 'Updated', offline: true },
      { seqNo: 2, eventType: 'Updated', offline: true },
      { seqNo: 3, eventType: 'Ended', offline: true },
    ])
  })
})
