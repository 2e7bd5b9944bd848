import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { newWebhookSecret, seal, signature, unseal } from './sealed-secret.ts'

const key = new Uint8Array(32).fill(5)

test('a sealed secret comes back under its key and for its owner alone', () => {
  const secret = newWebhookSecret()
  const sealed = seal(key, 'r-1', secret)
  expect(sealed).not.toContain(secret)
  expect(seal(key, 'r-1', secret)).not.toBe(sealed)
  expect(unseal(key, 'r-1', sealed)).toBe(secret)
  expect(unseal(key, 'r-2', sealed)).toBeUndefined()
  expect(unseal(new Uint8Array(32).fill(6), 'r-1', sealed)).toBeUndefined()
  const bent = Buffer.from(sealed, 'base64url')
  bent[bent.length - 1] = (bent.at(-1) ?? 0) ^ 1
  expect(unseal(key, 'r-1', bent.toString('base64url'))).toBeUndefined()
  expect(unseal(key, 'r-1', '')).toBeUndefined()
})

test('a signature can be made again by whoever has the secret', () => {
  const text = signature('whsec_x', '{"a":1}', 1_700_000_000_999)
  const expected = createHmac('sha256', 'whsec_x').update('1700000000.{"a":1}').digest('hex')
  expect(text).toBe(`t=1700000000,v1=${expected}`)
})
