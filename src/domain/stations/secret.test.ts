import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashSecret, makeSecret, opensWith, readSecret } from './secret.ts'

const key = randomBytes(32)

describe('A-04: a key opens in both its forms', () => {
  test('raw bytes that are not UTF-8, and their hexadecimal digits in either case', () => {
    const raw = Buffer.from('ff00fe8081c0c1f5f6f7f8f9fafbfcfd01020304', 'hex')
    const hash = hashSecret(key, Buffer.from(raw.toString('hex')))
    expect(opensWith(key, hash, raw)).toBe(true)
    expect(opensWith(key, hash, Buffer.from(raw.toString('hex').toUpperCase()))).toBe(true)
    expect(opensWith(key, hash, raw.subarray(1))).toBe(false)
  })

  test('whichever form was stored, the other opens', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 20 }), (raw) => {
        const hex = Buffer.from(Buffer.from(raw).toString('hex'))
        expect(opensWith(key, hashSecret(key, raw), hex)).toBe(true)
        expect(opensWith(key, hashSecret(key, hex), raw)).toBe(true)
      }),
    )
  })
})

test('a text password opens only by itself, case and all', () => {
  const hash = hashSecret(key, Buffer.from('Correct horse battery'))
  expect(opensWith(key, hash, Buffer.from('Correct horse battery'))).toBe(true)
  expect(opensWith(key, hash, Buffer.from('correct horse battery'))).toBe(false)
  expect(opensWith(key, hash, Buffer.from(''))).toBe(false)
})

test('A-15 A01.FR.08 1.6-J §6.2.2/5: what is kept is salted, keyed and does not hold the secret', () => {
  const secret = Buffer.from('Correct horse battery')
  const [one, other] = [hashSecret(key, secret), hashSecret(key, secret)]
  expect(one).not.toBe(other)
  expect(one).not.toContain('horse')
  expect(opensWith(randomBytes(32), one, secret)).toBe(false)
})

test('a damaged hash opens for nobody', () => {
  for (const hash of ['', 'h1', 'h1..', 'h2.AA.AA', 'h1.AA.AA']) {
    expect(opensWith(key, hash, Buffer.from('anything at all!'))).toBe(false)
  }
})

test('a made secret is one that every version takes: at most 20 bytes or 40 characters', () => {
  expect(makeSecret()).toMatch(/^[0-9a-f]{40}$/)
  expect(makeSecret()).not.toBe(makeSecret())
})

test.each(['', 'fifteen chars..', 'x'.repeat(65), 'sixteen chars..\n', 'sechzehn Zeichen ä'])(
  'the chosen secret %j is invalid',
  (secret) => {
    expect(() => readSecret(secret)).toThrow(expect.objectContaining({ code: 'invalid' }))
  },
)

test('A-04: a chosen secret has 16 characters or more', () => {
  expect(readSecret('sixteen chars...')).toHaveLength(16)
})
