import { expect, test } from 'vitest'
import { fromCsms, fromStation } from '#ocpp/v16'
import { validators } from './generated/v16.js'

test('every action of 1.6 is sent by one side, or by both if it is DataTransfer', () => {
  const actions = Object.keys(validators)
  expect(actions).toHaveLength(39)
  expect([...new Set<string>([...fromStation, ...fromCsms])].sort()).toEqual(actions.sort())
  expect(fromStation.filter((action) => fromCsms.some((other) => other === action))).toEqual(['DataTransfer'])
})
