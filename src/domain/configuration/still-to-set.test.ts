import { expect, test } from 'vitest'
import { stillToSet } from './still-to-set.ts'
import type { KeptValue } from './wanted.ts'

const since = new Date(0)
const both: KeptValue = { component: 'OCPPCommCtrlr', name: 'HeartbeatInterval', value: '300' }
const newer: KeptValue = { component: 'OCPPCommCtrlr', name: 'OfflineThreshold', value: '60' }
const secret: KeptValue = { component: 'Vendor', name: 'ApnPassword', sealed: 's1.x' }
const place = { component: 'Configuration', name: 'HeartbeatInterval', attribute: 'Actual' } as const
const has = { ...place, value: '300', since }

test('a station is told what its generation has and it is not known to have already', () => {
  expect(stillToSet([both, newer], [], 'keys')).toEqual({ set: [both] })
  expect(stillToSet([both, newer], [], 'variables')).toEqual({ set: [both, newer] })
  expect(stillToSet([both, newer], [has], 'keys')).toMatchObject({ state: 'succeeded' })
  expect(stillToSet([newer], [], 'keys')).toMatchObject({ state: 'skipped' })
})

test('a secret it is told every time, because nobody knows what it has', () => {
  expect(stillToSet([secret], [], 'variables')).toEqual({ set: [secret] })
})
