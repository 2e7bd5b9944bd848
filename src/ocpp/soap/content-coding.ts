import { promisify } from 'node:util'
import { deflate, gunzip, gzip, inflate, inflateRaw } from 'node:zlib'
import { AppError } from '#kernel'

/** Shorter texts only grow when they are compressed (1.6-S §6.1). */
const WORTH_COMPRESSING = 1024

const inflaters = { gzip: promisify(gunzip), zlib: promisify(inflate), raw: promisify(inflateRaw) }
const deflaters = { gzip: promisify(gzip), deflate: promisify(deflate) }

/** Codings both sides must know (1.6-S §6.1, G-06). */
export type Coding = keyof typeof deflaters

/**
 * Undoes a `Content-Encoding`; never makes more than `limit` bytes.
 * @throws AppError `unsupported` for another coding, `too-large`, or `invalid` for what is not of its coding
 */
export async function decode(body: Buffer, coding: string | undefined, limit: number): Promise<Buffer> {
  const name = (coding ?? '').trim().toLowerCase()
  if (name === '' || name === 'identity') return body
  if (name !== 'gzip' && name !== 'x-gzip' && name !== 'deflate') {
    throw new AppError('unsupported', 'only gzip and deflate are taken')
  }
  const inflater = name === 'deflate' ? (isZlib(body) ? 'zlib' : 'raw') : 'gzip'
  try {
    return await inflaters[inflater](body, { maxOutputLength: limit })
  } catch (cause) {
    const tooLarge =
      cause instanceof RangeError ||
      (cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE')
    throw new AppError(tooLarge ? 'too-large' : 'invalid', 'the body cannot be inflated', {}, { cause })
  }
}

/** `deflate` is the zlib format (RFC 9110 §8.4.1.2); some send what is inside alone. */
function isZlib(body: Buffer): boolean {
  return body.length >= 2 && (body.readUInt8(0) & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0
}

export function compress(text: string, coding: Coding): Promise<Buffer> {
  return deflaters[coding](text)
}

/** Compresses with the first coding of an `Accept-Encoding` that is known here, where that makes it shorter. */
export async function encode(
  text: string,
  accepted: string | undefined,
): Promise<{ readonly body: Buffer; readonly coding?: Coding }> {
  const body = Buffer.from(text)
  const coding = body.length < WORTH_COMPRESSING ? undefined : chooseCoding(accepted ?? '')
  if (coding === undefined) return { body }
  const compressed = await compress(text, coding)
  return compressed.length < body.length ? { body: compressed, coding } : { body }
}

function chooseCoding(accepted: string): Coding | undefined {
  for (const one of accepted.toLowerCase().split(',')) {
    const [name = '', ...parameters] = one.split(';').map((part) => part.trim())
    if ((name === 'gzip' || name === 'deflate') && !parameters.some((part) => /^q=0(\.0*)?$/.test(part))) return name
  }
  return undefined
}
