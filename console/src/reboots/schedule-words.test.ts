import { expect, test } from 'vitest'
import { everyWords } from './schedule-words.ts'

test.each([
  [1, 'every day'],
  [7, 'every week'],
  [10, 'every 10 days'],
  [28, 'every 4 weeks'],
])('%i days are said as %s', (days, words) => expect(everyWords(days)).toBe(words))
