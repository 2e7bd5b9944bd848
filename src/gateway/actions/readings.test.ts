import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SampledValue } from '#ocpp/v16'
import type { SampledValueType } from '#ocpp/v201'
import { readings2x, readings16 } from './readings.ts'

const receivedAt = new Date('2026-03-01T12:00:05Z')
const timestamp = '2026-03-01T12:00:00Z'

function one16(...sampledValue: SampledValue[]) {
  const readings = readings16([{ timestamp, sampledValue }], receivedAt)
  expect(readings).toHaveLength(1)
  return readings[0]
}

function one2x(...sampledValue: SampledValueType[]) {
  const readings = readings2x([{ timestamp, sampledValue }], receivedAt)
  expect(readings).toHaveLength(1)
  return readings[0]
}

const power = { measurand: 'Power.Active.Import' } as const
const current = { measurand: 'Current.Import' } as const
const voltage = { measurand: 'Voltage' } as const

test('D-14: a bare value is a periodic sample of the import register, in Wh', () => {
  expect(one16({ value: '1234' })).toEqual({
    at: new Date(timestamp),
    context: 'Sample.Periodic',
    registerWh: 1234,
    samples: [{ value: '1234' }],
  })
  expect(one2x({ value: 1234 })).toMatchObject({ context: 'Sample.Periodic', registerWh: 1234 })
})

describe('D-14: a register counts in watt-hours', () => {
  test.each([
    ['kWh', '1.5', 1500],
    ['kWh', '0.001', 1],
    ['kWh', '1234567.891', 1234567891],
    ['kWh', '16.1', 16100],
    ['Wh', '12.3456', 12.346],
    ['Wh', ' 77 ', 77],
    ['Wh', '1e3', 1000],
    ['Wh', '12,5', 12.5],
    ['kWh', '+2', 2000],
  ] as const)('%s %j is %d Wh', (unit, value, wh) => {
    expect(one16({ value, unit })).toMatchObject({ registerWh: wh })
  })

  test.each([
    [{ unit: 'Wh', multiplier: 3 }, 1.5, 1500],
    [{ unit: 'kWh' }, 1.5, 1500],
    [{ unit: 'kWh', multiplier: -3 }, 1500, 1500],
    [{ multiplier: 2 }, 7, 700],
    [{ unit: 'Wh', multiplier: -3 }, 1234, 1.234],
  ] as const)('in 2.x %j of %d is %d Wh', (unitOfMeasure, value, wh) => {
    expect(one2x({ value, unitOfMeasure })).toMatchObject({ registerWh: wh })
  })

  test.each(['', 'n/a', '-', '0x1F', 'Infinity', '1.2.3'])(
    '%j is no number, and kept in the samples alone',
    (value) => {
      const reading = one16({ value })
      expect(reading).not.toHaveProperty('registerWh')
      expect(reading?.samples).toEqual([{ value }])
    },
  )

  test('every decimal of up to three places of a kilowatt-hour is exact', () => {
    const digits = fc.tuple(fc.nat(999_999_999), fc.nat(999_999))
    fc.assert(
      fc.property(digits, ([whole, fraction]) => {
        const value = `${whole}.${String(fraction).padStart(6, '0')}`
        const exact = new Decimal(value).times(1000).toNumber()
        expect(one16({ value, unit: 'kWh' })?.registerWh).toBe(exact)
      }),
    )
  })
})

