import { afterEach, expect, test } from 'vitest'
import type { OcppVersion } from '#ocpp/rpc'
import { car, openStand, type Stand, token } from '../testing/stand.ts'
import type { Misbehaviour } from './misbehaviours.ts'

let stand: Stand

afterEach(async () => stand.close())

const open = async (misbehaviour: Misbehaviour, version: OcppVersion = 'ocpp1.6') => {
  stand = await openStand({ version, misbehaviour })
  return stand
}

const calls = (action: string) => stand.csms.calls.rest.filter((call) => call.action === action)

test('B-10 duplicates-same-id: each call twice, alike', async () => {
  const { csms, boot } = await open('duplicates-same-id')
  await boot()
  const [first, second] = calls('BootNotification')
  expect(first).toEqual(second)
  expect(csms.violations).toEqual([])
})

test('B-11 duplicates-new-id: each call twice, the second with an id of its own', async () => {
  const { csms, boot } = await open('duplicates-new-id')
  await boot()
  const [first, second] = calls('BootNotification')
  expect(second?.payload).toEqual(first?.payload)
  expect(second?.messageId).not.toBe(first?.messageId)
  expect(csms.violations).toEqual([])
})

test('E-03 replays-out-of-order: what waited offline comes back to front', async () => {
  const { station, clock, journal, boot, charge } = await open('replays-out-of-order', 'ocpp2.0.1')
  await boot()
  await charge()
  station.goOffline()
  clock.advance(120_000)
  station.goOnline()
  expect(await journal.exchange('TransactionEvent')).toMatchObject({ request: { seqNo: 2 } })
  expect(await journal.exchange('TransactionEvent')).toMatchObject({ request: { seqNo: 1 } })
})

test('never-answers: commands fall into a hole, its own calls go on', async () => {
  const { csms, journal, clock, boot } = await open('never-answers')
  await boot()
  void csms.call('ClearCache', {})
  await journal.served('ClearCache')
  clock.advance(600_000)
  await journal.exchange('Heartbeat')
  expect(csms.answers.rest).toEqual([])
})

test('B-01 answers-late: the answer comes after three quarters of a minute', async () => {
  const { csms, journal, clock, boot } = await open('answers-late')
  await boot()
  const answer = csms.call('ClearCache', {})
  await journal.served('ClearCache')
  expect(csms.answers.rest).toEqual([])
  clock.advance(45_000)
  expect(await answer).toEqual({ status: 'Accepted' })
})

test('B-08 broken-json: half of each call goes out before it', async () => {
  const { csms, boot } = await open('broken-json')
  await boot()
  const [half, whole] = csms.texts
  expect(whole?.startsWith(half ?? '-')).toBe(true)
  expect(() => JSON.parse(half ?? '')).toThrow()
})

test('B-15 unknown-enum: words nobody defined', async () => {
  const { csms, boot } = await open('unknown-enum')
  await boot()
  expect(csms.violations).toContain('StatusNotification /errorCode: "Error" is not one of the values allowed')
})

test('B-15 integer-for-string: numbers where texts belong', async () => {
  const { csms, clock, journal, boot, charge } = await open('integer-for-string')
  await boot()
  await charge()
  clock.advance(60_000)
  await journal.exchange('MeterValues')
  expect(csms.violations.join()).toContain('an integer instead of a string')
})

test('C-08 no-zone: timestamps end with their seconds', async () => {
  const { csms, boot } = await open('no-zone')
  await boot()
  expect(calls('StatusNotification')[0]?.payload.timestamp).toBe('2026-01-01T00:00:00.000')
  expect(csms.violations.join()).toContain('not a date-time')
})

test('never-reads: answers pile up at the other end', async () => {
  const { csms, station } = await open('never-reads')
  station.start()
  await csms.calls.next(({ action }) => action === 'BootNotification')
  expect(await csms.opens.next()).toMatchObject({ isOpen: true })
  expect(station.state).toBe('connected')
})

test('floods: twenty messages every hundredth of a second, answered or not', async () => {
  const { csms, station, clock, journal } = await open('floods')
  station.start()
  await journal.state('connected')
  clock.advance(1_000)
  for (let count = 0; count < 2_000; count += 1) await csms.calls.next(({ action }) => action === 'Heartbeat')
})

test('A-16 reconnects: a new connection every two seconds', async () => {
  const { csms, journal, clock, boot } = await open('reconnects')
  await boot()
  await csms.opens.next()
  for (let count = 0; count < 3; count += 1) {
    clock.advance(2_000)
    await journal.state('online')
    await csms.opens.next()
  }
})

test('C-05 skips-boot: talks as though it had been accepted', async () => {
  const { station, heard } = await open('skips-boot')
  station.start()
  await heard('StatusNotification')
  expect(calls('BootNotification')).toEqual([])
})

test('D-12 register-jumps-back: a later reading claims less than an earlier one', async () => {
  const { clock, heard, boot, charge } = await open('register-jumps-back', 'ocpp2.1')
  await boot()
  await charge()
  clock.advance(60_000)
  const first = JSON.stringify(await heard('TransactionEvent'))
  clock.advance(60_000)
  const second = JSON.stringify(await heard('TransactionEvent'))
  const registerOf = (text: string) => Number(/"value":(\d+),/.exec(text)?.[1])
  expect(registerOf(first)).toBeLessThan(registerOf(second) / 1.5)
})

test('D-07 never-starts: meter values and a stop for a transaction nobody announced', async () => {
  const { station, clock, heard, boot } = await open('never-starts')
  await boot()
  station.plugIn(car)
  await station.presentToken(token)
  clock.advance(60_000)
  expect(await heard('MeterValues')).toMatchObject({ transactionId: -1 })
  await station.presentToken(token)
  expect(await heard('StopTransaction')).toMatchObject({ transactionId: -1 })
  expect(calls('StartTransaction')).toEqual([])
})
