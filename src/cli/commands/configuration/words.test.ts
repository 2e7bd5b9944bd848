import { expect, test } from 'vitest'
import { variableNamed } from '../command/send/variable-name.ts'
import { variableText } from './words.ts'

test.each([
  'HeartbeatInterval',
  'OCPPCommCtrlr.HeartbeatInterval',
  'Connector@1.2.Available',
  'EVSE@3.Power',
  'SecurityCtrlr[x].Name[y]',
])('%s is written as it is read', (name) => {
  expect(variableText(variableNamed(name))).toBe(name)
})
