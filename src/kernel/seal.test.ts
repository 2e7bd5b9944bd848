import { expect, test } from 'vitest'
import { createSeal } from './seal.ts'

const key = new Uint8Array(32).fill(1)
const { seal, unseal } = createSeal(key, 'tests')

test('a secret opens with the key, for the use and the purpose it was sealed with', () => {
  expect(unseal('command 1', seal('command 1', 'the password of it'))).toBe('the password of it')
})

test('the same secret is never sealed alike, and nothing of it is to be read', () => {
  const [one, other] = [seal('a', 'the password of it'), seal('a', 'the password of it')]
  expect(one).not.toBe(other)
  expect(Buffer.from(one.slice(3), 'base64url').includes('password')).toBe(false)
})

test.each<[string, () => string]>([
  ['another key', () => createSeal(new Uint8Array(32).fill(2), 'tests').unseal('a', seal('a', 'x'))],
  ['another use', () => createSeal(key, 'other').unseal('a', seal('a', 'x'))],
  ['another purpose', () => unseal('b', seal('a', 'x'))],
  ['a changed text', () => unseal('a', `${seal('a', 'x').slice(0, -2)}AA`)],
  ['no text at all', () => unseal('a', '')],
])('with %s it does not open', (_, open) => {
  expect(open).toThrow(expect.objectContaining({ code: 'conflict' }))
})
