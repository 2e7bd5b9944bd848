import type { JsonObject } from './frame.ts'

/** A JSON Web Signature as it came; verifying it is up to whoever knows the keys (part 4 §7.2). */
export interface Signature {
  /** Base64url, exactly as signed. */
  readonly protectedHeader: string
  /** Base64url, exactly as signed. */
  readonly payload: string
  /** Base64url. */
  readonly signature: string
}

export interface SignedPayload {
  readonly payload: JsonObject
  readonly signature: Signature
}

const SUFFIX = '-Signed'
const base64url = /^[A-Za-z0-9_-]*$/

/** The action inside `<Action>-Signed`, or undefined when the action is not a signed one (part 4 §7.1). */
export function unsignedAction(action: string): string | undefined {
  return action.endsWith(SUFFIX) ? action.slice(0, -SUFFIX.length) : undefined
}

/**
 * Takes the message out of its signature: the flattened JSON serialisation of RFC 7515 §7.2.2 that part 4 §7.1 asks for,
 * or the compact one. Undefined when it is neither.
 */
export function openSigned(raw: unknown): SignedPayload | undefined {
  const signature = typeof raw === 'string' ? readCompact(raw) : readFlattened(raw)
  if (signature === undefined) return undefined
  try {
    const payload: unknown = JSON.parse(Buffer.from(signature.payload, 'base64url').toString('utf8'))
    return isJsonObject(payload) ? { payload, signature } : undefined
  } catch {
    return undefined
  }
}

function readCompact(text: string): Signature | undefined {
  const [protectedHeader, payload, signature, ...rest] = text.split('.', 4)
  return rest.length === 0 ? checked(protectedHeader, payload, signature) : undefined
}

function readFlattened(raw: unknown): Signature | undefined {
  return isJsonObject(raw) ? checked(raw.protected, raw.payload, raw.signature) : undefined
}

function checked(protectedHeader: unknown, payload: unknown, signature: unknown): Signature | undefined {
  if (!isBase64url(protectedHeader) || !isBase64url(payload) || !isBase64url(signature)) return undefined
  return { protectedHeader, payload, signature }
}

function isBase64url(value: unknown): value is string {
  return typeof value === 'string' && base64url.test(value)
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
