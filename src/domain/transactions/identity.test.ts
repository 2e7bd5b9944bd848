import { expect, test } from 'vitest'
import { digestOf } from './identity.ts'

/** Digests are stored: were they others, what is told again after an upgrade would be taken for new. */
test.each([
  ['abc', 5059922895146125],
  ['0123456789abcdef/7\nSample.Periodic\n1234567890123456\n["229.1",57]', 7506856684889462],
  ['Straße 東京 🚗', 8296114725593450],
])('B-11 the digest of %j stays what it is, wherever it is cut', (text, digest) => {
  for (let at = 0; at <= text.length; at++) expect(digestOf(text.slice(0, at), text.slice(at))).toBe(digest)
})
