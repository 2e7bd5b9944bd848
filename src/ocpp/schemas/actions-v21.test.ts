import { expect, test } from 'vitest'
import { fromCsms, fromStation, sends } from '#ocpp/v21'
import { schemas, validators } from './generated/v21.js'

test('every action of 2.1 is sent by one side, or by both if it is DataTransfer', () => {
  const actions = Object.keys(validators)
  expect(actions).toHaveLength(91)
  expect([...new Set<string>([...fromStation, ...fromCsms])].sort()).toEqual(actions.sort())
  expect(fromStation.filter((action) => fromCsms.some((other) => other === action))).toEqual(['DataTransfer'])
})

test('the actions without a response are the SENDs', () => {
  const unanswered = Object.keys(validators).filter((action) => !(`${action}Response` in schemas.messages))
  expect(unanswered).toEqual([...sends])
})
