import { expect, test } from 'vitest'
import { profileInBrief } from './profile-in-brief.ts'

const profile = (periods: { startS: number; limit?: string; setpoint?: string }[], change = {}) => ({
  purpose: 'transaction' as const,
  stackLevel: 0,
  kind: 'absolute' as const,
  schedules: [{ rateUnit: 'A' as const, periods }],
  ...change,
})

test('one limit is told as it is, several by their least and greatest', () => {
  expect(profileInBrief(profile([{ startS: 0, limit: '13.5' }]))).toBe('13.5 A')
  expect(
    profileInBrief(
      profile([
        { startS: 0, limit: '32' },
        { startS: 60, limit: '6' },
      ]),
    ),
  ).toBe('6 to 32 A in 2 steps')
})

test('a setpoint stands in for a limit, and what repeats says so', () => {
  expect(profileInBrief(profile([{ startS: 0, setpoint: '-5' }]))).toBe('-5 A')
  expect(profileInBrief(profile([{ startS: 0, limit: '16' }], { kind: 'recurring', recurrence: 'daily' }))).toBe(
    '16 A, daily',
  )
})

test('what is not known is not made up', () => {
  expect(profileInBrief(undefined)).toBe('not told')
  expect(profileInBrief(profile([{ startS: 0 }]))).toBe('no limit')
})
