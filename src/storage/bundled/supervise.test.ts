import { expect, test } from 'vitest'
import { ManualClock, silentLogger } from '#kernel'
import { type RunningServer, superviseDatabase } from './supervise.ts'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Servers that die when told, and starts that fail when told. */
function bench() {
  const clock = new ManualClock()
  const started: { pid: number; die: () => void; stopped: boolean }[] = []
  const server = (): RunningServer => {
    const exit = Promise.withResolvers<string>()
    const record = { pid: started.length + 1, die: () => exit.resolve('exit SIGKILL'), stopped: false }
    started.push(record)
    return {
      pid: record.pid,
      exited: exit.promise,
      async stop() {
        record.stopped = true
        record.die()
      },
    }
  }
  const state = { failing: false, attempts: 0 }
  const start = async () => {
    state.attempts += 1
    if (state.failing) throw new Error('no')
    return server()
  }
  const database = superviseDatabase(server(), start, silentLogger, clock)
  const die = async () => {
    started.at(-1)?.die()
    await turn()
  }
  const pass = async (ms: number) => {
    clock.advance(ms)
    await turn()
  }
  return { database, started, state, die, pass }
}

test('a server that dies is started again at once', async () => {
  const { database, die, pass } = bench()
  await die()
  await pass(0)
  expect(database.pid()).toBe(2)
})

test('one that does not start is tried again after growing pauses, for as long as it takes', async () => {
  const { database, state, die, pass } = bench()
  state.failing = true
  await die()
  const attemptsAfter: number[] = []
  for (const ms of [0, 50, 100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000, 9_999]) {
    await pass(ms)
    attemptsAfter.push(state.attempts)
  }
  expect(attemptsAfter).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 11])
  for (let hour = 0; hour < 360; hour++) await pass(10_000)
  state.failing = false
  await pass(10_000)
  expect(database.pid()).toBe(2)
})

test('one that starts and dies at once is not started at once again and again', async () => {
  const { database, die, pass } = bench()
  const pidsAfter: number[] = []
  for (const ms of [0, 50, 100, 200, 400]) {
    await die()
    await pass(ms - 1)
    await pass(1)
    pidsAfter.push(database.pid())
  }
  expect(pidsAfter).toEqual([2, 3, 4, 5, 6])
})

test('one that ran well for a while is started again at once', async () => {
  const { database, die, pass } = bench()
  for (let round = 1; round <= 15; round++) {
    await pass(60_001)
    await die()
    await pass(0)
    expect(database.pid()).toBe(round + 1)
  }
})

test('stopping ends it: the server is stopped and none started any more', async () => {
  const { database, started, pass } = bench()
  await database.stop()
  await pass(60_000)
  expect(started).toMatchObject([{ pid: 1, stopped: true }])
})

test('stopping while it waits to try again starts nothing', async () => {
  const { database, state, die, pass } = bench()
  state.failing = true
  await die()
  await pass(0)
  await database.stop()
  await pass(60_000)
  expect(state.attempts).toBe(1)
})
