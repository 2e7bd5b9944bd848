import { expect, test } from 'vitest'
import { containing } from './containing.ts'

test('what is searched for means itself', () => {
  expect(containing('50%_of\\all')).toBe('%50\\%\\_of\\\\all%')
})

test('a character that the database cannot hold finds nothing, and fails nothing', () => {
  expect(containing('a\0b')).toBe('%a\uFFFDb%')
})
