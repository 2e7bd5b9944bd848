import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { apiPlatform } from '#test/api-platform'

test('a connection on which nobody asks anything does not hold up a stop', async () => {
  const platform = await apiPlatform()
  const url = new URL(await platform.api.listen())
  const silent = connect(Number(url.port), url.hostname)
  await once(silent, 'connect')
  const gone = once(silent, 'close')
  const closed = platform.api.close()
  platform.clock.advance(2_000)
  await Promise.all([closed, gone])
  expect(silent.destroyed).toBe(true)
  await platform.close()
})
