import { expect, test } from 'vitest'
import type { Variable } from '#domain/device-model'
import { listLimits } from './list-limits.ts'

const variable = (change: Partial<Variable>): Variable => ({
  stationId: 'CS-1',
  component: 'LocalAuthListCtrlr',
  name: 'Entries',
  attribute: 'Actual',
  updatedAt: new Date(0),
  since: new Date(0),
  source: 'report',
  ...change,
})

test('1.6 §9.2 tells its limits by keys', () => {
  const keys = [
    variable({ component: 'Configuration', name: 'LocalAuthListMaxLength', value: '500' }),
    variable({ component: 'Configuration', name: 'sendlocallistmaxlength', value: '20' }),
  ]
  expect(listLimits(keys)).toEqual({ entries: 500, itemsPerMessage: 20 })
})

test('D01.FR.12 2.x tells the most entries as the limit of a variable that counts them', () => {
  const variables = [
    variable({ value: '3', maxLimit: 100 }),
    variable({ name: 'ItemsPerMessage', value: '8' }),
    variable({ name: 'BytesPerMessage', value: '4096' }),
  ]
  expect(listLimits(variables)).toEqual({ entries: 100, itemsPerMessage: 8, bytesPerMessage: 4096 })
})

test.each([
  ['a count without a limit', { value: '3' }],
  ['a limit that is no number', { name: 'ItemsPerMessage', value: 'many' }],
  ['an empty limit', { name: 'ItemsPerMessage', value: '' }],
  ['a negative limit', { name: 'ItemsPerMessage', value: '-1' }],
  ['another attribute', { name: 'ItemsPerMessage', value: '8', attribute: 'MaxSet' }],
  ['another component', { component: 'DeviceDataCtrlr', name: 'ItemsPerMessage', value: '8' }],
] as const)('%s says nothing', (_, change) => {
  expect(listLimits([variable(change)])).toEqual({})
})
