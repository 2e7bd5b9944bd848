import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextVisit } from './arrivals.ts'
import { createRandom } from './random.ts'

const anySite = fc.constantFrom('highway' as const, 'office' as const, 'street' as const)

test('a visit repeats with its seed and makes sense', () => {
  fc.assert(
    fc.property(anySite, fc.string(), fc.integer({ min: 0, max: 86_400_000 }), (kind, seed, nowMs) => {
      const visit = nextVisit(kind, createRandom(seed), nowMs)
      expect(nextVisit(kind, createRandom(seed), nowMs)).toEqual(visit)
      expect(visit.afterMs).toBeGreaterThanOrEqual(0)
      expect(visit.stayMs).toBeGreaterThan(0)
      expect(visit.vehicle.socPercent).toBeLessThan(visit.vehicle.targetSocPercent)
    }),
  )
})

test('highways get cars with a DC inlet only', () => {
  const random = createRandom('highway')
  for (let count = 0; count < 200; count += 1) expect(nextVisit('highway', random, 0).vehicle.model.dc).toBeDefined()
})

test('quickness divides waiting, staying and battery, and nothing else', () => {
  const slow = nextVisit('street', createRandom('x'), 0)
  const quick = nextVisit('street', createRandom('x'), 0, 100)
  expect(quick.afterMs).toBeCloseTo(slow.afterMs / 100)
  expect(quick.stayMs).toBeCloseTo(slow.stayMs / 100)
  expect(quick.vehicle.model.batteryWh).toBeCloseTo(slow.vehicle.model.batteryWh / 100)
  expect(quick.vehicle.model.ac).toEqual(slow.vehicle.model.ac)
})

test('offices fill in the morning: most cars that wait from midnight arrive between six and eleven', () => {
  const random = createRandom('office')
  const arrivals = Array.from({ length: 500 }, () => nextVisit('office', random, 0).afterMs / 3_600_000)
  expect(arrivals.filter((hour) => hour >= 6 && hour < 11).length).toBeGreaterThan(300)
})
