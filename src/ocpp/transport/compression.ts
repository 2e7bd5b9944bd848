import type { PerMessageDeflateOptions } from 'ws'

const WINDOW_BITS = 11

/**
 * permessage-deflate with little to remember: no context kept between messages on either side, a window of 2 KB for what
 * is sent, small buffers, and nothing compressed that would not gain by it (part 4 §3.4, RFC 7692 §7.1).
 */
export const compressionOptions: PerMessageDeflateOptions = {
  serverNoContextTakeover: true,
  clientNoContextTakeover: true,
  serverMaxWindowBits: WINDOW_BITS,
  threshold: 1024,
  concurrencyLimit: 4,
  zlibDeflateOptions: { level: 3, memLevel: 4, chunkSize: 4096 },
  zlibInflateOptions: { chunkSize: 4096 },
}

/** True when an offer asks for compression in terms that can be met; others are declined, not refused. */
export function isAcceptableOffer(header: string | undefined): boolean {
  if (header === undefined || !header.includes('permessage-deflate')) return false
  for (const [, bits] of header.matchAll(/server_max_window_bits\s*=\s*"?(\d+)/g)) {
    if (Number(bits) < WINDOW_BITS) return false
  }
  return true
}

type Done = (error: Error | null, result?: Buffer) => void

/** ws's `PerMessageDeflate`, as far as it is public; ws exports the class, its types do not. */
export interface Deflate {
  compress(data: Buffer | string, fin: boolean, done: Done): void
  decompress(data: Buffer, fin: boolean, done: Done): void
  /** Frees the zlib streams, which must be at rest; they come back when needed. */
  cleanup(): void
}

/**
 * Gives the memory of a connection's compression back after every message: ws keeps two zlib streams for as long as the
 * connection lasts, some 120 KB, although without context takeover nothing in them is of use to the next message.
 */
export function releaseAfterEachMessage(deflate: Deflate): void {
  const { compress, decompress } = deflate
  let underWay = 0
  let insideMessage = false
  const finished = (done: Done): Done => {
    underWay += 1
    return (error, result) => {
      underWay -= 1
      if (underWay === 0 && !insideMessage) deflate.cleanup()
      done(error, result)
    }
  }
  deflate.compress = (data, fin, done) => compress.call(deflate, data, fin, finished(done))
  deflate.decompress = (data, fin, done) => {
    insideMessage = !fin
    decompress.call(deflate, data, fin, finished(done))
  }
}
