import { createSeal } from '#kernel'

const USE = 'configuration'

/** Keeps a secret so that only an installation with this key can read it, bound to what it is for. */
export function seal(secretKey: Uint8Array, purpose: string, secret: string): string {
  return createSeal(secretKey, USE).seal(purpose, secret)
}

/** @throws AppError `conflict` when it was sealed by another key or for something else. */
export function unseal(secretKey: Uint8Array, purpose: string, sealed: string): string {
  return createSeal(secretKey, USE).unseal(purpose, sealed)
}
