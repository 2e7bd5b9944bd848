import { expect, test } from 'vitest'
import { fromCsms, fromStation } from '#ocpp/v201'
import { validators } from './generated/v201.js'

test('every action of 2.0.1 is sent by one side, or by both if it is DataTransfer', () => {
  const actions = Object.keys(validators)
  expect(actions).toHaveLength(64)
  expect([...new Set<string>([...fromStation, ...fromCsms])].sort()).toEqual(actions.sort())
  expect(fromStation.filter((action) => fromCsms.some((other) => other === action))).toEqual(['DataTransfer'])
})
