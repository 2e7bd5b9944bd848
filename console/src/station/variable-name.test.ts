import { expect, test } from 'vitest'
import type { Variable } from '../api/types.ts'
import { AT } from '../testing/samples.ts'
import { refOf, variableName } from './variable-name.ts'

const variable = (change: Partial<Variable>): Variable => ({
  stationId: 'CS-1',
  component: 'EVSE',
  name: 'Power',
  attribute: 'Actual',
  updatedAt: AT,
  since: AT,
  source: 'get',
  ...change,
})

test('a configuration key of 1.6 is named by itself, and asked for without a component', () => {
  const key = variable({ component: 'Configuration', name: 'HeartbeatInterval' })
  expect(variableName(key)).toBe('HeartbeatInterval')
  expect(refOf(key)).toEqual({ name: 'HeartbeatInterval' })
})

test('a variable of 2.x is named with its component, place and instances', () => {
  const full = variable({ evseId: 1, connectorId: 2, instance: 'L1', attribute: 'MaxSet' })
  expect(variableName(full)).toBe('EVSE[1, 2].Power[L1]')
  expect(refOf(full)).toEqual({
    component: 'EVSE',
    name: 'Power',
    evseId: 1,
    connectorId: 2,
    instance: 'L1',
    attribute: 'MaxSet',
  })
})
