import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packSamples, unpackSamples } from './sample-layout.ts'

const sample = fc.record(
  {
    value: fc.oneof(
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
    ),
    measurand: fc.constantFrom('Voltage', 'SoC', 'Power.Active.Import'),
    phase: fc.constantFrom('L1', 'L2'),
    unitOfMeasure: fc.record({ unit: fc.constantFrom('W', 'V'), multiplier: fc.integer({ min: -3, max: 3 }) }),
    signedMeterValue: fc.record({ signedMeterData: fc.base64String(), encodingMethod: fc.constant('OCMF') }),
  },
  { requiredKeys: ['value'] },
)

test('nothing of a sample is lost, whatever a station sends', () => {
  fc.assert(
    fc.property(fc.array(sample, { maxLength: 6 }), (samples) => {
      const { layout, text } = packSamples(samples)
      expect(unpackSamples(layout?.text ?? null, text)).toEqual(samples)
    }),
    { numRuns: 500 },
  )
})

test('readings of one make share their layout and keep values only', () => {
  const reading = (volts: string) => [
    { value: volts, measurand: 'Voltage', phase: 'L1-N', unit: 'V', location: 'Outlet' },
  ]
  const [one, other] = [packSamples(reading('229.1')), packSamples(reading('231.0'))]
  expect(other.layout).toBe(one.layout)
  expect(other.text).toBe('["231.0"]')
})

test('the same fields in another order, and in another order within, are the same layout', () => {
  const one = packSamples([{ value: 1, measurand: 'Voltage', unitOfMeasure: { unit: 'mV', multiplier: 0 } }])
  const other = packSamples([{ unitOfMeasure: { multiplier: 0, unit: 'mV' }, measurand: 'Voltage', value: 2 }])
  expect(other).toEqual({ layout: one.layout, text: '[2]' })
  expect(packSamples([{ value: 1, measurand: 'Voltage', unitOfMeasure: { unit: 'mV' } }]).layout).not.toBe(one.layout)
})

test('whoever sends ever new layouts does not grow the table of them', () => {
  const packed = Array.from({ length: 3_000 }, (_, n) => packSamples([{ value: '1', measurand: `X${n}` }]))
  const last = packed.at(-1)
  expect(last?.layout).toBeUndefined()
  expect(unpackSamples(null, last?.text ?? '')).toEqual([{ value: '1', measurand: 'X2999' }])
})
