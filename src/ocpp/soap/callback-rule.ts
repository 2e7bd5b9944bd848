import { inNetworks, plainAddress } from '#kernel'

/** Whether commands may be sent to an address, for a station that was last heard from `stationAddress`. */
export type CallbackRule = (address: string, stationAddress: string) => boolean

/**
 * What a station names as its address is not to be believed (G-03): whoever can say `From` could have us call anything we
 * can reach. Without networks only the very address the station calls from is taken; with networks only those.
 */
export function callbackRule(networks: readonly string[]): CallbackRule {
  if (networks.length === 0) return (address, stationAddress) => plainAddress(address) === plainAddress(stationAddress)
  return inNetworks(networks)
}
