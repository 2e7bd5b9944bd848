import { expect, test } from 'vitest'
import { hashSecret, newKey, newSecret, readKey, sameHash } from './secret.ts'

const secretKey = new Uint8Array(32).fill(7)

test('a secret has 256 random bits', () => {
  expect(Buffer.from(newSecret(), 'base64url')).toHaveLength(32)
  expect(newSecret()).not.toBe(newSecret())
})

test('the hash depends on the secret, its purpose and the key of the installation', () => {
  const hash = hashSecret(secretKey, 'session', 'secret')
  expect(hashSecret(secretKey, 'session', 'secret')).toBe(hash)
  expect(hashSecret(secretKey, 'link', 'secret')).not.toBe(hash)
  expect(hashSecret(new Uint8Array(32), 'session', 'secret')).not.toBe(hash)
})

test('hashes of different length are different', () => {
  expect(sameHash('abc', 'abcd')).toBe(false)
  expect(sameHash('abc', 'abc')).toBe(true)
})

test('a key can be taken apart again', () => {
  const { id, secret, text } = newKey(Date.parse('2026-01-01T00:00:00Z'))
  expect(readKey(text)).toEqual({ id, secret })
})

test.each(['', 'cw_', 'cw_x_y', 'Bearer cw_x_y', `cw_${'0'.repeat(36)}_${'a'.repeat(44)}`])(
  'what is no key is not read as one: %s',
  (text) => {
    expect(readKey(text)).toBeUndefined()
  },
)
