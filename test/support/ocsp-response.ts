export type OcspState = 'good' | 'revoked' | 'unknown'

export interface OcspContent {
  /** CertID as it was asked, DER. */
  readonly certificateId: Uint8Array
  readonly state: OcspState
  readonly thisUpdate: Date
  readonly nextUpdate?: Date
  /** Of the signer, when it is not the issuer; DER. */
  readonly certificates: readonly Uint8Array[]
}

/** One DER value; short on purpose, and no part of the program. */
export function encode(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  const length =
    content.length < 128
      ? Buffer.of(content.length)
      : content.length < 256
        ? Buffer.of(0x81, content.length)
        : Buffer.of(0x82, content.length >> 8, content.length & 0xff)
  return Buffer.concat([Buffer.of(tag), length, content])
}

const SEQUENCE = 0x30
const ECDSA_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex')
const BASIC = Buffer.from('06092b0601050507300101', 'hex')

function time(at: Date): Buffer {
  return encode(0x18, Buffer.from(at.toISOString().replace(/[-:T]|\.\d+/g, '')))
}

function stateOf(state: OcspState, at: Date): Buffer {
  if (state === 'good') return encode(0x80)
  return state === 'unknown' ? encode(0x82) : encode(0xa1, time(at))
}

/** A successful OCSPResponse about one certificate (RFC 6960 §4.2.1). */
export function writeOcspResponse(content: OcspContent, sign: (data: Buffer) => Buffer): Buffer {
  const { certificateId, state, thisUpdate, nextUpdate, certificates } = content
  const single = encode(
    SEQUENCE,
    certificateId,
    stateOf(state, thisUpdate),
    time(thisUpdate),
    ...(nextUpdate === undefined ? [] : [encode(0xa0, time(nextUpdate))]),
  )
  const responder = encode(0xa2, encode(0x04, Buffer.alloc(20, 7)))
  const data = encode(SEQUENCE, responder, time(thisUpdate), encode(SEQUENCE, single))
  const basic = encode(
    SEQUENCE,
    data,
    encode(SEQUENCE, ECDSA_SHA256),
    encode(0x03, Buffer.of(0), sign(data)),
    ...(certificates.length === 0 ? [] : [encode(0xa0, encode(SEQUENCE, ...certificates))]),
  )
  return encode(SEQUENCE, encode(0x0a, Buffer.of(0)), encode(0xa0, encode(SEQUENCE, BASIC, encode(0x04, basic))))
}

/** The CertID in a request for one certificate, as the platform and openssl write it: four sequences deep. */
export function certificateIdIn(request: Buffer): Buffer {
  let inner = request
  for (let depth = 0; depth < 4; depth += 1) inner = contentOf(inner)
  return inner.subarray(0, lengthOf(inner).end)
}

function contentOf(value: Buffer): Buffer {
  const { start, end } = lengthOf(value)
  return value.subarray(start, end)
}

function lengthOf(value: Buffer): { start: number; end: number } {
  const first = value[1] ?? 0
  const octets = first < 128 ? 0 : first & 0x7f
  const length = octets === 0 ? first : value.readUIntBE(2, octets)
  return { start: 2 + octets, end: 2 + octets + length }
}
