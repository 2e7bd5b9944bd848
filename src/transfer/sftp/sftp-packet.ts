/** The longest packet of a peer: a piece to be written, of clients that write a quarter of a megabyte at a time. */
const MOST_PACKET_BYTES = 300_000

/**
 * The packets of an SFTP stream, each without its length (draft-ietf-secsh-filexfer-02 §3). The next is only read once the one
 * before has been dealt with, so that a peer has no more on its way than its window lets it.
 * @throws Error for one that is longer than any may be
 */
export async function* readPackets(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const piece of source) {
    rest = rest.length === 0 ? Buffer.from(piece) : Buffer.concat([rest, piece])
    while (rest.length >= 4) {
      const length = rest.readUInt32BE(0)
      if (length === 0 || length > MOST_PACKET_BYTES) throw new Error('No packet of SFTP is so long')
      if (rest.length < 4 + length) break
      yield rest.subarray(4, 4 + length)
      rest = rest.subarray(4 + length)
    }
  }
}

/** Reads the fields of a packet one after the other. @throws RangeError when it ends before */
export class PacketFields {
  readonly #packet: Buffer
  #at = 0

  constructor(packet: Buffer) {
    this.#packet = packet
  }

  byte(): number {
    return this.#packet.readUInt8(this.#step(1))
  }

  uint32(): number {
    return this.#packet.readUInt32BE(this.#step(4))
  }

  /** Beyond 2^53 as near as a number comes; no file is as long. */
  uint64(): number {
    return Number(this.#packet.readBigUInt64BE(this.#step(8)))
  }

  bytes(): Buffer {
    const length = this.uint32()
    const first = this.#step(length)
    return this.#packet.subarray(first, first + length)
  }

  text(): string {
    return this.bytes().toString()
  }

  #step(length: number): number {
    const at = this.#at
    if (at + length > this.#packet.length) throw new RangeError('The packet is too short')
    this.#at = at + length
    return at
  }
}

/** What a field of a packet is written from: a number of four bytes, text or bytes with their length, or bytes as they are. */
export type PacketPart = number | string | { readonly counted: Uint8Array } | { readonly plain: Uint8Array }

/** A packet with its length. */
export function packet(type: number, ...parts: readonly PacketPart[]): Buffer {
  const body = [Buffer.of(type), ...parts.flatMap(written)]
  return Buffer.concat([uint32(body.reduce((sum, { length }) => sum + length, 0)), ...body])
}

function written(part: PacketPart): readonly Uint8Array[] {
  if (typeof part === 'number') return [uint32(part)]
  if (typeof part === 'string') return written({ counted: Buffer.from(part) })
  return 'plain' in part ? [part.plain] : [uint32(part.counted.length), part.counted]
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
