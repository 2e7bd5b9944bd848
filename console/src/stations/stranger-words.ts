import type { Stranger } from '#api-client'
import { protocolWord, refusalReasons } from '../format/words.ts'

/** Where it came from, why it was turned away, and how often. */
export function strangerWords({ kind, identity, remoteAddress, reason, protocol, times }: Stranger): string {
  const why = kind === 'tls' ? `TLS failed: ${reason}` : (refusalReasons[reason] ?? 'nobody has entered it')
  return [
    ...(identity === undefined ? [] : [`from ${remoteAddress}`]),
    ...(protocol === undefined ? [] : [protocolWord(protocol)]),
    why,
    times === 1 ? 'once' : `${times} times`,
  ].join(' · ')
}
