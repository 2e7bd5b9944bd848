import { hash } from 'node:crypto'

/**
 * The platform's id of a transaction, made from what names it on the wire, so that everything ever said of one finds the
 * same row without asking first: 2.x (station, transactionId) (2.0.1 E01.FR.08: unique per station only), 1.6 the start's
 * natural key.
 */
export function transactionIdOf(stationId: string, naming: 'reference' | 'start' | 'stop', key: string): string {
  return hash('sha256', `${stationId}\n${naming}\n${key}`, 'hex').slice(0, 32)
}

/** What makes a 1.6 StartTransaction the same start when it is sent again, under whatever message id (D-05, B-11). */
export function startKeyOf(start: {
  evseId: number
  token: { value: string }
  at: Date
  timestamp?: string
  startRegisterWh: number
}): string {
  return `${start.evseId}|${start.timestamp ?? start.at.getTime()}|${start.startRegisterWh}|${start.token.value.toLowerCase()}`
}

/** What names a transaction on the wire. */
export interface WireName {
  readonly stationId: string
  readonly reference: string
  readonly numbered: boolean
}

/**
 * 53 bits that tell readings of one station and time apart. Quick rather than safe against forging: whoever makes two
 * readings collide loses one of its own.
 *
 * @param parts of one text; where one ends and the next begins makes no difference
 */
export function digestOf(...parts: readonly string[]): number {
  let low = 0xdeadbeef
  let high = 0x41c6ce57
  for (const text of parts) {
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      low = Math.imul(low ^ code, 0x9e3779b1)
      high = Math.imul(high ^ code, 0x5f356495)
    }
  }
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35)
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35)
  return 2 ** 32 * (high & 0x1fffff) + (low >>> 0)
}
