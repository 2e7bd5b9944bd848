import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { differencesOf, mergeWanted, placeAt, type Told } from './drift.ts'
import { sameValue } from './same-value.ts'
import { type KeptValue, placeKey } from './wanted.ts'

const since = new Date(0)
const told = (component: string, name: string, value?: string, more: Partial<Told> = {}): Told => ({
  ...{ component, name, attribute: 'Actual', since },
  ...(value !== undefined && { value }),
  ...more,
})
const heartbeat: KeptValue = { component: 'OCPPCommCtrlr', name: 'HeartbeatInterval', value: '300' }

describe('what a station differs in', () => {
  test.each([
    ['keys', told('Configuration', 'heartbeatinterval', '600')],
    ['variables', told('ocppCommCtrlr', 'HEARTBEATINTERVAL', '600')],
  ] as const)('is found whatever it calls the variable: %s', (generation, variable) => {
    expect(differencesOf([heartbeat], [variable], generation)).toEqual([
      { key: placeKey(heartbeat), state: 'differs', told: '600', since },
    ])
    expect(differencesOf([heartbeat], [{ ...variable, value: '300' }], generation)).toEqual([])
    expect(differencesOf([heartbeat], [], generation)).toEqual([{ key: placeKey(heartbeat), state: 'untold' }])
  })

  test('is nothing its generation has not', () => {
    const threshold: KeptValue = { component: 'OCPPCommCtrlr', name: 'OfflineThreshold', value: '60' }
    const vendors: KeptValue = { component: 'Configuration', name: 'VendorKey', value: '1' }
    const placed: KeptValue = { component: 'AlignedDataCtrlr', name: 'Interval', evseId: 1, value: '900' }
    expect(differencesOf([threshold, placed], [], 'keys')).toEqual([])
    expect(differencesOf([vendors], [], 'variables')).toEqual([])
    expect(differencesOf([vendors], [], 'keys')).toHaveLength(1)
    expect(placeAt(placed, 'variables')).toEqual(placed)
  })

  test('is never a secret, nor what can only be written', () => {
    const sealed: KeptValue = { component: 'APN', name: 'ApnPassword', sealed: 's1.x' }
    const pin: KeptValue = { component: 'Vendor', name: 'Pin', value: '1' }
    expect(differencesOf([sealed], [], 'variables')).toEqual([])
    expect(differencesOf([pin], [told('Vendor', 'Pin', undefined, { mutability: 'WriteOnly' })], 'variables')).toEqual(
      [],
    )
  })

  test('a value at one EVSE is not that at another', () => {
    const one: KeptValue = { component: 'EVSE', name: 'X', evseId: 1, value: '1' }
    const other = told('EVSE', 'X', '1', { evseId: 2 })
    expect(differencesOf([one], [other], 'variables')).toMatchObject([{ state: 'untold' }])
  })
})

test.each([
  ['true', 'True', false, true],
  ['300', ' 300.0', false, true],
  ['300', '301', false, false],
  ['a,b', 'b, A', true, true],
  ['a,b', 'b,a', false, false],
  ['a,b', 'a', true, false],
  ['', '', true, true],
  // Too long for a number to be exact.
  ['12345678901234567890', '12345678901234567891', false, false],
  ['0x10', '16', false, false],
])('%j and %j, as a list of members %j: the same is %j', (one, other, isMemberList, same) => {
  expect(sameValue(one, other, isMemberList)).toBe(same)
  expect(sameValue(other, one, isMemberList)).toBe(same)
})

test('1.6 lists of measurands are lists of members, though no 1.6 station says so', () => {
  const wanted: KeptValue = { component: 'SampledDataCtrlr', name: 'TxUpdatedMeasurands', value: 'Voltage,SoC' }
  expect(differencesOf([wanted], [told('Configuration', 'MeterValuesSampledData', 'SoC,Voltage')], 'keys')).toEqual([])
})

test('of several templates the first counts for each variable, and every variable once', () => {
  const values = fc.uniqueArray(
    fc.record({ component: fc.constant('C'), name: fc.constantFrom('a', 'b', 'c', 'A'), value: fc.string() }),
    { selector: placeKey },
  )
  fc.assert(
    fc.property(fc.array(fc.record({ wanted: values }), { maxLength: 4 }), (templates) => {
      const merged = mergeWanted(templates)
      const keys = new Set(templates.flatMap(({ wanted }) => wanted.map(placeKey)))
      expect(new Set(merged.map(({ wanted }) => placeKey(wanted)))).toEqual(keys)
      expect(merged).toHaveLength(keys.size)
      for (const { wanted } of merged) {
        const first = templates.find((one) => one.wanted.some((value) => placeKey(value) === placeKey(wanted)))
        expect(first?.wanted).toContain(wanted)
      }
    }),
  )
})
