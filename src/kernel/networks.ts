import { BlockList, isIP } from 'node:net'

const LOOPBACK = ['127.0.0.0/8', '::1']

/**
 * Tells whether an address lies in one of these networks: addresses, networks as 10.0.0.0/8 or fd00::/8, or the word loopback. An
 * IPv4 address that came over IPv6 is the same address; what is no address lies nowhere.
 */
export function inNetworks(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const network of networks.flatMap((name) => (name === 'loopback' ? LOOPBACK : [name]))) {
    const [address = '', bits] = network.split('/')
    if (bits === undefined) list.addAddress(address, family(address))
    else list.addSubnet(address, Number(bits), family(address))
  }
  return (address) => list.check(plainAddress(address), family(plainAddress(address)))
}

/** An IPv4 address without the form it has where it came over IPv6. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}

/**
 * What attempts are counted by: an IPv4 address; of an IPv6 address its first 64 bits, because whoever has one has all that begin with
 * them (RFC 6177).
 */
export function countedAs(address: string): string {
  const plain = plainAddress(address)
  if (isIP(plain) !== 6) return plain
  const [before = [], after] = plain.split('::').map((part) => (part === '' ? [] : part.split(':')))
  const written = before.length + (after?.length ?? 0) + (plain.includes('.') ? 1 : 0)
  const groups = [...before, ...Array.from({ length: 8 - written }, () => '0'), ...(after ?? [])]
  const network = groups.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16))
  return `${network.join(':')}::/64`
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4'
}
