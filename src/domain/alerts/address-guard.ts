import { lookup as resolve } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { AppError } from '#kernel'

/** What webhooks may reach. */
export interface Reach {
  /** Also loopback, private and link-local networks, and plain HTTP. */
  readonly privateNetworks: boolean
  /** Only these hosts, when there are any. */
  readonly hosts: readonly string[]
}

// Apart, because a list of both takes every IPv4 address for one inside ::ffff:0:0/96.
const inner = { ipv4: new BlockList(), ipv6: new BlockList() }
for (const [network, bits] of [
  ...(['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'] as const),
  ...(['192.0.0.0/24', '192.0.2.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24'] as const),
  ...(['203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'] as const),
].map((text) => text.split('/'))) {
  inner.ipv4.addSubnet(network ?? '', Number(bits), 'ipv4')
}
// Those that hold an IPv4 address reach whatever that one reaches.
for (const [network, bits] of [
  ...(['::/128', '::1/128', '::ffff:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23'] as const),
  ...(['2001:db8::/32', '2002::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'] as const),
].map((text) => text.split('/'))) {
  inner.ipv6.addSubnet(network ?? '', Number(bits), 'ipv6')
}

/** Whether an address is on the open internet. What is no address is not. */
export function isPublic(address: string): boolean {
  const kind = isIP(address)
  if (kind === 0) return false
  return kind === 4 ? !inner.ipv4.check(address, 'ipv4') : !inner.ipv6.check(address, 'ipv6')
}

/**
 * A URL that may be told, as far as can be said without asking for its address.
 *
 * @throws AppError `invalid` saying why not
 */
export function checkTarget(target: string, { privateNetworks, hosts }: Reach): URL {
  const url = URL.parse(target)
  const refuse = (problem: string) => {
    throw new AppError('invalid', `This URL may not be told: ${problem}`, { fields: [{ field: 'target', problem }] })
  }
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return refuse('it is no web address')
  if (url.protocol === 'http:' && !privateNetworks) return refuse('it has to begin with https://')
  if (url.username !== '' || url.password !== '') return refuse('it holds a user or password')
  const host = hostOf(url)
  if (hosts.length > 0 && !hosts.includes(host.toLowerCase())) return refuse('its host is not on the list')
  if (isIP(host) !== 0 && !privateNetworks && !isPublic(host)) return refuse('its address is not public')
  return url
}

/** The host without the brackets around an IPv6 address. */
export function hostOf({ hostname }: URL): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
}

/** Looks a name up as it connects, so that it cannot be checked as one address and reached as another. */
export function guardedLookup({ privateNetworks }: Reach): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '')
      const allowed = privateNetworks ? addresses : addresses.filter(({ address }) => isPublic(address))
      const [first] = allowed
      if (first === undefined) return callback(new Error('its address is not public'), '')
      if (options.all === true) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
}
