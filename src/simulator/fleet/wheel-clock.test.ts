import { expect, test } from 'vitest'
import { ManualClock } from '#kernel'
import { WheelClock } from './wheel-clock.ts'

function openWheel() {
  const base = new ManualClock()
  return { base, wheel: new WheelClock(50, base) }
}

test('timers fire in order, never early and at most a tick late', () => {
  const { base, wheel } = openWheel()
  const fired: [number, number][] = []
  for (const delayMs of [0, 30, 50, 120, 1_000]) wheel.after(delayMs, () => fired.push([delayMs, base.monotonicMs()]))
  for (let count = 0; count < 200; count += 1) base.advance(10)
  expect(fired.map(([delayMs]) => delayMs)).toEqual([0, 30, 50, 120, 1_000])
  for (const [delayMs, atMs] of fired) {
    expect(atMs).toBeGreaterThanOrEqual(delayMs)
    expect(atMs).toBeLessThanOrEqual(delayMs + 100)
  }
})

test('a cancelled timer never fires', () => {
  const { base, wheel } = openWheel()
  wheel.after(100, () => expect.unreachable()).cancel()
  base.advance(1_000)
})

test('a timer set by a timer fires too, also long after', () => {
  const { base, wheel } = openWheel()
  let fired = 0
  wheel.after(100, () => wheel.after(3_600_000, () => (fired += 1)))
  base.advance(3_600_200)
  expect(fired).toBe(1)
  wheel.after(100, () => (fired += 1))
  base.advance(200)
  expect(fired).toBe(2)
})
