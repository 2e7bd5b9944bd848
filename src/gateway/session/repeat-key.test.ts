import fc from 'fast-check'
import { expect, test } from 'vitest'
import { repeatKey } from './repeat-key.ts'

test('B-10: the same frame has the same key, another frame another one, within what a number holds exactly', () => {
  const frame = fc.string({ maxLength: 200 })
  fc.assert(
    fc.property(frame, frame, (one, other) => {
      expect(repeatKey(one)).toBe(repeatKey(`${one}`))
      expect(Number.isSafeInteger(repeatKey(one))).toBe(true)
      if (one !== other) expect(repeatKey(one)).not.toBe(repeatKey(other))
    }),
  )
})

test('a frame of more than 4096 characters has none', () => {
  expect(repeatKey('x'.repeat(4096))).not.toBe(0)
  expect(repeatKey('x'.repeat(4097))).toBe(0)
})
