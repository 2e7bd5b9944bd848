import { expect, test } from 'vitest'
import { driftInWords } from './list-drift.ts'

const none = { upToDate: true, put: 0, drop: 0, omitted: 0, otherVersion: false }

test('a list that is as it is to be has nothing to tell', () => {
  expect(driftInWords(none)).toBe('')
})

test('what the next update would do is told part by part', () => {
  expect(driftInWords({ ...none, put: 3, drop: 1 })).toBe('3 to be added or changed, 1 to be taken off')
  expect(driftInWords({ ...none, omitted: 2, otherVersion: true })).toBe(
    '2 find no room, it named another version than it had confirmed',
  )
})
