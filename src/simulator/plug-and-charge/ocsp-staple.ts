/** What an OCSPResponse says, as a car reads it in the TLS handshake (RFC 6960 §4.2.1). */
export interface Staple {
  readonly isGood: boolean
  /** Absent: there may be news at any time. */
  readonly untilMs?: number
}

interface Value {
  readonly tag: number
  readonly content: Buffer
}

const ENUMERATED = 0x0a
const GENERALIZED_TIME = 0x18
const GOOD = 0x80
const NEXT_UPDATE = 0xa0

/** Undefined for what is no successful response. */
export function readStaple(base64: string): Staple | undefined {
  const [response] = valuesIn(Buffer.from(base64, 'base64'))
  const [status, bytes] = inside(response)
  if (status?.tag !== ENUMERATED || status.content[0] !== 0) return undefined
  const [, basic] = inside(inside(bytes)[0])
  const [signed] = inside(inside(basic)[0])
  const parts = inside(signed)
  // Past version and responder: the time it was produced, then the answers.
  const producedAt = parts.findIndex(({ tag }) => tag === GENERALIZED_TIME)
  const [, state, , next] = inside(inside(parts[producedAt + 1])[0])
  if (producedAt === -1 || state === undefined) return undefined
  const [until] = next?.tag === NEXT_UPDATE ? inside(next) : []
  const isGood = state.tag === GOOD
  return until === undefined ? { isGood } : { isGood, untilMs: timeOf(until.content.toString('latin1')) }
}

function inside(value: Value | undefined): Value[] {
  return value === undefined ? [] : valuesIn(value.content)
}

/** The DER values that stand one behind the other; stops at the first that is not whole. */
function valuesIn(bytes: Buffer): Value[] {
  const values: Value[] = []
  for (let at = 0; at + 2 <= bytes.length; ) {
    const first = bytes[at + 1] ?? 0
    const octets = first < 0x80 ? 0 : first & 0x7f
    const start = at + 2 + octets
    if (octets > 4 || start > bytes.length) break
    const end = start + (octets === 0 ? first : bytes.readUIntBE(at + 2, octets))
    if (end > bytes.length) break
    values.push({ tag: bytes[at] ?? 0, content: bytes.subarray(start, end) })
    at = end
  }
  return values
}

/** 20261125120000Z. */
function timeOf(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/, '$1-$2-$3T$4:$5:$6'))
}
