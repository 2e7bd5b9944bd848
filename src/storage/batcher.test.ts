import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError, type Labels, ManualClock, type Metrics, noMetrics } from '#kernel'
import { Batcher } from './batcher.ts'

/** A flush that waits to be told how it went. */
interface HeldFlush {
  readonly items: number[]
  succeed(): Promise<void>
  fail(error: unknown): Promise<void>
}

interface HeldLaneOptions {
  readonly maxItems?: number
  readonly maxInFlight?: number
  readonly besideFrom?: number
  readonly maxQueued?: number
  readonly lingerMs?: number
}

/** A lane over numbers whose flushes are held until the test lets them go; each result is ten times its item. */
function heldLane(options: HeldLaneOptions = {}) {
  const flushes: HeldFlush[] = []
  const clock = new ManualClock()
  const lane = new Batcher<number, number>({
    name: 'test',
    clock,
    ...options,
    flush: (items) =>
      new Promise((resolve, reject) => {
        flushes.push({
          items: [...items],
          succeed() {
            resolve(items.map((item) => item * 10))
            return turn()
          },
          fail(error) {
            reject(error)
            return turn()
          },
        })
      }),
  })
  return { lane, flushes, clock, groups: () => flushes.map(({ items }) => items) }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** What PostgreSQL throws for a row that breaks a constraint (SQLSTATE 23514). */
function rowFailure(message = 'refused'): Error {
  return Object.assign(new Error(message), { code: '23514', severity: 'ERROR' })
}

describe('items share a flush', () => {
  test('when they are added in one turn of the event loop', async () => {
    const { lane, flushes, groups } = heldLane()
    const results = Promise.all([1, 2, 3].map((item) => lane.add(item)))
    await turn()
    expect(groups()).toEqual([[1, 2, 3]])
    await flushes[0]?.succeed()
    expect(await results).toEqual([10, 20, 30])
  })

  test('when they gather while one is under way, which then starts without a timer', async () => {
    const { lane, flushes, groups } = heldLane()
    const results = [lane.add(1)]
    await turn()
    results.push(lane.add(2))
    await turn()
    results.push(lane.add(3))
    await turn()
    expect(groups()).toEqual([[1]])
    await flushes[0]?.succeed()
    expect(groups()).toEqual([[1], [2, 3]])
    await flushes[1]?.succeed()
    expect(await Promise.all(results)).toEqual([10, 20, 30])
  })

  test('up to the largest group allowed', async () => {
    const { lane, flushes, groups } = heldLane({ maxItems: 2 })
    const results = Promise.all([1, 2, 3, 4, 5].map((item) => lane.add(item)))
    await turn()
    for (let index = 0; index < 3; index++) await flushes[index]?.succeed()
    expect(groups()).toEqual([[1, 2], [3, 4], [5]])
    expect(await results).toEqual([10, 20, 30, 40, 50])
  })

  test('when they arrive within the time an item may wait for company', async () => {
    const { lane, clock, flushes, groups } = heldLane({ lingerMs: 5 })
    const results = [lane.add(1)]
    await turn()
    clock.advance(4)
    results.push(lane.add(2))
    expect(groups()).toEqual([])
    clock.advance(1)
    expect(groups()).toEqual([[1, 2]])
    await flushes[0]?.succeed()
    await Promise.all(results)
  })
})

test('as many flushes run at a time as are allowed', async () => {
  const { lane, flushes, groups } = heldLane({ maxItems: 1, maxInFlight: 2 })
  const results = Promise.all([1, 2, 3].map((item) => lane.add(item)))
  await turn()
  expect(groups()).toEqual([[1], [2]])
  await flushes[1]?.succeed()
  expect(groups()).toEqual([[1], [2], [3]])
  await flushes[0]?.succeed()
  await flushes[2]?.succeed()
  expect(await results).toEqual([10, 20, 30])
})

test('a flush begins beside one under way only when enough items wait, also when another has just ended', async () => {
  const { lane, flushes, groups } = heldLane({ maxInFlight: 2, besideFrom: 3 })
  const results: Promise<number>[] = []
  const add = (...items: number[]) => {
    results.push(...items.map((item) => lane.add(item)))
    return turn()
  }
  await add(1)
  await add(2, 3)
  expect(groups()).toEqual([[1]])
  await add(4, 5)
  expect(groups()).toEqual([[1], [2, 3, 4, 5]])
  await add(6, 7, 8)
  expect(groups()).toHaveLength(2)
  await flushes[0]?.succeed()
  expect(groups().slice(2)).toEqual([[6, 7, 8]])
  await add(9)
  await flushes[1]?.succeed()
  expect(groups()).toHaveLength(3)
  await flushes[2]?.succeed()
  expect(groups().slice(3)).toEqual([[9]])
  await flushes[3]?.succeed()
  expect(await Promise.all(results)).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90])
})

