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
  startRegisterWh: number
}): string {
  return `${start.evseId}|${start.at.getTime()}|${start.startRegisterWh}|${start.token.value.toLowerCase()}`
}

/** What names a transaction on the wire. */
export interface WireName {
  readonly stationId: string
  readonly reference: string
  readonly numbered: boolean
}

/** The same as one string. */
export function wireKey({ stationId, reference, numbered }: WireName): string {
  return numbered ? `${stationId}\n#${reference}` : `${stationId}\n${reference}`
}

/** 48 bits of a digest: tells readings of one station and time apart. */
export function digestOf(text: string): number {
  return Number.parseInt(hash('sha1', text, 'hex').slice(0, 12), 16)
}
