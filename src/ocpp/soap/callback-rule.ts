import { BlockList, isIP } from 'node:net'

/** Whether commands may be sent to an address, for a station that was last heard from `stationAddress`. */
export type CallbackRule = (address: string, stationAddress: string) => boolean

/**
 * What a station names as its address is not to be believed (G-03): whoever can say `From` could have us call anything we
 * can reach. Without networks only the very address the station calls from is taken; with networks only those.
 */
export function callbackRule(networks: readonly string[]): CallbackRule {
  if (networks.length === 0) return (address, stationAddress) => plain(address) === plain(stationAddress)
  const allowed = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) allowed.addAddress(address, family)
    else allowed.addSubnet(address, Number(bits), family)
  }
  return (address) => allowed.check(plain(address), isIP(plain(address)) === 6 ? 'ipv6' : 'ipv4')
}

/** An IPv4 address that came over IPv6 is the same address. */
function plain(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}
