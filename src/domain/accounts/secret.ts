import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { newId } from '#kernel'

/** What a secret opens; part of its hash, so that one kind never passes for another. */
export type SecretPurpose = 'session' | 'link' | 'key'

/** 256 random bits: nothing to guess, so a keyed hash that takes microseconds is enough to keep. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a secret: HMAC-SHA256 under the installation's key. */
export function hashSecret(secretKey: Uint8Array, purpose: SecretPurpose, secret: string): string {
  return createHmac('sha256', secretKey).update(`${purpose}\0${secret}`).digest('base64url')
}

/** Compares two hashes in the same time wherever they differ. */
export function sameHash(left: string, right: string): boolean {
  const leftBytes = Buffer.from(left)
  const rightBytes = Buffer.from(right)
  return leftBytes.length === rightBytes.length && timingSafeEqual(leftBytes, rightBytes)
}

/** A program's key, `cw_<id>_<secret>`: the id finds it, the secret proves it. */
export function newKey(nowMs: number): { id: string; secret: string; text: string } {
  const id = newId(nowMs)
  const secret = newSecret()
  return { id, secret, text: `cw_${id}_${secret}` }
}

/** The parts of a program's key, or nothing when it does not look like one. */
export function readKey(text: string): { id: string; secret: string } | undefined {
  const match = /^cw_([0-9a-f-]{36})_([\w-]{43})$/.exec(text)
  return match?.[1] && match[2] ? { id: match[1], secret: match[2] } : undefined
}
