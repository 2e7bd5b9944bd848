import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStand, type Stand } from '../testing/stand.ts'

let stand: Stand
beforeEach(async () => {
  stand = await openStand({ version: 'ocpp2.1' })
  await stand.boot()
})
afterEach(async () => {
  await stand.close()
  expect(stand.csms.violations).toEqual([])
})

test('C25.FR.22 holds an EVSE for who pays in the web until the time is over, or the power is gone', async () => {
  const { payments } = stand.station.trade
  const isHeld = () => payments.isHeld(1, stand.clock.nowMs())
  await stand.csms.call('NotifyWebPaymentStarted', { evseId: 1, timeout: 60 })
  expect(isHeld()).toBe(true)
  stand.clock.advance(60_000)
  expect(isHeld()).toBe(false)
  await stand.csms.call('NotifyWebPaymentStarted', { evseId: 1, timeout: 60 })
  stand.station.stop()
  expect(isHeld()).toBe(false)
})

test('S02.FR.02 forgets who is to swap when the power goes; the batteries stay', async () => {
  const { batteries } = stand.station.trade
  const full = { evseId: 1, serialNumber: 'B-1', soC: 98, soH: 99 }
  batteries.put(full)
  await stand.csms.call('RequestBatterySwap', { requestId: 7, idToken: { idToken: 'ALICE', type: 'ISO14443' } })
  expect(batteries.announced).toMatchObject({ requestId: 7 })
  stand.station.stop()
  expect(batteries.announced).toBeUndefined()
  expect(batteries.charged).toEqual(full)
})
