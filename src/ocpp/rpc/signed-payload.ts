import { constants, type KeyObject, sign, verify } from 'node:crypto'
import type { JsonObject } from './frame.ts'
import { readJson } from './read-json.ts'

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

/** The algorithms allowed (part 4 §7.3). */
const algorithms = {
  ES256: { hash: 'sha256', dsaEncoding: 'ieee-p1363', type: 'ec' },
  RS256: { hash: 'sha256', padding: constants.RSA_PKCS1_PADDING, type: 'rsa' },
  RS384: { hash: 'sha384', padding: constants.RSA_PKCS1_PADDING, type: 'rsa' },
} as const

export type SignatureAlgorithm = keyof typeof algorithms

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
  const payload = signature === undefined ? undefined : decodeObject(signature.payload)
  return signature === undefined || payload === undefined ? undefined : { payload, signature }
}

/** What a signature says of itself. */
export interface SignatureHeader {
  readonly algorithm: SignatureAlgorithm
  /** `OCPPAction`: the action that was signed. */
  readonly action: string | undefined
  /** `x5t#S256`: SHA-256 of the signing certificate's DER, base64url (part 4 §7.4). */
  readonly certificateThumbprint: string | undefined
}

/** Reads the protected header; undefined when it names no algorithm that is allowed. Believe it once it is verified. */
export function readSignatureHeader({ protectedHeader }: Signature): SignatureHeader | undefined {
  const header = decodeObject(protectedHeader)
  if (header === undefined || !isAlgorithm(header.alg)) return undefined
  return {
    algorithm: header.alg,
    action: asText(header.OCPPAction),
    certificateThumbprint: asText(header['x5t#S256']),
  }
}

/** True when the signature is one of `key` over this payload, by an algorithm that is allowed. */
export function verifySignature(signature: Signature, key: KeyObject): boolean {
  const header = readSignatureHeader(signature)
  if (header === undefined) return false
  const { hash, type, ...options } = algorithms[header.algorithm]
  if (key.asymmetricKeyType !== type) return false
  return verify(hash, signedBytes(signature), { key, ...options }, Buffer.from(signature.signature, 'base64url'))
}

/** Signs a payload as the flattened JWS a `<Action>-Signed` message carries (part 4 §7.1). */
export function signPayload(
  action: string,
  payload: object,
  algorithm: SignatureAlgorithm,
  key: KeyObject,
): { payload: string; protected: string; signature: string } {
  const { hash, type: _, ...options } = algorithms[algorithm]
  const protectedHeader = encode({ alg: algorithm, OCPPAction: action, OCPPMessageTypeId: 2 })
  const unsigned = { protectedHeader, payload: encode(payload) }
  const signature = sign(hash, signedBytes(unsigned), { key, ...options }).toString('base64url')
  return { payload: unsigned.payload, protected: protectedHeader, signature }
}

function signedBytes({ protectedHeader, payload }: Omit<Signature, 'signature'>): Buffer {
  return Buffer.from(`${protectedHeader}.${payload}`, 'ascii')
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function decodeObject(encoded: string): JsonObject | undefined {
  try {
    const value: unknown = readJson(Buffer.from(encoded, 'base64url').toString('utf8'))
    return isJsonObject(value) ? value : undefined
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

function isAlgorithm(value: unknown): value is SignatureAlgorithm {
  return typeof value === 'string' && Object.hasOwn(algorithms, value)
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
