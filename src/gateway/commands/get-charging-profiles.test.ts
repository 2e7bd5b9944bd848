import { expect, test } from 'vitest'
import { LIMIT_SOURCES } from '#domain/smart-charging'
import { profileFilter } from './get-charging-profiles.ts'

test('K09.FR.03 to ask for all there are is to ask for those of all sources that have a word, and to learn of no others', () => {
  expect(profileFilter({})).toEqual({ sources: LIMIT_SOURCES })
  expect(profileFilter({ evseId: 1 })).toEqual({ evseId: 1, sources: LIMIT_SOURCES })
})

test.each([{ profileIds: [7] }, { purpose: 'transaction' }, { stackLevel: 0 }, { sources: ['other'] }] as const)(
  'K09.FR.03 whatever else narrows it down stands by itself: %j',
  (request) => {
    expect(profileFilter(request)).toEqual(request)
  },
)
