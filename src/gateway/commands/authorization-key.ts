/** 1.6-J §6.2.2, errata 3.12; security whitepaper A00.FR.205. */
const SHORTEST_BYTES = 16
const LONGEST_BYTES = 20
const LONGEST_TEXT = 40

/**
 * The value that AuthorizationKey is set to: the key in hexadecimal digits. What is given in digits stays as it is. A text
 * that is longer than a key can be has no such form; stations that take it want it as it is. Undefined: no station can have it.
 */
export function writeAuthorizationKey(secret: string): string | undefined {
  const bytes = Buffer.from(secret)
  if (bytes.length < SHORTEST_BYTES || secret.length > LONGEST_TEXT) return undefined
  return bytes.length > LONGEST_BYTES ? secret : bytes.toString('hex')
}