describe('a register over several phases or places', () => {
  test('is the sum of its phases when there is no total', () => {
    const phases = (['L1', 'L2', 'L3'] as const).map((phase) => ({ value: '0.1', unit: 'kWh', phase }) as const)
    expect(one16(...phases)).toMatchObject({ registerWh: 300 })
  })

  test('is the total when there is one', () => {
    expect(one16({ value: '10', phase: 'L1' }, { value: '35' }, { value: '20', phase: 'L2' })).toMatchObject({
      registerWh: 35,
    })
  })

  test('never adds line and line-to-neutral samples of the same phase', () => {
    const samples = [
      { value: '10', phase: 'L1' },
      { value: '10', phase: 'L1-N' },
    ] as const
    expect(one16(...samples)).toMatchObject({ registerWh: 10 })
  })

  test('is the one of the outlet, wherever it stands', () => {
    expect(one16({ value: '5', location: 'Inlet' }, { value: '4' })).toMatchObject({ registerWh: 4 })
    expect(one16({ value: '4', location: 'Outlet' }, { value: '5', location: 'Inlet' })).toMatchObject({
      registerWh: 4,
    })
    expect(one16({ value: '5', location: 'Inlet' })).toMatchObject({ registerWh: 5 })
    expect(one16({ value: '3', location: 'EV' })).not.toHaveProperty('registerWh')
  })

  test('is not the export register, an interval or reactive energy', () => {
    const reading = one16(
      { value: '1', measurand: 'Energy.Active.Export.Register' },
      { value: '2', measurand: 'Energy.Active.Import.Interval' },
      { value: '3', measurand: 'Energy.Reactive.Import.Register' },
    )
    expect(reading).not.toHaveProperty('registerWh')
  })
})

test('power is the total or the sum of the phases, in W', () => {
  expect(one16({ ...power, value: '11', unit: 'kW' })).toMatchObject({ powerW: 11_000 })
  expect(one16({ ...power, value: '3680.1', phase: 'L1' }, { ...power, value: '3680.2', phase: 'L2' })).toMatchObject({
    powerW: 7360.3,
  })
})

test('current is the highest of the phases, the neutral left out', () => {
  const samples = [
    { ...current, value: '15.5', phase: 'L1', unit: 'A' },
    { ...current, value: '16', phase: 'L2', unit: 'A' },
    { ...current, value: '31', phase: 'N', unit: 'A' },
  ] as const
  expect(one16(...samples)).toMatchObject({ currentA: 16 })
})

test('voltage is the mean between line and neutral', () => {
  const samples = [
    { ...voltage, value: 229, phase: 'L1-N' },
    { ...voltage, value: 231, phase: 'L2-N' },
    { ...voltage, value: 400, phase: 'L1-L2' },
  ] as const
  expect(one2x(...samples)).toMatchObject({ voltageV: 230 })
  expect(one2x({ ...voltage, value: 400, phase: 'L1-L2' })).toMatchObject({ voltageV: 400 })
})

test('the state of charge is a percentage', () => {
  expect(one16({ value: '42', measurand: 'SoC', unit: 'Percent', location: 'EV' })).toMatchObject({ stateOfCharge: 42 })
})

test('D-15: a temperature in either spelling of Celsius is kept as it came', () => {
  for (const unit of ['Celsius', 'Celcius'] as const) {
    expect(one16({ value: '31', measurand: 'Temperature', unit })?.samples).toMatchObject([{ unit }])
  }
})

test('signed data is kept to the letter and not taken for a number', () => {
  const signed = { value: '0123456789', format: 'SignedData', context: 'Transaction.End' } as const
  const reading = one16(signed)
  expect(reading).not.toHaveProperty('registerWh')
  expect(reading?.samples).toEqual([signed])
})

test('samples of begin and end under one timestamp are two readings', () => {
  const sampledValue = [
    { value: '100', context: 'Transaction.Begin' },
    { value: '900', context: 'Transaction.End' },
    { ...power, value: '0', context: 'Transaction.End' },
  ] as const
  expect(readings16([{ timestamp, sampledValue }], receivedAt)).toMatchObject([
    { context: 'Transaction.Begin', registerWh: 100 },
    { context: 'Transaction.End', registerWh: 900, powerW: 0 },
  ])
})

test('a message without samples has no readings', () => {
  expect(readings16(undefined, receivedAt)).toEqual([])
  expect(readings2x([], receivedAt)).toEqual([])
})
