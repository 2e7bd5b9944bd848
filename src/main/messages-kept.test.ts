import { afterEach, expect, test } from 'vitest'
import { everyParty } from '#kernel'
import { type TestPlatform, testPlatform } from '#test/platform'
import { RawStation } from '#test/raw-station'

let platform: TestPlatform
afterEach(() => platform.stop())

async function keptWhenKeeping(keepDays: number): Promise<number> {
  platform = await testPlatform({ messages: { keepDays } })
  const station = await RawStation.connect({ url: platform.ocppUrl, identity: 'CS-1', versions: ['ocpp1.6'] })
  await station.call('BootNotification', { chargePointVendor: 'Acme', chargePointModel: 'One' })
  await platform.services.messages.flush()
  return (await platform.services.messages.list(everyParty, { stationId: 'CS-1' }, { limit: 10 })).items.length
}

test('with messages.keepDays 0 no raw message is kept at all', async () => {
  expect(await keptWhenKeeping(0)).toBe(0)
})

test('with a day what was said is there', async () => {
  expect(await keptWhenKeeping(1)).toBe(2)
})
