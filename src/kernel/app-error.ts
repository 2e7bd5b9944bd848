/**
 * What can go wrong, as published codes. A code is never renamed: programs on the other side of an API match on it.
 *
 * Refusals (a token that is blocked, a connector that is busy) are not errors: the domain returns them as data.
 */
export const ERROR_CODES = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'too-large',
  'too-many',
  'unsupported',
  'unavailable',
  'timeout',
  'internal',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

/** A failure that somebody outside may be told about: a code to match on, a sentence to read, details to mend it with. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: ErrorCode, message: string, details: Record<string, unknown> = {}, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
    this.details = details
  }
}

/** The code of anything thrown; what is not an AppError is a bug and so `internal`. */
export function errorCode(thrown: unknown): ErrorCode {
  return thrown instanceof AppError ? thrown.code : 'internal'
}
