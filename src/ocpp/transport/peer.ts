import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { TLSSocket } from 'node:tls'
import { inNetworks, plainAddress } from '#kernel'

/** Who is at the other end, and how it has come to us. */
export interface Peer {
  readonly remoteAddress: string
  /** To us, or to a proxy whose word counts. */
  readonly overTls: boolean
}

export type PeerReader = (request: IncomingMessage) => Peer

/** The other end of the connection itself: what a header says of another counts for nothing. */
export const directPeer: PeerReader = ({ socket }) => ({
  remoteAddress: plainAddress(socket.remoteAddress ?? ''),
  overTls: socket instanceof TLSSocket,
})

/**
 * Believes what proxies say of those who come through them: X-Forwarded-For, and X-Forwarded-Proto (http, https, ws or wss) of the
 * last one. A proxy that tells one of them has to set it itself, or stations could say what they like.
 *
 * @param proxies addresses, networks as 10.0.0.0/8, or the word loopback; none: {@link directPeer}
 */
export function peerThrough(proxies: readonly string[]): PeerReader {
  if (proxies.length === 0) return directPeer
  const isProxy = inNetworks(proxies)
  return (request) => {
    const direct = directPeer(request)
    if (!isProxy(direct.remoteAddress)) return direct
    return { remoteAddress: addressBehind(request, isProxy), overTls: tlsBefore(request) ?? direct.overTls }
  }
}

/** The last address of the way here that is no proxy's; that of the last known proxy where what follows is no address. */
function addressBehind(request: IncomingMessage, isProxy: (address: string) => boolean): string {
  let address = directPeer(request).remoteAddress
  for (const before of listed(request, 'x-forwarded-for').map(withoutPort).reverse()) {
    if (!isProxy(address) || isIP(before) === 0) break
    address = before
  }
  return plainAddress(address)
}

/** What each on the way has added to a header, the nearest last. */
function listed({ headers }: IncomingMessage, name: string): string[] {
  return [headers[name] ?? []]
    .flat()
    .flatMap((said) => said.split(','))
    .map((said) => said.trim())
}

/** Some proxies tell the port as well: 192.0.2.1:4711, [2001:db8::1]:4711. */
function withoutPort(told: string): string {
  const [, four, six] = /^(?:([\d.]+):\d+|\[([\da-f:.]+)\](?::\d+)?)$/i.exec(told) ?? []
  return four ?? six ?? told
}

function tlsBefore(request: IncomingMessage): boolean | undefined {
  const scheme = listed(request, 'x-forwarded-proto').at(-1)?.toLowerCase()
  if (scheme === 'https' || scheme === 'wss') return true
  return scheme === 'http' || scheme === 'ws' ? false : undefined
}
