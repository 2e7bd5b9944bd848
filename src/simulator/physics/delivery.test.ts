import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Delivery, STEP_MS } from './delivery.ts'
import { Meter } from './meter.ts'
import type { Outlet } from './outlet.ts'
import type { Vehicle, VehicleModel } from './vehicle.ts'
import {
  type acModels,
  bidirectionalHatchback,
  dcModels,
  hatchback,
  invertingHatchback,
  longRangeSedan,
  plugInHybrid,
} from './vehicle-models.ts'

const acOutlet: Outlet = { kind: 'ac', phases: 3, maxCurrentA: 32 }
const dcOutlet: Outlet = { kind: 'dc', maxPowerW: 150_000, maxCurrentA: 400 }

const anyVehicle = fc.record({
  model: fc.constantFrom(...dcModels),
  socPercent: fc.double({ min: 0, max: 100, noNaN: true }),
  targetSocPercent: fc.integer({ min: 0, max: 100 }),
  batteryCelsius: fc.integer({ min: -30, max: 45 }),
})
const anyOutlet = fc.constantFrom(acOutlet, dcOutlet)
const anyWaits = fc.array(fc.integer({ min: 0, max: 900_000 }), { minLength: 1, maxLength: 40 })

const car = (model = hatchback, socPercent = 20, targetSocPercent = 80): Vehicle => ({
  model,
  socPercent,
  targetSocPercent,
  batteryCelsius: 20,
})

test('the register is whole, never falls, and agrees with power over time', () => {
  fc.assert(
    fc.property(anyOutlet, anyVehicle, fc.integer({ min: 1, max: 600 }), (outlet, vehicle, seconds) => {
      const meter = new Meter(1234)
      const delivery = new Delivery(outlet, vehicle, meter, 0)
      delivery.allow(true, 0)
      let integralWh = 0
      let before = meter.registerWh
      for (let second = 1; second <= seconds; second += 1) {
        const drawnW = delivery.draw.powerW
        delivery.advance(second * STEP_MS)
        integralWh += drawnW / 3600
        expect(drawnW).toBeGreaterThanOrEqual(0)
        expect(Number.isInteger(meter.registerWh)).toBe(true)
        expect(meter.registerWh).toBeGreaterThanOrEqual(before)
        before = meter.registerWh
      }
      const deliveredWh = meter.exactWh - 1234
      // The last second may end early, when the battery reaches its target.
      expect(deliveredWh).toBeLessThanOrEqual(integralWh + 1e-6)
      if (!delivery.full) expect(deliveredWh).toBeCloseTo(integralWh, 6)
    }),
  )
})

test('state of charge only rises, and stops at the target', () => {
  fc.assert(
    fc.property(anyOutlet, anyVehicle, anyWaits, (outlet, vehicle, waits) => {
      const delivery = new Delivery(outlet, vehicle, new Meter(0), 0)
      delivery.allow(true, 0)
      let nowMs = 0
      let before = delivery.socPercent
      for (const wait of waits) {
        nowMs += wait
        delivery.advance(nowMs)
        expect(delivery.socPercent).toBeGreaterThanOrEqual(before)
        before = delivery.socPercent
      }
      expect(before).toBeLessThanOrEqual(Math.max(vehicle.socPercent, vehicle.targetSocPercent) + 1e-9)
    }),
  )
})

test('what flows does not depend on how often the meter is read', () => {
  fc.assert(
    fc.property(anyOutlet, anyVehicle, anyWaits, (outlet, vehicle, waits) => {
      const endMs = waits.reduce((sum, wait) => sum + wait, 0)
      const often = new Meter(0)
      const reader = new Delivery(outlet, vehicle, often, 0)
      reader.allow(true, 0)
      let nowMs = 0
      for (const wait of waits) {
        nowMs += wait
        reader.advance(nowMs)
      }
      const once = new Meter(0)
      const sleeper = new Delivery(outlet, vehicle, once, 0)
      sleeper.allow(true, 0)
      sleeper.advance(endMs)
      expect(often.exactWh).toBeCloseTo(once.exactWh, 6)
    }),
  )
})

test('an open contactor delivers nothing', () => {
  const meter = new Meter(10)
  const delivery = new Delivery(dcOutlet, car(), meter, 0)
  delivery.advance(3_600_000)
  delivery.allow(true, 3_600_000)
  delivery.allow(false, 3_600_000)
  delivery.advance(7_200_000)
  expect(meter.exactWh).toBe(10)
})

