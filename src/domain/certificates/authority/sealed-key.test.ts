import { expect, test } from 'vitest'
import { openKey, sealKey } from './sealed-key.ts'

const secretKey = new Uint8Array(32).fill(1)
const key = Buffer.from('a private key, as if it were one')

test('a key opens with the secret key it was sealed with', () => {
  expect(openKey(secretKey, 'authority-1', sealKey(secretKey, 'authority-1', key))).toEqual(key)
})

test('the same key is never sealed alike, and nothing of it is to be read', () => {
  const [one, other] = [sealKey(secretKey, 'a', key), sealKey(secretKey, 'a', key)]
  expect(one).not.toBe(other)
  for (const part of one.split('.')) expect(Buffer.from(part, 'base64url').includes('private')).toBe(false)
})

test.each<[string, (sealed: string) => string, Uint8Array, string]>([
  ['another secret key', (sealed) => sealed, new Uint8Array(32).fill(2), 'authority-1'],
  ['the name of another authority', (sealed) => sealed, secretKey, 'authority-2'],
  ['another version', (sealed) => sealed.replace('k1.', 'k2.'), secretKey, 'authority-1'],
  ['a changed text', (sealed) => `${sealed.slice(0, -6)}AAAAAA`, secretKey, 'authority-1'],
  ['half of the text', (sealed) => sealed.slice(0, 30), secretKey, 'authority-1'],
  ['no text at all', () => '', secretKey, 'authority-1'],
])('with %s it does not open', (_, change, opener, authorityId) => {
  const sealed = sealKey(secretKey, 'authority-1', key)
  expect(() => openKey(opener, authorityId, change(sealed))).toThrow(expect.objectContaining({ code: 'internal' }))
})
