import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { AppError } from '#kernel'

const SALT_BYTES = 16
/** 20 bytes: the longest AuthorizationKey of 1.6, and as 40 hexadecimal digits the longest password of 2.0.1. */
const SECRET_BYTES = 20
const SHORTEST_SECRET = 16
const LONGEST_SECRET = 64

/** A new random secret that every OCPP version takes: 40 hexadecimal digits. */
export function makeSecret(): string {
  return randomBytes(SECRET_BYTES).toString('hex')
}

/**
 * The text under which a station's secret is kept. Keyed and salted, yet quick: after an outage every station of an
 * installation presents its secret within a minute, and a slow hash would keep them waiting for hours of work.
 */
export function hashSecret(secretKey: Uint8Array, secret: Uint8Array): string {
  const salt = randomBytes(SALT_BYTES)
  return `h1.${salt.toString('base64url')}.${digest(secretKey, salt, secret).toString('base64url')}`
}

/** True when `presented` is the secret that `hash` was made of; takes as long when it is not. */
export function opensWith(secretKey: Uint8Array, hash: string, presented: Uint8Array): boolean {
  const [version, salt, expected] = hash.split('.')
  if (version !== 'h1' || salt === undefined || expected === undefined) return false
  const wanted = Buffer.from(expected, 'base64url')
  const found = digest(secretKey, Buffer.from(salt, 'base64url'), presented)
  return wanted.length === found.length && timingSafeEqual(wanted, found)
}

/**
 * A secret an operator has chosen, as bytes.
 *
 * @throws AppError `invalid` unless it is 16 to 64 printable ASCII characters (2.0.1 A00.FR.205, 2.1 allows longer ones)
 */
export function readSecret(secret: string): Uint8Array {
  if (secret.length < SHORTEST_SECRET || secret.length > LONGEST_SECRET || !/^[\x20-\x7e]+$/.test(secret)) {
    throw new AppError('invalid', 'A station secret is 16 to 64 printable ASCII characters', {
      field: 'secret',
      minLength: SHORTEST_SECRET,
      maxLength: LONGEST_SECRET,
    })
  }
  return Buffer.from(secret)
}

function digest(secretKey: Uint8Array, salt: Uint8Array, secret: Uint8Array): Buffer {
  return createHmac('sha256', secretKey).update(salt).update(rawForm(secret)).digest()
}

/**
 * A 1.6 key is 16 to 20 bytes, configured as 32 to 40 hexadecimal digits; stations send either form (1.6-J §6.2, and
 * the security whitepaper). Both mean the bytes.
 */
function rawForm(secret: Uint8Array): Uint8Array {
  if (secret.length < 32 || secret.length > 40 || secret.length % 2 !== 0) return secret
  const text = Buffer.from(secret).toString('latin1')
  return /^[0-9a-fA-F]+$/.test(text) ? Buffer.from(text, 'hex') : secret
}
