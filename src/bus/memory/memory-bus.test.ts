import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type BusPayload, ManualClock, silentLogger } from '#kernel'
import type { Database } from '#storage'
import { testDatabase } from '#test/database'
import { busContract } from '../bus-contract.ts'
import { databaseStreamStore } from '../streams/database-stream-store.ts'
import { memoryStreamStore } from '../streams/memory-stream-store.ts'
import { memoryBus } from './memory-bus.ts'

const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
const say = (n: number): BusPayload => ({ version: 1, n })

busContract('the bus in memory', async () => {
  const clock = new ManualClock()
  return { bus: memoryBus({ logger: silentLogger, clock }), clock, settled }
})

test('streams in memory are bounded: the oldest entries go first', async () => {
  const store = memoryStreamStore(3)
  for (const n of [1, 2, 3, 4, 5]) await store.append('s', say(n))
  expect((await store.read('s', 0, 10)).map(({ seq }) => seq)).toEqual([3, 4, 5])
  expect((await store.read('s', 4, 10)).map(({ seq }) => seq)).toEqual([5])
})

test('a stream has one consumer of a name', () => {
  const bus = memoryBus({ logger: silentLogger, clock: new ManualClock() })
  const subscription = bus.consume('s', 'a', async () => {})
  expect(() => bus.consume('s', 'a', async () => {})).toThrow(/already has its consumer/)
  subscription.stop()
  bus.consume('s', 'a', async () => {}).stop()
})

describe('with its streams in PostgreSQL', () => {
  let database: Database
  beforeAll(async () => {
    database = await testDatabase()
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    await database.pool.query('TRUNCATE bus_stream, bus_entry, bus_consumer')
  })

  busContract('the bus over PostgreSQL', async () => {
    const clock = new ManualClock()
    const streams = databaseStreamStore({ database, logger: silentLogger })
    return { bus: memoryBus({ logger: silentLogger, clock, streams }), clock, settled }
  })

  const startBus = () =>
    memoryBus({
      logger: silentLogger,
      clock: new ManualClock(),
      streams: databaseStreamStore({ database, logger: silentLogger }),
    })

  test('a consumer goes on after a restart where it was done', async () => {
    const before = startBus()
    for (const n of [1, 2, 3]) await before.append('bills', say(n))
    await new Promise<void>((resolve) => {
      const subscription = before.consume('bills', 'a', async ({ n }) => {
        if (n !== 2) return
        subscription.stop()
        resolve()
      })
    })
    await before.close()
    const after = startBus()
    const next = await new Promise((resolve) => {
      after.consume('bills', 'a', async ({ n }) => resolve(n))
    })
    expect(next).toBe(3)
    await after.close()
  })

  test('entries every consumer is done with are removed, and never more kept than allowed', async () => {
    const store = databaseStreamStore({ database, logger: silentLogger, maxEntries: 4, trimEvery: 5 })
    await store.setPosition('s', 'quick', 4)
    await store.setPosition('s', 'slow', 2)
    for (const n of [1, 2, 3, 4, 5]) await store.append('s', say(n))
    const kept = async () => (await store.read('s', 0, 100)).map(({ seq }) => seq)
    await expect.poll(kept).toEqual([3, 4, 5])
    for (const n of [6, 7, 8, 9, 10]) await store.append('s', say(n))
    await expect.poll(kept).toEqual([7, 8, 9, 10])
    await store.close()
  })

  test('a position never goes back', async () => {
    const store = databaseStreamStore({ database, logger: silentLogger })
    await store.setPosition('s', 'a', 9)
    await store.setPosition('s', 'a', 3)
    expect(await store.position('s', 'a')).toBe(9)
    await store.close()
  })
})
