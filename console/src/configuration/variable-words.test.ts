import { describe, expect, test } from 'vitest'
import { groupWords, variableWords, wantedForForm, wantedWords } from './variable-words.ts'

describe('a variable', () => {
  test.each([
    [{ component: 'Configuration', name: 'HeartbeatInterval' }, 'HeartbeatInterval'],
    [{ component: 'TxCtrlr', name: 'EVConnectionTimeOut' }, 'TxCtrlr.EVConnectionTimeOut'],
    [{ component: 'EVSE', evseId: 1, connectorId: 2, name: 'Power' }, 'EVSE[1, 2].Power'],
    [{ component: 'A', componentInstance: 'x', name: 'B', instance: 'y' }, 'A[x].B[y]'],
    [{ component: 'A', name: 'B', attribute: 'MaxSet' as const }, 'A.B (MaxSet)'],
    [{ component: 'A', name: 'B', attribute: 'Actual' as const }, 'A.B'],
  ])('%j is called %s', (place, words) => expect(variableWords(place)).toBe(words))
})

test('nobody is shown a secret, and the form leaves it as it is', () => {
  const secret = { component: 'SecurityCtrlr', name: 'BasicAuthPassword', secret: true } as const
  expect(wantedWords(secret)).not.toContain('undefined')
  expect(wantedWords({ value: '60' })).toBe('60')
  expect(wantedForForm([secret])).toEqual([{ component: 'SecurityCtrlr', name: 'BasicAuthPassword' }])
})

describe('a group', () => {
  test('is told by what narrows it', () => {
    expect(groupWords({ vendor: 'Pfeiler', model: 'Duo', locationId: 'depot' })).toBe('Pfeiler Duo · at depot')
    expect(groupWords({ firmware: '1.*' })).toBe('firmware 1.*')
    expect(groupWords({ stationIds: ['A', 'B'] })).toBe('A, B')
    expect(groupWords({ stationIds: ['A', 'B', 'C', 'D'] })).toBe('4 stations')
  })
  test.each([{}, { vendor: '*' }])('that nothing narrows is everybody: %j', (group) =>
    expect(groupWords(group)).toBe('Every station'),
  )
})
