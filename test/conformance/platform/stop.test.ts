import { expect, test } from 'vitest'
import { testPlatform } from '#test/platform'
import { bootedStation } from '../booted-station.ts'
import { Operator } from '../operator.ts'

test('a stop ends live streams and says goodbye to stations, and waits for no reader that stays', async () => {
  const platform = await testPlatform()
  const station = await bootedStation(platform, 'CS-1', 'ocpp2.1')
  const live = await new Operator(platform, platform.ownerKey).ask('GET', '/live')
  expect(live.status).toBe(200)
  const told = live.text()
  // A connection that were kept alive after its stream would hold the stop up for longer than a test may take.
  await platform.stop()
  expect(await told).toContain('retry: 2000')
  expect((await station.closed).code).toBe(1012)
})
