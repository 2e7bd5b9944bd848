import { AppError } from '#kernel'

/** One value of ASN.1 in its distinguished encoding (X.690). */
export interface DerValue {
  /** The whole first octet: class, form and number. */
  readonly tag: number
  readonly content: Uint8Array
  /** Tag, length and content, as they came. */
  readonly whole: Uint8Array
}

export const derTags = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectId: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
} as const

/** Longest length field that is read: nothing that comes here has four gigabytes. */
const LENGTH_OCTETS = 4

/**
 * The values that follow each other in these bytes; looks inside none.
 *
 * @throws AppError `invalid` for bytes that end too early or are no such encoding
 */
export function readDer(bytes: Uint8Array): DerValue[] {
  const values: DerValue[] = []
  for (let at = 0; at < bytes.length; ) {
    const value = readOne(bytes, at)
    values.push(value)
    at += value.whole.length
  }
  return values
}

/** The one value these bytes are. @throws AppError `invalid` */
export function readDerValue(bytes: Uint8Array): DerValue {
  const [value, ...more] = readDer(bytes)
  if (value === undefined || more.length > 0) throw unreadable()
  return value
}

/** What is inside a constructed value. @throws AppError `invalid` when it has another tag */
export function derContent(value: DerValue | undefined, tag: number = derTags.sequence): DerValue[] {
  if (value?.tag !== tag) throw unreadable()
  return readDer(value.content)
}

function readOne(bytes: Uint8Array, at: number): DerValue {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw unreadable()
  const octets = first < 0x80 ? 0 : first & 0x7f
  if (first === 0x80 || octets > LENGTH_OCTETS) throw unreadable()
  let length = octets === 0 ? first : 0
  for (let index = 0; index < octets; index += 1) length = length * 256 + (bytes[at + 2 + index] ?? 0)
  const start = at + 2 + octets
  if (start + length > bytes.length) throw unreadable()
  return { tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(at, start + length) }
}

/** Writes one value around its content. */
export function writeDer(tag: number, ...contents: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(contents)
  if (content.length < 0x80) return Buffer.concat([Uint8Array.of(tag, content.length), content])
  const digits = content.length.toString(16)
  const length = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
  return Buffer.concat([Uint8Array.of(tag, 0x80 | length.length), length, content])
}

/** The moment of a UTCTime or GeneralizedTime (RFC 5280 §4.1.2.5). @throws AppError `invalid` */
export function derTime({ tag, content }: DerValue): Date {
  const text = Buffer.from(content).toString('latin1')
  const found = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.\d+)?Z$/.exec(text)
  const [, year = '', month, day, hour, minute, second] = found ?? []
  if (found === null || (tag === derTags.utcTime) !== (year.length === 2)) throw unreadable()
  const century = year.length === 4 ? '' : Number(year) < 50 ? '20' : '19'
  const moment = new Date(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  if (Number.isNaN(moment.getTime())) throw unreadable()
  return moment
}

function unreadable(): AppError {
  return new AppError('invalid', 'These bytes are not a DER encoding')
}
