import { expect, test } from 'vitest'
import { textFrame } from './text-frame.ts'

/** The header of a frame for so many bytes: RFC 6455 §5.2, first the 7 bits of length, then 16, then 64. */
test.each([
  [0, [0x81, 0]],
  [1, [0x81, 1]],
  [125, [0x81, 125]],
  [126, [0x81, 126, 0, 126]],
  [65_535, [0x81, 126, 0xff, 0xff]],
  [65_536, [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]],
])('a text of %i bytes (RFC 6455 §5.2)', (bytes, header) => {
  const text = 'x'.repeat(bytes)
  expect(textFrame(text)).toEqual(Buffer.concat([Buffer.from(header), Buffer.from(text)]))
})

test('the length is that of the bytes, not of the characters', () => {
  const text = 'Straße 東京 🚗'
  expect(textFrame(text)).toEqual(Buffer.concat([Buffer.from([0x81, Buffer.byteLength(text)]), Buffer.from(text)]))
})
