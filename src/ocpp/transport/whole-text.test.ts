import fc from 'fast-check'
import { expect, test } from 'vitest'
import { frameBytes, wholeText, wholeTextEnd } from './whole-text.ts'

const NO_BOUND = 1_000_000

const key = fc.uint8Array({ minLength: 4, maxLength: 4 })
const content = fc.oneof(
  fc.string({ maxLength: 400 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  // About where a length takes more bytes.
  fc.integer({ min: 120, max: 130 }).map((length) => 'x'.repeat(length)),
)
/** How many bytes are before the frame in the buffer, so that words begin everywhere in it. */
const before = fc.integer({ min: 0, max: 9 })

/** A frame as a client sends it (RFC 6455 §5.2). */
function maskedFrame(payload: Uint8Array, mask: Uint8Array, first = 0x81): Buffer {
  const length =
    payload.length < 126 ? [0x80 | payload.length] : [0x80 | 126, payload.length >> 8, payload.length & 0xff]
  const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0))
  return Buffer.concat([Buffer.from([first, ...length]), mask, masked])
}

function inBuffer(frame: Buffer, at: number): ReturnType<typeof frameBytes> {
  return frameBytes(Buffer.concat([Buffer.alloc(at, 0xaa), frame, Buffer.alloc(7, 0xaa)]))
}

test('RFC 6455 §5.2 §5.3 a whole text message is found and read, wherever it begins and whatever its mask', () => {
  fc.assert(
    fc.property(content, key, before, (text, mask, start) => {
      const frame = maskedFrame(Buffer.from(text), mask)
      const buffer = inBuffer(frame, start)
      const end = wholeTextEnd(buffer.bytes, start, buffer.bytes.length, NO_BOUND)
      expect(end).toBe(start + frame.length)
      expect(wholeText(buffer, start, end)).toBe(text.includes('\ufffd') ? undefined : Buffer.from(text).toString())
      expect(buffer.bytes.subarray(0, start).every((byte) => byte === 0xaa)).toBe(true)
      expect(buffer.bytes.subarray(end).every((byte) => byte === 0xaa)).toBe(true)
    }),
  )
})

test('of a message that has not come to its end nothing is taken', () => {
  fc.assert(
    fc.property(content, key, fc.nat(), (text, mask, cut) => {
      const frame = maskedFrame(Buffer.from(text), mask)
      expect(wholeTextEnd(frame, 0, cut % frame.length, NO_BOUND)).toBe(0)
    }),
  )
})

test('RFC 6455 §8.1 what is no UTF-8 is left as it came', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), key, before, (payload, mask, start) => {
      const frame = maskedFrame(Buffer.concat([payload, Buffer.from([0xff])]), mask)
      const buffer = inBuffer(frame, start)
      expect(wholeText(buffer, start, start + frame.length)).toBeUndefined()
      expect(buffer.bytes.subarray(start, start + frame.length)).toEqual(frame)
    }),
  )
})

test.each([0x01, 0x80, 0x82, 0x88, 0x89, 0x8a, 0xc1, 0xa1, 0x91])(
  'a frame that begins with %i is for others',
  (first) => {
    const frame = maskedFrame(Buffer.from('text'), Buffer.from([1, 2, 3, 4]), first)
    expect(wholeTextEnd(frame, 0, frame.length, NO_BOUND)).toBe(0)
  },
)

test('so is one that is not masked, that is longer than the bound, or that says a short length at length', () => {
  const mask = Buffer.from([1, 2, 3, 4])
  const unmasked = Buffer.concat([Buffer.from([0x81, 4]), Buffer.from('textand more')])
  expect(wholeTextEnd(unmasked, 0, unmasked.length, NO_BOUND)).toBe(0)
  const frame = maskedFrame(Buffer.from('x'.repeat(200)), mask)
  expect(wholeTextEnd(frame, 0, frame.length, 200)).toBe(frame.length)
  expect(wholeTextEnd(frame, 0, frame.length, 199)).toBe(0)
  const wordy = Buffer.concat([Buffer.from([0x81, 0x80 | 126, 0, 4]), mask, Buffer.from('text')])
  expect(wholeTextEnd(wordy, 0, wordy.length, NO_BOUND)).toBe(0)
  const long = Buffer.concat([Buffer.from([0x81, 0x80 | 127, 0, 0, 0, 0, 0, 0, 0, 4]), mask, Buffer.from('text')])
  expect(wholeTextEnd(long, 0, long.length, NO_BOUND)).toBe(0)
})
