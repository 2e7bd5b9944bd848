import { expect, test } from 'vitest'
import { writeAuthorizationKey } from './authorization-key.ts'

test.each([
  ['sixteen bytes..!', '7369787465656e2062797465732e2e21'],
  ['twenty bytes of a k.', '7477656e7479206279746573206f662061206b2e'],
  ['00112233445566778899aabbccddeeff00112233', '00112233445566778899aabbccddeeff00112233'],
  ['00112233445566778899AABBCCDDEEFF', '00112233445566778899AABBCCDDEEFF'],
  ['a text longer than any key', 'a text longer than any key'],
  ['fifteen bytes..', undefined],
  ['forty-one characters, more than there may be', undefined],
])('1.6-J §6.2.2/2 the key %s is set as %s', (secret, value) => {
  expect(writeAuthorizationKey(secret)).toBe(value)
})
