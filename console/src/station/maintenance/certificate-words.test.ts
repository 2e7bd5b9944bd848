import { expect, test } from 'vitest'
import { validityOf } from './certificate-words.ts'

const now = Date.parse('2026-11-21T10:00:00.000Z')
const until = (notAfter: string) => validityOf({ notAfter }, now)

test('a certificate is valid for long, soon over, or over', () => {
  expect(until('2027-11-21T10:00:00.000Z')).toEqual({ tone: 'quiet', words: '365 days left' })
  expect(until('2026-11-22T11:00:00.000Z')).toEqual({ tone: 'warn', words: '1 day left' })
  expect(until('2026-11-21T12:00:00.000Z')).toEqual({ tone: 'warn', words: 'less than a day left' })
  expect(until('2026-11-21T10:00:00.000Z')).toEqual({ tone: 'bad', words: 'expired' })
})

test('one that begins later is not valid yet, and one that was not issued has no end', () => {
  expect(
    validityOf({ notBefore: '2026-12-01T00:00:00.000Z', notAfter: '2027-12-01T00:00:00.000Z' }, now),
  ).toMatchObject({ words: 'not valid yet' })
  expect(validityOf({}, now)).toBeUndefined()
})