test('AC power follows the weaker of car and outlet, by phases and by current', () => {
  const drawnW = (model: (typeof acModels)[number], outlet: Outlet) => {
    const delivery = new Delivery(outlet, car(model), new Meter(0), 0)
    delivery.allow(true, 0)
    return [delivery.draw.powerW, delivery.draw.phases]
  }
  expect(drawnW(hatchback, acOutlet)).toEqual([16 * 230 * 3, 3])
  expect(drawnW(plugInHybrid, acOutlet)).toEqual([16 * 230, 1])
  expect(drawnW(hatchback, { kind: 'ac', phases: 1, maxCurrentA: 10 })).toEqual([2300, 1])
})

test('a limit below 6 A per phase stops AC charging (IEC 61851-1)', () => {
  const delivery = new Delivery(acOutlet, car(), new Meter(0), 0)
  delivery.allow(true, 0, 3 * 230 * 6)
  expect(delivery.draw.powerW).toBe(4140)
  delivery.allow(true, 1000, 3 * 230 * 5.9)
  expect(delivery.draw.powerW).toBe(0)
})

test('DC power tapers as the battery fills', () => {
  const delivery = new Delivery(dcOutlet, car(longRangeSedan, 10, 95), new Meter(0), 0)
  delivery.allow(true, 0)
  expect(delivery.draw.powerW).toBe(150_000)
  delivery.advance(45 * 60_000)
  expect(delivery.socPercent).toBeGreaterThan(80)
  expect(delivery.draw.powerW).toBeLessThan(120_000)
})

test('a cold battery takes less DC than a warm one', () => {
  const cold = new Delivery(dcOutlet, { ...car(), batteryCelsius: -10 }, new Meter(0), 0)
  const warm = new Delivery(dcOutlet, car(), new Meter(0), 0)
  cold.allow(true, 0)
  warm.allow(true, 0)
  expect(cold.draw.powerW).toBeCloseTo(warm.draw.powerW * 0.3, 6)
})

const wayBack: Outlet = { kind: 'dc', maxPowerW: 22_000, maxCurrentA: 60, bidirectional: true }

test('Q03 a car that gives is counted in the other register, and loses more than is metered', () => {
  const meter = new Meter(100)
  const delivery = new Delivery(wayBack, car(bidirectionalHatchback, 60), meter, 0)
  delivery.allow(true, 0, -5_700)
  delivery.advance(3_600_000)
  expect([meter.registerWh, meter.exportWh]).toEqual([100, 5_700])
  expect(delivery.socPercent).toBeCloseTo(60 - (6_000 / 58_000) * 100, 6)
})

test('Q03 it gives no more than it can, and keeps what it needs for itself', () => {
  const meter = new Meter(0)
  const delivery = new Delivery(wayBack, car(bidirectionalHatchback, 20), meter, 0)
  delivery.allow(true, 0, -50_000)
  expect(delivery.draw.powerW).toBe(-10_000)
  delivery.advance(3_600_000)
  expect(delivery.socPercent).toBe(15)
  expect([delivery.draw.powerW, delivery.full]).toEqual([0, true])
  expect(meter.exportWh).toBe(Math.floor(58_000 * 0.05 * 0.95))
})

test.each([
  ['a car that only takes', wayBack, car(hatchback, 60)],
  ['an outlet that only gives', dcOutlet, car(bidirectionalHatchback, 60)],
] as const)('Q03 nothing comes back from %s', (_, outlet, vehicle) => {
  const meter = new Meter(0)
  const delivery = new Delivery(outlet, vehicle, meter, 0)
  delivery.allow(true, 0, -5_000)
  delivery.advance(60_000)
  expect([delivery.draw.powerW, meter.exportWh, delivery.socPercent]).toEqual([0, 0, 60])
})

test('R02 to AC gives a car with an inverter of its own, over its phases, and no other', () => {
  const acBack: Outlet = { kind: 'ac', phases: 3, maxCurrentA: 16, bidirectional: true }
  const given = (model: VehicleModel) => {
    const delivery = new Delivery(acBack, car(model, 60), new Meter(0), 0)
    delivery.allow(true, 0, -6_900)
    return delivery.draw
  }
  expect(given(invertingHatchback)).toEqual({ powerW: -6_900, phases: 3 })
  expect(given(bidirectionalHatchback).powerW).toBe(0)
  expect(given(hatchback).powerW).toBe(0)
})

test('a driver who wants more has a full car charged on', () => {
  const delivery = new Delivery(acOutlet, car(hatchback, 80, 80), new Meter(0), 0)
  delivery.allow(true, 0)
  expect(delivery.full).toBe(true)
  delivery.want(90, 1_000)
  expect(delivery.full).toBe(false)
  expect(delivery.draw.powerW).toBe(11_040)
  expect(delivery.missingWh).toBeCloseTo(5_800, 6)
})
