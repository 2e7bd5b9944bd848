import { expect, test } from 'vitest'
import { ManualClock, systemClock } from './clock.ts'

test('timers fire in the order they fall due, at the time they asked for', () => {
  const clock = new ManualClock('2026-01-01T00:00:00Z')
  const fired: [string, number][] = []
  clock.after(200, () => fired.push(['late', clock.monotonicMs()]))
  clock.after(100, () => fired.push(['early', clock.monotonicMs()]))
  clock.after(900, () => fired.push(['not yet', clock.monotonicMs()]))
  clock.advance(300)
  expect(fired).toEqual([
    ['early', 100],
    ['late', 200],
  ])
  expect(new Date(clock.nowMs()).toISOString()).toBe('2026-01-01T00:00:00.300Z')
})

test('a cancelled timer never fires', () => {
  const clock = new ManualClock()
  const timer = clock.after(10, () => expect.unreachable())
  timer.cancel()
  clock.advance(100)
})

test('the time of day is in whole milliseconds, whatever part of one a timer asked for', () => {
  const clock = new ManualClock('2026-01-01T00:00:00Z')
  const fired: number[] = []
  clock.after(2.5, () => fired.push(clock.nowMs()))
  clock.advance(4.9)
  fired.push(clock.nowMs())
  const start = Date.parse('2026-01-01T00:00:00Z')
  expect(fired).toEqual([start + 2, start + 4])
  expect(clock.monotonicMs()).toBe(4.9)
  expect(Number.isInteger(systemClock.nowMs())).toBe(true)
})