test('one item begins a flush beside one that takes long, where one is enough', async () => {
  const { lane, flushes, groups } = heldLane({ maxInFlight: 2, besideFrom: 1 })
  const slow = lane.add(1)
  await turn()
  const quick = lane.add(2)
  await turn()
  expect(groups()).toEqual([[1], [2]])
  await flushes[1]?.succeed()
  expect(await quick).toBe(20)
  await flushes[0]?.succeed()
  expect(await slow).toBe(10)
})

test('an item more than may wait is refused as too-many, and costs nobody else', async () => {
  const { lane, flushes } = heldLane({ maxQueued: 2 })
  const underWay = lane.add(1)
  await turn()
  const waiting = [lane.add(2), lane.add(3)]
  await expect(lane.add(4)).rejects.toMatchObject({ code: 'too-many' })
  expect(lane.queued).toBe(2)
  await flushes[0]?.succeed()
  await flushes[1]?.succeed()
  expect(await Promise.all([underWay, ...waiting])).toEqual([10, 20, 30])
})

test('large items are bounded by weight too: in a group, and waiting', async () => {
  const groups: number[][] = []
  const lane = new Batcher<number, number>({
    name: 'test',
    weigh: (item) => item,
    maxFlushWeight: 10,
    maxQueuedWeight: 30,
    async flush(items) {
      groups.push([...items])
      return items
    },
  })
  const added = [99].map((item) => lane.add(item))
  await Promise.all(added)
  const next = [4, 6, 7, 11, 2].map((item) => lane.add(item))
  await expect(lane.add(1)).rejects.toMatchObject({ code: 'too-many' })
  await Promise.all(next)
  expect(groups).toEqual([[99], [4, 6], [7], [11], [2]])
  expect(await lane.add(30)).toBe(30)
})

describe('a flush that fails', () => {
  test('because of one row fails that item alone', async () => {
    const stored: number[] = []
    const lane = new Batcher<number, number>({
      name: 'test',
      async flush(items) {
        if (items.includes(6)) throw rowFailure('six is refused')
        stored.push(...items)
        return items
      },
    })
    const outcomes = await Promise.allSettled([1, 2, 3, 4, 5, 6, 7].map((item) => lane.add(item)))
    expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([true, true, true, true, true, false, true])
    expect(outcomes[5]).toMatchObject({ reason: { message: 'six is refused' } })
    expect(stored).toEqual([1, 2, 3, 4, 5, 7])
  })

  test('because the database refuses the statement is tried again, and no item is blamed', async () => {
    const { lane, flushes, clock } = heldLane()
    const results = Promise.all([1, 2, 3].map((item) => lane.add(item)))
    await turn()
    await flushes[0]?.fail(Object.assign(new Error('no such table'), { code: '42P01', severity: 'ERROR' }))
    clock.advance(100)
    await turn()
    await flushes[1]?.succeed()
    expect(await results).toEqual([10, 20, 30])
  })

  test('because of a bug fails all at once, without being tried for each', async () => {
    const { lane, flushes } = heldLane()
    const outcomes = Promise.allSettled([1, 2, 3].map((item) => lane.add(item)))
    await turn()
    await flushes[0]?.fail(new AppError('internal', 'lost count'))
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(flushes).toHaveLength(1)
  })

  test('because it lost count of its items is a bug that fails all', async () => {
    const lane = new Batcher<number, number>({ name: 'test', flush: async () => [] })
    await expect(lane.add(1)).rejects.toMatchObject({ code: 'internal' })
  })

  test('because transactions collide is tried again', async () => {
    const { lane, flushes, clock } = heldLane()
    const result = lane.add(1)
    await turn()
    await flushes[0]?.fail(Object.assign(new Error('deadlock detected'), { code: '40P01', severity: 'ERROR' }))
    clock.advance(100)
    await turn()
    await flushes[1]?.succeed()
    expect(await result).toBe(10)
  })

  test('because transactions collide again and again ends as unavailable', async () => {
    const clock = new ManualClock()
    let tries = 0
    const lane = new Batcher<number, number>({
      name: 'test',
      clock,
      flush() {
        tries += 1
        return Promise.reject(Object.assign(new Error('deadlock detected'), { code: '40P01', severity: 'ERROR' }))
      },
    })
    let settled = false
    const outcome = lane.add(1).catch((error: unknown) => error)
    outcome.finally(() => {
      settled = true
    })
    while (!settled) {
      await turn()
      clock.advance(1_000)
    }
    expect(await outcome).toMatchObject({ code: 'unavailable' })
    expect(tries).toBe(11)
  })

  test('because the database is away is tried again until it is back, in order', async () => {
    const { lane, flushes, clock, groups } = heldLane()
    const results = [lane.add(1)]
    await turn()
    await flushes[0]?.fail(new AppError('unavailable', 'away'))
    results.push(lane.add(2))
    clock.advance(20)
    await turn()
    expect(groups()).toEqual([[1], [1]])
    await flushes[1]?.succeed()
    await flushes[2]?.succeed()
    expect(await Promise.all(results)).toEqual([10, 20])
    expect(groups()).toEqual([[1], [1], [2]])
  })

  test('because the database stays away ends as unavailable for all of it', async () => {
    const clock = new ManualClock()
    const lane = new Batcher<number, number>({
      name: 'test',
      clock,
      retryForMs: 10_000,
      flush: () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED', syscall: 'connect' })),
    })
    let settled = 0
    const outcomes = Promise.allSettled([1, 2].map((item) => lane.add(item).finally(() => settled++)))
    while (settled === 0) {
      await turn()
      clock.advance(100)
    }
    expect(await outcomes).toMatchObject([{ reason: { code: 'unavailable' } }, { reason: { code: 'unavailable' } }])
    expect(clock.monotonicMs()).toBeGreaterThan(8_000)
    expect(clock.monotonicMs()).toBeLessThan(11_000)
  })
})

