import { afterEach, beforeEach, expect, test } from 'vitest'
import { everyParty, type Subscription, silentLogger } from '#kernel'
import { type ApiPlatform, apiPlatform } from '#test/api-platform'
import { LOOK_PAUSE_MS, lookAtOnce } from './look-at-once.ts'

let platform: ApiPlatform
let looking: Subscription
beforeEach(async () => {
  platform = await apiPlatform()
  for (const id of ['CS-1', 'CS-2']) await platform.services.stations.create({ id, partyId: 'north' })
  const { bus, clock, services } = platform
  looking = lookAtOnce({ bus, clock, logger: silentLogger, alerts: services.alerts })
})
afterEach(async () => {
  looking.stop()
  await platform.close()
})

const now = () => new Date(platform.clock.nowMs())
const status = (stationId: string, word: 'available' | 'faulted' | 'unavailable') =>
  platform.services.stations.reportStatus({ stationId, evseId: 1, connectorId: 1, status: word, at: now() })
const alarmed = async () =>
  (await platform.services.alerts.list(everyParty, {}, { limit: 50 })).items.map(({ stationId, cause }) => [
    stationId,
    cause,
  ])

test('a fault is an alert as soon as it is told, without anybody looking regularly', async () => {
  await status('CS-1', 'faulted')
  platform.clock.advance(0)
  await expect.poll(alarmed).toEqual([['CS-1', 'faulted']])
})

test('so is a security event', async () => {
  const told = { stationId: 'CS-1', partyId: 'north', at: now(), receivedAt: now() }
  await platform.services.stationEvents.record([
    { ...told, kind: 'security', type: 'TamperDetectionActivated', facts: { techInfo: 'door' } },
  ])
  platform.clock.advance(0)
  await expect.poll(alarmed).toEqual([['CS-1', 'security']])
})

test('of much that goes wrong at once the rest is looked at a little later, all together', async () => {
  await status('CS-1', 'faulted')
  platform.clock.advance(0)
  await expect.poll(alarmed).toHaveLength(1)
  await status('CS-2', 'unavailable')
  await status('CS-2', 'faulted')
  platform.clock.advance(LOOK_PAUSE_MS - 1)
  expect(await alarmed()).toHaveLength(1)
  platform.clock.advance(1)
  await expect.poll(alarmed).toEqual(expect.arrayContaining([['CS-2', 'faulted']]))
})

test('nothing is looked for when nothing is wrong, or nobody follows any more', async () => {
  await status('CS-1', 'available')
  looking.stop()
  await status('CS-1', 'faulted')
  platform.clock.advance(LOOK_PAUSE_MS)
  expect(await alarmed()).toEqual([])
  expect(await platform.services.alerts.sweep()).toBe(1)
})

test.each([
  ['a look that fails is told', false, [['Alerts could not be looked for at once', { cause: 'Error: gone' }]]],
  ['one that a stop cuts off is not', true, []],
])('%s', async (_, stops, told) => {
  const { bus, clock } = platform
  const warned: unknown[] = []
  const gone = Promise.withResolvers<number>()
  let asked = 0
  const sweep = () => {
    asked += 1
    return gone.promise
  }
  const alerts = { sweep, deliver: async () => expect.unreachable() }
  const logger = { ...silentLogger, warn: (...words: unknown[]) => void warned.push(words) }
  const other = lookAtOnce({ bus, clock, logger, alerts })
  await status('CS-1', 'faulted')
  clock.advance(0)
  await expect.poll(() => asked).toBe(1)
  if (stops) other.stop()
  gone.reject(new Error('gone'))
  await expect(gone.promise).rejects.toThrow('gone')
  expect(warned).toEqual(told)
  other.stop()
})
