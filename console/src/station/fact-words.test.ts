import { expect, test } from 'vitest'
import { factWords } from './fact-words.ts'

test.each([
  ['trigger', 'Alerting', 'Trigger: Alerting'],
  ['actualValue', 120_000, 'Actual value: 120000'],
  ['cleared', true, 'Cleared: true'],
  ['component', { name: 'EVSE', evse: { id: 1, connectorId: 2 } }, 'Component: EVSE, 1, 2'],
  ['statuses', ['Accepted', 'Rejected'], 'Statuses: Accepted, Rejected'],
  ['info', null, 'Info: null'],
])('%s is told without the braces of JSON', (name, value, words) => {
  expect(factWords(name, value)).toBe(words)
})
