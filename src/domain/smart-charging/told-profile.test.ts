import { expect, test } from 'vitest'
import type { ChargingProfile } from './charging-profile.ts'
import { toldProfile } from './told-profile.ts'

const limitedTo = (limit: string, change: Partial<ChargingProfile> = {}): ChargingProfile => ({
  ...{ purpose: 'transaction-default', stackLevel: 0, kind: 'absolute' },
  schedules: [{ rateUnit: 'A', startAt: '2026-03-01T00:00:00.000Z', periods: [{ startS: 0, limit }] }],
  ...change,
})
const sent = limitedTo('16')
const former = limitedTo('10')

test.each<[string, ChargingProfile, 'sent' | 'former' | undefined]>([
  ['what was sent', sent, 'sent'],
  ['what was there before', former, 'former'],
  ['what was sent, written another way', limitedTo('16.0'), 'sent'],
  ['what was there, with what was left open', limitedTo('10', { validTo: '2027-01-01T00:00:00Z' }), 'former'],
  ['neither of the two', limitedTo('15.9'), undefined],
])('a station that tells %s', (_, reported, expected) => {
  expect(toldProfile(reported, sent, former)).toBe(expected)
})

test('a moment is the same in any zone', () => {
  const schedules = sent.schedules.map((schedule) => ({ ...schedule, startAt: '2026-03-01T01:00:00+01:00' }))
  expect(toldProfile({ ...sent, schedules }, sent, former)).toBe('sent')
})

test('what is not told but was not to hold any longer makes it the other one', () => {
  const until = limitedTo('16', { validTo: '2027-01-01T00:00:00Z' })
  expect(toldProfile(until, sent, until)).toBe('former')
  expect(toldProfile(sent, sent, until)).toBe('sent')
})

test('where nothing was there before, it is what was sent, unless it is for something else', () => {
  expect(toldProfile(limitedTo('15.9'), sent, undefined)).toBe('sent')
  expect(toldProfile({ ...sent, purpose: 'station-max' }, sent, undefined)).toBeUndefined()
})

test('where the same was sent again, it is there', () => {
  expect(toldProfile(limitedTo('15.9'), sent, sent)).toBe('sent')
})
