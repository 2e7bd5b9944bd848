import { createHash } from 'node:crypto'

/** What a firmware file says of itself. */
export interface FirmwareContent {
  readonly vendor: string
  readonly model: string
  readonly version: string
}

const MAGIC = 'chargewright firmware 1'
const LONGEST_HEAD = 2_000

/** A firmware file as simulated stations run it: a line about it, a body of any length, and its own checksum. */
export function makeFirmware(content: FirmwareContent, bodyBytes = 2_000): Buffer {
  const head = Buffer.from(`${JSON.stringify([MAGIC, content.vendor, content.model, content.version])}\n`)
  const body = createHash('shake256', { outputLength: bodyBytes }).update(head).digest()
  const whole = Buffer.concat([head, body])
  return Buffer.concat([whole, createHash('sha256').update(whole).digest()])
}

/** Undefined for anything that is no firmware, or is damaged. */
export function readFirmware(file: Buffer): FirmwareContent | undefined {
  const whole = file.subarray(0, -32)
  if (!createHash('sha256').update(whole).digest().equals(file.subarray(-32))) return undefined
  const end = whole.subarray(0, LONGEST_HEAD).indexOf('\n')
  try {
    const head: unknown = JSON.parse(whole.toString('utf8', 0, end))
    if (!Array.isArray(head) || head[0] !== MAGIC) return undefined
    const [, vendor, model, version] = head.map(String)
    return { vendor: vendor ?? '', model: model ?? '', version: version ?? '' }
  } catch {
    return undefined
  }
}
