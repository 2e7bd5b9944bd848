import { expect, test } from 'vitest'
import { variableNamed } from './variable-name.ts'

test.each([
  ['HeartbeatInterval', { name: 'HeartbeatInterval' }],
  ['OCPPCommCtrlr.HeartbeatInterval', { component: 'OCPPCommCtrlr', name: 'HeartbeatInterval' }],
  [
    'OCPPCommCtrlr.MessageTimeout[Default]',
    { component: 'OCPPCommCtrlr', name: 'MessageTimeout', instance: 'Default' },
  ],
  ['EVSE@2.Available', { component: 'EVSE', evseId: 2, name: 'Available' }],
  ['Connector@1.2.Available', { component: 'Connector', evseId: 1, connectorId: 2, name: 'Available' }],
  [
    'CPPWMController[left]@1.State[x]',
    { component: 'CPPWMController', componentInstance: 'left', evseId: 1, name: 'State', instance: 'x' },
  ],
  ['Vendor.Key.With.Dots', { component: 'Vendor', name: 'Key.With.Dots' }],
])('%s', (text, variable) => expect(variableNamed(text)).toEqual(variable))

test.each(['', 'Connector@1', 'X[y', '@1.Available'])('%j is no name', (text) => {
  expect(() => variableNamed(text)).toThrow('no name of a variable')
})
