import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { AppError } from '#kernel'

const VERSION = 'k1'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * A private key as it lies in the database: AES-256-GCM with a key drawn from the installation's secret key, bound to the
 * authority it belongs to.
 */
export function sealKey(secretKey: Uint8Array, authorityId: string, key: Uint8Array): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', wrappingKey(secretKey), nonce).setAAD(Buffer.from(authorityId))
  const sealed = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()])
  return `${VERSION}.${nonce.toString('base64url')}.${sealed.toString('base64url')}`
}

/** @throws AppError `internal` when it was sealed with another secret key, for another authority, or has been altered */
export function openKey(secretKey: Uint8Array, authorityId: string, sealed: string): Buffer {
  const [version, nonce = '', text = ''] = sealed.split('.')
  const bytes = Buffer.from(text, 'base64url')
  try {
    if (version !== VERSION) throw new TypeError(`sealed as ${version}`)
    const decipher = createDecipheriv('aes-256-gcm', wrappingKey(secretKey), Buffer.from(nonce, 'base64url'))
    decipher.setAAD(Buffer.from(authorityId)).setAuthTag(bytes.subarray(-TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()])
  } catch (cause) {
    const message = 'The key of the certificate authority does not open with the secret key of this installation'
    throw new AppError('internal', message, { authorityId }, { cause })
  }
}

function wrappingKey(secretKey: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secretKey, '', 'chargewright certificate authority', 32))
}
