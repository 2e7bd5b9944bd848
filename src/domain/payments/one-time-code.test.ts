import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { CODE_ALPHABETS, isGoodCode, oneTimeCode } from './one-time-code.ts'

const settings = { validityS: 30, length: 8, secret: 'shared secret' }
/** The beginning of a span. */
const nowMs = 1_800_000_000_000

describe('a one-time code', () => {
  test('C25 TOTP is made of the hash of the span, from the place its last byte says', () => {
    const span = Buffer.from('0000000003938700', 'hex')
    expect(span.readBigUInt64BE()).toBe(BigInt(nowMs / 1000 / 30))
    const hash = [...createHmac('sha256', 'shared secret').update(span).digest()]
    const start = (hash[31] ?? 0) % 16
    const [alphabet] = CODE_ALPHABETS
    const expected = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => alphabet[(hash[(start + i) % 32] ?? 0) % 62]).join('')
    expect(oneTimeCode(settings, nowMs)).toBe(expected)
  })

  test('is the same through its span, and another after it', () => {
    const code = oneTimeCode(settings, nowMs)
    expect(oneTimeCode(settings, nowMs + 29_999)).toBe(code)
    expect(oneTimeCode(settings, nowMs + 30_000)).not.toBe(code)
  })

  test.each([6, 8, 32])('has the length that is set: %i', (length) => {
    expect(oneTimeCode({ ...settings, length }, nowMs)).toMatch(new RegExp(`^[0-9a-zA-Z]{${length}}$`))
  })

  test.each(CODE_ALPHABETS)('is good in its own span and those beside, by the alphabet %s', (alphabet) => {
    const code = oneTimeCode(settings, nowMs, alphabet)
    const good = [-60_000, -30_000, 0, 30_000, 59_999, 60_000].map((shift) => isGoodCode(settings, code, nowMs + shift))
    expect(good).toEqual([false, true, true, true, true, false])
  })

  test.each(['', 'x', 'aHicux89', 'ä'.repeat(8)])('%s is none', (code) => {
    expect(isGoodCode(settings, code, nowMs)).toBe(false)
  })
})
