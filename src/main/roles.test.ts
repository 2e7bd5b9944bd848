import { afterEach, expect, test } from 'vitest'
import type { Settings } from '#main'
import { type TestPlatform, testPlatform } from '#test/platform'

let platform: TestPlatform
afterEach(() => platform.stop())

async function startAs(...roles: Settings['roles'][number][]): Promise<void> {
  platform = await testPlatform({ roles })
}

const status = async (path: string) => (await fetch(`${platform.apiUrl}${path}`)).status
const partitions = async () => {
  const { rows } = await platform.database.pool.query(
    `SELECT count(*) AS count FROM pg_inherits WHERE inhparent = 'message_log'::regclass`,
  )
  return rows[0].count
}
const DEFAULT_PARTITION = 1
/** Somebody looks for alerts as soon as a station tells something alarming. */
const looksAtOnce = () => platform.bus.hasSubscribers('station-alarming')

test('without the role gateway there is no door for stations', async () => {
  await startAs('api', 'worker')
  expect([platform.ocppUrl, platform.ocppTlsUrl]).toEqual(['', ''])
  expect(platform.connectedCount()).toBe(0)
  expect((await platform.api('/stations')).status).toBe(200)
  expect(await status('/readyz')).toBe(200)
})

test('without the role api only health, readiness and metrics are told', async () => {
  await startAs('gateway', 'worker')
  expect(platform.ocppUrl).toMatch(/^ws:/)
  expect(platform.ownerLink).toBeUndefined()
  for (const path of ['/healthz', '/readyz', '/metrics']) expect([path, await status(path)]).toEqual([path, 200])
  for (const path of ['/', '/api/v1/stations', '/api/v1/docs', '/api/v1/openapi.json', '/sign-in']) {
    expect([path, await status(path)]).toEqual([path, 404])
  }
  expect((await platform.api('/stations')).status).toBe(404)
})

test('without the role worker there is no background work', async () => {
  await startAs('gateway', 'api')
  expect(await partitions()).toBe(DEFAULT_PARTITION)
  expect(looksAtOnce()).toBe(false)
})

test('with the role worker alone there is nothing but background work', async () => {
  await startAs('worker')
  expect(platform.ocppUrl).toBe('')
  expect((await platform.api('/stations')).status).toBe(404)
  expect(await partitions()).toBeGreaterThan(DEFAULT_PARTITION)
  expect(looksAtOnce()).toBe(true)
})
