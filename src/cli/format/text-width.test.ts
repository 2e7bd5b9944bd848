import { expect, test } from 'vitest'
import { cutTo, printable, textWidth } from './text-width.ts'

test.each([
  ['', 0],
  ['abc', 3],
  ['é', 1],
  ['e\u0301', 1],
  ['充電', 4],
  ['🔌', 2],
])('%j takes %i columns', (text, width) => expect(textWidth(text)).toBe(width))

test.each([
  ['short', 5, 'short'],
  ['longer', 5, 'long…'],
  ['充電器', 4, '充…'],
])('%j in %i columns is %j', (text, columns, cut) => expect(cutTo(text, columns)).toBe(cut))

test('control characters become visible, line ends become blanks', () => {
  expect(printable('a\x1b[31mb\nc\td\u0085')).toBe('a\ufffd[31mb c d\ufffd')
})
