import { expect, test } from 'vitest'
import { KEY_VARIABLES, keyOfVariable, variableOfKey } from './configuration-keys.ts'

test('a configuration key and its variable lead to each other, for every key', () => {
  const keys = Object.keys(KEY_VARIABLES)
  const back = keys.map((key) => {
    const variable = variableOfKey(key)
    return variable && keyOfVariable(variable)
  })
  expect(back).toEqual(keys)
  expect(keys.length).toBeGreaterThan(30)
})

test('case does not matter, an instance does', () => {
  expect(variableOfKey('heartbeatinterval')).toEqual({ component: 'OCPPCommCtrlr', name: 'HeartbeatInterval' })
  expect(keyOfVariable({ component: 'ocppcommctrlr', name: 'heartbeatinterval' })).toBe('HeartbeatInterval')
  const attempts = { component: 'OCPPCommCtrlr', name: 'MessageAttempts' }
  expect(keyOfVariable({ ...attempts, instance: 'TransactionEvent' })).toBe('TransactionMessageAttempts')
  expect(keyOfVariable(attempts)).toBeUndefined()
})

test.each([
  // 1.6 errata 3.88: Current and Power there, A and W here.
  ['ChargingScheduleAllowedChargingRateUnit', { component: 'SmartChargingCtrlr', name: 'RateUnit' }],
  // 2.0.1 2.9.10: how many there are, and only the limit of it is the most there may be.
  ['MaxChargingProfilesInstalled', { component: 'SmartChargingCtrlr', name: 'Entries', instance: 'ChargingProfiles' }],
  ['LocalAuthListMaxLength', { component: 'LocalAuthListCtrlr', name: 'Entries' }],
  ['CertificateStoreMaxLength', { component: 'SecurityCtrlr', name: 'CertificateEntries' }],
])('%s has no variable whose value says the same', (key, variable) => {
  expect(variableOfKey(key)).toBeUndefined()
  expect(keyOfVariable(variable)).toBeUndefined()
})

test('what the other generation has not is undefined', () => {
  expect(variableOfKey('VendorSpecificKey')).toBeUndefined()
  expect(variableOfKey('constructor')).toBeUndefined()
})
