import { afterEach, expect, test } from 'vitest'
import { car, openStand, type Stand, token } from '../testing/stand.ts'

let stand: Stand

afterEach(async () => {
  await stand.close()
  expect(stand.csms.violations).toEqual([])
})

test('D-09 what happens offline is told afterwards in order, with the number that StartTransaction brought', async () => {
  stand = await openStand({ version: 'ocpp1.6', settings: { allowOfflineUnknown: true } })
  const { station, clock, heard, boot } = stand
  await boot()
  station.goOffline()
  station.plugIn(car)
  await station.presentToken(token)
  clock.advance(60_000)
  await station.presentToken(token)
  station.goOnline()
  expect(await heard('StartTransaction')).toMatchObject({ timestamp: '2026-01-01T00:00:00.000Z' })
  expect(await heard('MeterValues')).toMatchObject({ transactionId: 17 })
  expect(await heard('StopTransaction')).toMatchObject({ transactionId: 17, timestamp: '2026-01-01T00:01:00.000Z' })
})

test('C-05 a reconnect needs no BootNotification, and statuses that changed meanwhile are told', async () => {
  stand = await openStand({ version: 'ocpp1.6' })
  const { station, journal, heard, boot } = stand
  await boot()
  station.goOffline()
  station.fail('GroundFailure')
  station.goOnline()
  expect(await heard('StatusNotification')).toMatchObject({
    connectorId: 1,
    status: 'Faulted',
    errorCode: 'GroundFailure',
  })
  expect(journal.unread).toEqual([])
})

test('D-10 a transaction message that is refused is repeated with growing pauses, then given up', async () => {
  stand = await openStand({ version: 'ocpp1.6', settings: { messageAttempts: 3, messageAttemptIntervalS: 20 } })
  const { csms, station, journal, clock, heard, boot, charge } = stand
  await boot()
  await charge()
  csms.answer('StopTransaction', () => 'refuse')
  await station.presentToken(token)
  const first = await journal.exchange('StopTransaction')
  expect(first.refused).toBe(true)
  clock.advance(20_000)
  const second = await journal.exchange('StopTransaction')
  clock.advance(39_000)
  expect(journal.unread.filter(({ action }) => action === 'StopTransaction')).toEqual([])
  clock.advance(1_000)
  const third = await journal.exchange('StopTransaction')
  expect(await journal.discarded()).toBe('StopTransaction')
  expect([second.messageId, third.messageId]).toEqual([first.messageId, first.messageId])
  expect(await heard('StatusNotification')).toMatchObject({ status: 'Finishing' })
})

test('D-04 when StartTransaction was never confirmed, the rest says transactionId −1', async () => {
  stand = await openStand({ version: 'ocpp1.6', settings: { messageAttempts: 1 } })
  const { csms, station, journal, heard, boot } = stand
  csms.answer('StartTransaction', () => 'refuse')
  await boot()
  await stand.charge()
  expect(await journal.discarded()).toBe('StartTransaction')
  await station.presentToken(token)
  expect(await heard('StopTransaction')).toMatchObject({ transactionId: -1 })
})

test('a message whose answer is lost with the connection is sent again with its id (1.6-J errata 3.1)', async () => {
  stand = await openStand({ version: 'ocpp1.6' })
  const { csms, station, journal, clock, boot, charge } = stand
  await boot()
  await charge()
  csms.answer('StopTransaction', () => 'silence')
  await station.presentToken(token)
  const lost = await csms.calls.next(({ action }) => action === 'StopTransaction')
  csms.answer('StopTransaction', () => ({}))
  csms.hangUp()
  await journal.state('offline')
  clock.advance(4_000)
  const again = await journal.exchange('StopTransaction')
  expect(again.messageId).toBe(lost.messageId)
  expect(again.request).toEqual(lost.payload)
})

test('losing power ends the transaction, and the station boots again when it is back', async () => {
  stand = await openStand({ version: 'ocpp1.6' })
  const { station, heard, boot, charge } = stand
  await boot()
  await charge()
  station.losePower()
  station.restorePower()
  await heard('BootNotification')
  expect(await heard('StopTransaction')).toMatchObject({ transactionId: 17, reason: 'PowerLoss' })
})
