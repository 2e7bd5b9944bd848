import { expect, test } from 'vitest'
import type { RawStation } from '#test/raw-station'
import { bootedStation, resultOf, yesterdayAt } from '../booted-station.ts'
import { openScene } from '../scene.ts'
import { field } from '../simulated.ts'

const { platform, operator, raw } = await openScene()
const connected = () => raw('ocpp1.6')

async function status(station: RawStation, ...words: readonly string[]): Promise<void> {
  for (const word of words) {
    const told = { connectorId: 1, errorCode: 'NoError', status: word }
    expect(resultOf(await station.call('StatusNotification', told))).toEqual({})
  }
}

async function authorize(station: RawStation): Promise<void> {
  expect(resultOf(await station.call('Authorize', { idTag: 'ALICE' }))).toEqual({ idTagInfo: { status: 'Accepted' } })
}

async function start(station: RawStation, idTag = 'ALICE', verdict = 'Accepted'): Promise<number> {
  const request = { connectorId: 1, idTag, meterStart: 1_000, timestamp: yesterdayAt('10:00:00') }
  const started = resultOf(await station.call('StartTransaction', request))
  expect(started).toEqual({ transactionId: expect.any(Number), idTagInfo: { status: verdict } })
  return Number(field(started, 'transactionId'))
}

async function stop(station: RawStation, transactionId: number, reason: string): Promise<void> {
  const request = { transactionId, meterStop: 6_000, timestamp: yesterdayAt('11:00:00'), reason }
  expect(resultOf(await station.call('StopTransaction', request))).toEqual({})
}

test('TC_004_1_CSMS the token comes first, then the cable', async () => {
  const { id, station } = await connected()
  await authorize(station)
  await status(station, 'Preparing')
  const number = await start(station)
  await status(station, 'Charging')
  await stop(station, number, 'Local')
  await status(station, 'Finishing', 'Available')
  expect(await operator.record(id, number)).toMatchObject({ status: 'ended', energyWh: 5_000, flags: [] })
})

test('TC_004_2_CSMS the token comes and no cable: nothing is on record', async () => {
  const { id, station } = await connected()
  await authorize(station)
  await status(station, 'Preparing', 'Available')
  expect(await operator.transactions(id)).toEqual([])
})

test('TC_005_1_CSMS the cable is pulled at the car', async () => {
  const { id, station } = await connected()
  await authorize(station)
  const number = await start(station)
  await status(station, 'Charging', 'SuspendedEV')
  await stop(station, number, 'EVDisconnected')
  expect(await operator.record(id, number)).toMatchObject({ status: 'ended', stopReason: 'EVDisconnected' })
})

test('TC_007_CSMS 1.6 §4.8/2 a token the station knew by itself is judged at the start', async () => {
  const { id, station } = await connected()
  const number = await start(station)
  await stop(station, number, 'Local')
  expect(await operator.record(id, number)).toMatchObject({ token: { value: 'ALICE' }, flags: [] })
})

test.each([
  ['TC_010_CSMS', 'while the cable is in', ['Preparing']],
  ['TC_011_1_CSMS', 'before the cable is in', []],
])('%s a start from afar %s', async (_, _when, before) => {
  const { id, station } = await connected()
  await operator.untilConnected(id)
  await status(station, ...before)
  const starting = await operator.command(id, 'start-transaction', { evseId: 1, token: 'ALICE' })
  const asked = await station.asked()
  expect(asked).toMatchObject({ action: 'RemoteStartTransaction', payload: { connectorId: 1, idTag: 'ALICE' } })
  station.send([3, asked.id, { status: 'Accepted' }])
  await authorize(station)
  await status(station, 'Preparing')
  const number = await start(station)
  await status(station, 'Charging')
  expect(await operator.settled(starting)).toMatchObject({ state: 'answered' })
  expect(await operator.record(id, number)).toMatchObject({ status: 'active' })
})

test('TC_011_2_CSMS a start from afar and no cable: nothing is on record', async () => {
  const { id, station } = await connected()
  await operator.untilConnected(id)
  const starting = await operator.command(id, 'start-transaction', { evseId: 1, token: 'ALICE' })
  station.send([3, (await station.asked()).id, { status: 'Accepted' }])
  await authorize(station)
  await status(station, 'Preparing', 'Available')
  expect(await operator.settled(starting)).toMatchObject({ state: 'answered' })
  expect(await operator.transactions(id)).toEqual([])
})

test('TC_018_1_CSMS 1.6 §5.18 a connector unlocked during a charge ends it', async () => {
  const { id, station } = await connected()
  await operator.untilConnected(id)
  const number = await start(station)
  const unlocking = await operator.command(id, 'unlock', { evseId: 1 })
  station.send([3, (await station.asked()).id, { status: 'Unlocked' }])
  await stop(station, number, 'UnlockCommand')
  expect(await operator.settled(unlocking)).toMatchObject({ state: 'answered', result: { status: 'Unlocked' } })
  expect(await operator.record(id, number)).toMatchObject({ status: 'ended', stopReason: 'UnlockCommand' })
})

test('TC_032_1_CSMS after a power cut the station boots and tells the end', async () => {
  const { id, station } = await connected()
  const number = await start(station)
  station.connection.terminate()
  const again = await bootedStation(platform, id, 'ocpp1.6')
  await stop(again, number, 'PowerLoss')
  expect(await operator.record(id, number)).toMatchObject({ status: 'ended', stopReason: 'PowerLoss', flags: [] })
})

test.each([
  ['TC_037_1_CSMS', 'with a good token is accepted', 'ALICE', 'Accepted'],
  ['TC_037_3_CSMS', 'with a bad one is refused, and its end on record', 'NOBODY', 'Invalid'],
])('%s a start while offline %s', async (_, _what, token, verdict) => {
  const { id, station } = await connected()
  station.connection.terminate()
  const again = await bootedStation(platform, id, 'ocpp1.6')
  const number = await start(again, token, verdict)
  await stop(again, number, verdict === 'Accepted' ? 'Local' : 'DeAuthorized')
  expect(await operator.record(id, number)).toMatchObject({ status: 'ended', energyWh: 5_000 })
})
