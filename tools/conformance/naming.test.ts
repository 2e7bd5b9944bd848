import { expect, test } from 'vitest'
import { bears, idsIn, speaksOf } from './naming.ts'

test.each([
  ['A00.FR.405 a name', 'A00.FR.405'],
  ['ocpp2.0.1 A00.FR.404, A00.FR.405: a name', 'A00.FR.405'],
  ['(A00.FR.405)', 'A00.FR.405'],
  ['a name that ends with A00.FR.405.', 'A00.FR.405'],
  ['A00.FR.405–407 of a range the first', 'A00.FR.405'],
  ['A-01/A-02 both', 'A-01'],
  ['1.6 §4.8/1 1.6 §4.1: a name', '1.6 §4.1'],
  ['1.6-sec A00.FR.305 A00.FR.305: both', 'A00.FR.305'],
  ['1.6-sec A00.FR.305', '1.6-sec A00.FR.305'],
  ['2.0.1-J §4.1.4/2', '2.0.1-J §4.1.4/2'],
  ['TC_B_30_CSMS, TC_B_31_CSMS', 'TC_B_31_CSMS'],
])('%s bears %s', (name, id) => {
  expect(bears(name, id)).toBe(true)
})

test.each([
  ['A00.FR.4055', 'A00.FR.405'],
  ['A00.FR.40', 'A00.FR.405'],
  ['A00.FR.403-407 a range', 'A00.FR.405'],
  ['XA00.FR.405', 'A00.FR.405'],
  ['1.6-sec A00.FR.305 is of the whitepaper', 'A00.FR.305'],
  ['1.6 §4.10/1', '1.6 §4.1'],
  ['1.6 §4.1.1', '1.6 §4.1'],
  ['1.6 §4.2/3', '1.6 §4.2'],
  ['2.0.1-J §4.1.4/2', '2.0.1-J §4.1.4'],
  ['TC_B_30_CSMS', 'TC_B_3'],
  ['A-011', 'A-01'],
])('%s does not bear %s', (name, id) => {
  expect(bears(name, id)).toBe(false)
})

test.each([
  ['B01.FR.02 of every version', true, true, true],
  ['ocpp2.0.1 B01.FR.02', false, true, false],
  ['ocpp2.1: B01.FR.02', false, false, true],
  ['2.x B01.FR.02', false, true, true],
  ['1.5 StopTransaction', false, false, false],
  ['ocpp1.5 over SOAP', false, false, false],
  ['B-05 2.1: a bad answer is refused, 1.6 is silent', true, false, true],
  ['1.6 §4.1 1.6-J §3.2 1.6-S §3.2 2.0.1-J §3.2 name clauses, not versions', true, true, true],
  ['TLS 1.2 and clause 2.1.1 are no versions', true, true, true],
])('%s', (name, in16, in201, in21) => {
  expect([speaksOf(name, 'ocpp1.6'), speaksOf(name, 'ocpp2.0.1'), speaksOf(name, 'ocpp2.1')]).toEqual([
    in16,
    in201,
    in21,
  ])
})

test('1.5 is named by its operations', () => {
  expect(speaksOf('1.5 StopTransaction', 'ocpp1.5')).toBe(true)
  expect(speaksOf('2.x B01.FR.02', 'ocpp1.5')).toBe(false)
  expect(bears('1.5 StopTransaction is answered', '1.5 StopTransaction')).toBe(true)
})

test('the ids in a name are found, known or not', () => {
  expect(
    idsIn('A-01 1.6 §4.8/1, 1.6-J §3.2/2 1.6-S §3.2 1.5 DataTransfer 1.6-sec A00.FR.999: TC_001_CSMS and B01.FR.02'),
  ).toEqual(['1.6 §4.8/1', '1.6-J §3.2/2', '1.6-S §3.2', '1.5 DataTransfer', '1.6-sec A00.FR.999', 'TC_001_CSMS'])
})