test('closing settles what was taken and takes no more', async () => {
  const { lane, flushes } = heldLane({ maxItems: 1 })
  const taken = Promise.all([lane.add(1), lane.add(2)])
  const closed = lane.close()
  await expect(lane.add(3)).rejects.toMatchObject({ code: 'unavailable' })
  await turn()
  await flushes[0]?.succeed()
  await flushes[1]?.succeed()
  await closed
  expect(await taken).toEqual([10, 20])
})

test('a caller that throws when told costs nobody else', async () => {
  const { lane, flushes } = heldLane()
  const told: (number | undefined)[] = []
  lane.addWith(1, () => {
    throw new Error('a bug of the caller')
  })
  lane.addWith(2, (_, result) => told.push(result))
  await turn()
  await flushes[0]?.succeed()
  expect(told).toEqual([20])
  const next = lane.add(3)
  await turn()
  await flushes[1]?.succeed()
  expect(await next).toBe(30)
})

test('its figures tell size, time, waiting and refusals of a lane', async () => {
  const seen: [string, number, Labels<string> | undefined][] = []
  const record = (name: string) => (value: number, labels?: Labels<string>) => seen.push([name, value, labels])
  const metrics: Metrics = {
    ...noMetrics,
    counter: (name) => ({ add: (by = 1, labels) => record(name)(by, labels) }),
    gauge: (name) => ({ set: record(name) }),
    histogram: (name) => ({ observe: record(name) }),
  }
  const lane = new Batcher<number, number>({ name: 'test', metrics, maxQueued: 2, flush: async (items) => items })
  const added = [lane.add(1), lane.add(2)]
  await expect(lane.add(3)).rejects.toMatchObject({ code: 'too-many' })
  await Promise.all(added)
  expect(seen).toContainEqual(['storage_flush_items', 2, { lane: 'test' }])
  expect(seen).toContainEqual(['storage_refused_items_total', 1, { lane: 'test' }])
  expect(seen.map(([name]) => name)).toEqual(expect.arrayContaining(['storage_flush_seconds', 'storage_queued_items']))
})

test('whatever fails and whenever items come, each is settled exactly once with its own outcome, in order', async () => {
  const script = fc.record({
    bursts: fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 8 }),
    poison: fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 12 }),
    collisions: fc.array(fc.boolean(), { maxLength: 20 }),
    maxItems: fc.integer({ min: 1, max: 10 }),
  })
  await fc.assert(
    fc.asyncProperty(script, async ({ bursts, poison, collisions, maxItems }) => {
      const clock = new ManualClock()
      const stored: number[] = []
      const largest: number[] = []
      const trouble = [...collisions]
      const lane = new Batcher<number, string>({
        name: 'test',
        clock,
        maxItems,
        async flush(items) {
          largest.push(items.length)
          if (trouble.pop() === true) throw new AppError('unavailable', 'away')
          if (items.some((item) => poison.includes(item))) throw rowFailure()
          stored.push(...items)
          return items.map((item) => `stored ${item}`)
        },
      })
      const outcomes: [number, string][] = []
      let added = 0
      for (const burst of bursts) {
        for (let index = 0; index < burst; index++) {
          lane.addWith(added++, (error, result, item) => {
            outcomes.push([item, error === undefined ? String(result) : 'failed'])
          })
        }
        await turn()
        clock.advance(50)
      }
      while (outcomes.length < added) {
        await turn()
        clock.advance(50)
      }
      await lane.close()
      const items = Array.from({ length: added }, (_, item) => item)
      expect(outcomes).toEqual(items.map((item) => [item, poison.includes(item) ? 'failed' : `stored ${item}`]))
      expect(stored).toEqual(items.filter((item) => !poison.includes(item)))
      expect(Math.max(0, ...largest)).toBeLessThanOrEqual(maxItems)
    }),
    { numRuns: 200 },
  )
})
