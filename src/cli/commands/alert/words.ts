import type { Alert } from '#api-client'
import { paint } from '../../format/paint.ts'
import type { TextSink } from '../../surroundings.ts'
import { wordsOf } from '../../words.ts'

export const CAUSES = wordsOf<Alert['cause']>({
  faulted: true,
  unavailable: true,
  offline: true,
  silent: true,
  'transaction-without-contact': true,
  'transaction-without-energy': true,
  'occupied-too-long': true,
  'reserved-too-long': true,
  'prepaid-in-other-currency': true,
  'payment-not-taken': true,
  security: true,
  monitor: true,
})

export const SEVERITY_HELP = 'Severity counts from 0 (danger) to 9 (debug): the lower the number the graver.'

/** What it is: `monitor 4`, `security InvalidMessages`. */
export function whatOf({ cause, subject }: Alert): string {
  return [cause, subject].filter(Boolean).join(' ')
}

/** Where it is: `CS-1`, `CS-1 EVSE 2`, `CS-1 EVSE 2.1`. */
export function placeOf({ stationId, evseId, connectorId }: Alert): string {
  if (evseId === undefined) return stationId
  return `${stationId} EVSE ${evseId}${connectorId === undefined ? '' : `.${connectorId}`}`
}

/** How it stands: over, seen by somebody, or open. */
export function stateOf({ closedAt, acknowledgedAt }: Alert): string {
  if (closedAt !== undefined) return 'over'
  return acknowledgedAt === undefined ? 'open' : 'seen'
}

/** A grave one in red, one that is less grave in yellow. */
export function severe(sink: TextSink, severity: number, text: string): string {
  if (severity > 6) return text
  return paint(sink, severity <= 3 ? 'red' : 'yellow', text)
}
