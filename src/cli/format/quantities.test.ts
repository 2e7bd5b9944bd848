import { expect, test } from 'vitest'
import { ago, bytes, duration, energy, instant, measured, power } from './quantities.ts'

test('energy keeps every watt-hour', () => {
  expect(energy(12_345)).toBe('12.345 kWh')
  expect(energy(0)).toBe('0.000 kWh')
  expect(energy(undefined)).toBeUndefined()
})

test('power and other measures bear their unit', () => {
  expect(power(7_360)).toBe('7.4 kW')
  expect(measured(80, '%')).toBe('80 %')
  expect(measured(undefined, 'V')).toBeUndefined()
})

test.each([
  [0, '0 s'],
  [999, '1 s'],
  [61_000, '1 min 1 s'],
  [3_600_000, '1 h'],
  [3_661_000, '1 h 1 min'],
  [90_061_000, '1 d 1 h'],
  [-5, '0 s'],
])('%i ms is %s', (milliseconds, text) => expect(duration(milliseconds)).toBe(text))

test('an instant is shown in the wanted time zone', () => {
  expect(instant('2026-11-30T23:30:00Z', 'UTC')).toBe('2026-11-30 23:30:00')
  expect(instant('2026-11-30T23:30:00Z', 'Europe/Berlin')).toBe('2026-12-01 00:30:00')
  expect(instant(undefined)).toBeUndefined()
})

test('ago counts from now', () => {
  expect(ago('2026-11-01T12:00:00Z', Date.parse('2026-11-01T12:01:05Z'))).toBe('1 min 5 s ago')
  expect(ago(undefined, 0)).toBeUndefined()
})

test.each([
  [undefined, undefined],
  [0, '0 bytes'],
  [999, '999 bytes'],
  [1_000, '1.0 kB'],
  [12_345_678, '12.3 MB'],
  [5_000_000_000, '5.0 GB'],
])('%s bytes are %s', (count, text) => expect(bytes(count)).toBe(text))
