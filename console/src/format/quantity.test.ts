import { describe, expect, test } from 'vitest'
import { count, energy, power, text } from './quantity.ts'

describe('quantities bear their unit', () => {
  test.each([
    [0, '0 W'],
    [999, '999 W'],
    [1_000, '1.0 kW'],
    [7_360, '7.4 kW'],
    [999_940, '999.9 kW'],
    [999_950, '1.00 MW'],
    [-2_500, '-2.5 kW'],
  ])('%i W of power reads %s', (watts, words) => expect(text(power(watts))).toBe(words))

  test.each([
    [0, '0.00 kWh'],
    [5, '0.01 kWh'],
    [31_457, '31.46 kWh'],
    [9_999_990, '9,999.99 kWh'],
    [10_000_000, '10.00 MWh'],
  ])('%i Wh of energy reads %s', (wattHours, words) => expect(text(energy(wattHours))).toBe(words))

  test('counts are grouped', () => expect(count(12_345)).toBe('12,345'))
})
