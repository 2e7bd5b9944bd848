import { expect, test } from 'vitest'
import { apiPlatform } from '#test/api-platform'

test('the process says that it lives, and whether it can work', async () => {
  const platform = await apiPlatform()
  expect((await platform.api.app.inject('/healthz')).json()).toEqual({ status: 'ok' })
  const ready = await platform.api.app.inject('/readyz')
  expect(ready.statusCode).toBe(200)
  expect(ready.json()).toEqual({ status: 'ok', parts: [{ name: 'database', ready: true }] })
  await platform.close()
})

test('a part that is not there makes the platform not ready, and is named', async () => {
  const readiness = async () => [
    { name: 'database', ready: false },
    { name: 'ocpp', ready: true },
  ]
  const platform = await apiPlatform({}, { readiness })
  const answer = await platform.api.app.inject('/readyz')
  expect(answer.statusCode).toBe(503)
  expect(answer.json()).toEqual({ status: 'not ready', parts: await readiness() })
  await platform.close()
})

test('requests are limited per address, and the probes of the machine are not', async () => {
  const platform = await apiPlatform({ requestsPerMinute: 3 })
  const headers = await platform.keyFor('north', 'viewer')
  const ask = (url: string, remoteAddress: string) => platform.api.app.inject({ url, headers, remoteAddress })
  for (let count = 0; count < 3; count += 1) {
    expect(await ask('/api/v1/stations', '203.0.113.1')).toMatchObject({ statusCode: 200 })
  }
  const refused = await ask('/api/v1/transactions', '203.0.113.1')
  expect(refused.json()).toMatchObject({ status: 429, code: 'too-many' })
  expect(await ask('/api/v1/stations', '203.0.113.2')).toMatchObject({ statusCode: 200 })
  expect(await ask('/healthz', '203.0.113.1')).toMatchObject({ statusCode: 200 })
  await platform.close()
})
