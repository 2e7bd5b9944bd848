import { beforeEach, expect, test } from 'vitest'
import { MANY_KEYS, RefetchGate } from './refetch-gate.ts'

let now: number
let timers: { at: number; run: () => void }[]
let fetched: string[]
let gate: RefetchGate

beforeEach(() => {
  now = 100_000
  timers = []
  fetched = []
  gate = new RefetchGate((key) => fetched.push(key.join('/')), {
    now: () => now,
    setTimeout: (run, ms) => timers.push({ at: now + ms, run }),
  })
})

function pass(ms: number): void {
  now += ms
  const due = timers.filter(({ at }) => at <= now)
  timers = timers.filter(({ at }) => at > now)
  for (const { run } of due) run()
}

test('the first wish is fetched at once, a storm of them once more after two seconds', () => {
  for (let n = 0; n < 1_000; n += 1) gate.wish(['list'])
  expect(fetched).toEqual(['list'])
  pass(1_999)
  expect(fetched).toHaveLength(1)
  pass(1)
  expect(fetched).toEqual(['list', 'list'])
  expect(timers).toEqual([])
})

test('one key does not hold up another', () => {
  gate.wish(['a'])
  gate.wish(['b'])
  expect(fetched).toEqual(['a', 'b'])
})

test('wishes that lie apart are each fetched at once', () => {
  gate.wish(['a'])
  pass(2_000)
  gate.wish(['a'])
  expect(fetched).toEqual(['a', 'a'])
})

test('keys of long ago are forgotten, and no wish with them', () => {
  for (let n = 0; n < MANY_KEYS; n += 1) gate.wish([`old ${n}`])
  pass(1_000)
  gate.wish(['old 7'])
  pass(1_000)
  gate.wish(['new'])
  expect(gate.size).toBeLessThanOrEqual(2)
  expect(fetched.filter((key) => key === 'old 7')).toHaveLength(2)
})
