import { expect, test } from 'vitest'
import { read } from './electrical.ts'
import { createRandom } from './random.ts'
import { hatchback, longRangeSedan } from './vehicle-models.ts'

const vehicle = { model: longRangeSedan, socPercent: 20, targetSocPercent: 80, batteryCelsius: 20 }

test('AC: power is the sum of its phases, and each phase is about volts times amps', () => {
  const outlet = { kind: 'ac', phases: 3, maxCurrentA: 32 } as const
  const reading = read({ outlet, draw: { powerW: 11_040, phases: 3 }, registerWh: 7 }, 0, createRandom(1))
  expect(reading.phases.reduce((sum, phase) => sum + phase.powerW, 0)).toBeCloseTo(11_040, 0)
  for (const phase of reading.phases) {
    expect(phase.voltageV).toBeGreaterThan(225)
    expect(phase.voltageV).toBeLessThan(235)
    expect(phase.voltageV * phase.currentA).toBeCloseTo(phase.powerW, -1)
  }
  expect(reading).not.toHaveProperty('socPercent')
})

test('AC: a car on one phase leaves the other two without current', () => {
  const outlet = { kind: 'ac', phases: 3, maxCurrentA: 32 } as const
  const state = { outlet, draw: { powerW: 3680, phases: 1 }, registerWh: 0, vehicle: { ...vehicle, model: hatchback } }
  const currents = read(state, 0, createRandom(1)).phases.map((phase) => phase.currentA)
  expect(currents[0]).toBeGreaterThan(15)
  expect(currents.slice(1)).toEqual([0, 0])
})

test('DC: battery voltage rises with its charge, and the car tells it in whole percent', () => {
  const outlet = { kind: 'dc', maxPowerW: 150_000, maxCurrentA: 400 } as const
  const at = (socPercent: number) =>
    read({ outlet, draw: { powerW: 100_000, phases: 0 }, registerWh: 0, vehicle, socPercent }, 0, createRandom(1))
  expect(at(20.7).socPercent).toBe(20)
  expect(at(80).dc?.voltageV).toBeGreaterThan(at(20).dc?.voltageV ?? 0)
  expect((at(50).dc?.voltageV ?? 0) * (at(50).dc?.currentA ?? 0)).toBeCloseTo(100_000, -2)
})
