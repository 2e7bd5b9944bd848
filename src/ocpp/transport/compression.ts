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
