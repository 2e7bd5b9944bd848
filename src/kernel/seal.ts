import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { AppError } from './app-error.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Keeps secrets so that only an installation with its key can read them. */
export interface Seal {
  /** Bound to what it is for: it opens for nothing else. */
  seal(purpose: string, secret: string): string
  /** @throws AppError `conflict` when it was sealed by another key or for something else. */
  unseal(purpose: string, sealed: string): string
}

/** AES-256-GCM by a key drawn from that of the installation for one `use`. */
export function createSeal(secretKey: Uint8Array, use: string): Seal {
  const key = new Uint8Array(hkdfSync('sha256', secretKey, new Uint8Array(), use, 32))
  return {
    seal(purpose, secret) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose))
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return `s1.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')}`
    },
    unseal(purpose, sealed) {
      try {
        const bytes = Buffer.from(sealed.replace(/^s1\./, ''), 'base64url')
        const nonce = bytes.subarray(0, NONCE_BYTES)
        const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)
        const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
        decipher.setAAD(Buffer.from(purpose)).setAuthTag(tag)
        const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
        return text.toString('utf8')
      } catch (cause) {
        throw new AppError('conflict', 'A secret was sealed under another key: say it again', {}, { cause })
      }
    },
  }
}
