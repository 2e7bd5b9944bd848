import { expect, test } from 'vitest'
import { createRandom } from './random.ts'

const draw = (seed: string, count = 2000) => {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => random.next())
}

test('the same seed repeats and another seed differs', () => {
  expect(draw('CS-1')).toEqual(draw('CS-1'))
  expect(draw('CS-1')).not.toEqual(draw('CS-2'))
})

test('values lie in [0, 1) and average to a half', () => {
  const values = draw('spread')
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...values)).toBeLessThan(1)
  expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.5, 1)
})

test('a fork does not depend on what its parent drew before', () => {
  const parent = createRandom('site')
  const early = parent.fork('noise').next()
  parent.next()
  expect(parent.fork('noise').next()).toBe(early)
})

test('exponential waits average to their mean', () => {
  const random = createRandom('arrivals')
  const waits = Array.from({ length: 5000 }, () => random.exponential(60))
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(0)
  expect(waits.reduce((sum, wait) => sum + wait, 0) / waits.length).toBeGreaterThan(55)
  expect(waits.reduce((sum, wait) => sum + wait, 0) / waits.length).toBeLessThan(65)
})
