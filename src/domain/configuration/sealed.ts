import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { AppError } from '#kernel'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Keeps a secret so that only an installation with this key can read it: AES-256-GCM, bound to what it is for. */
export function seal(secretKey: Uint8Array, purpose: string, secret: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', keyFor(secretKey), nonce).setAAD(Buffer.from(purpose))
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return `s1.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')}`
}

/** @throws AppError `conflict` when it was sealed by another key or for something else. */
export function unseal(secretKey: Uint8Array, purpose: string, sealed: string): string {
  try {
    const bytes = Buffer.from(sealed.replace(/^s1\./, ''), 'base64url')
    const nonce = bytes.subarray(0, NONCE_BYTES)
    const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)
    const decipher = createDecipheriv('aes-256-gcm', keyFor(secretKey), nonce, { authTagLength: TAG_BYTES })
    decipher.setAAD(Buffer.from(purpose)).setAuthTag(tag)
    const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
    return text.toString('utf8')
  } catch (cause) {
    throw new AppError('conflict', 'A secret was sealed under another key: say it again', {}, { cause })
  }
}

function keyFor(secretKey: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secretKey, new Uint8Array(), 'configuration', 32))
}
