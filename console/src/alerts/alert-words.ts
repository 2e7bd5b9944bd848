import type { Alert } from '#api-client'
import { severityName } from '../station/monitoring/severity.ts'

type AlertCause = Alert['cause']

export const causeWords: Readonly<Record<AlertCause, string>> = {
  faulted: 'Faulted',
  unavailable: 'Out of service',
  offline: 'Offline',
  silent: 'Silent',
  'transaction-without-contact': 'Charging out of contact',
  'transaction-without-energy': 'Charging without energy',
  'occupied-too-long': 'Occupied too long',
  'reserved-too-long': 'Reserved too long',
  'prepaid-in-other-currency': 'Prepaid in another currency',
  'payment-not-taken': 'Payment not taken',
  security: 'Security event',
  monitor: 'Monitored value',
}
export const ALERT_CAUSES = Object.keys(causeWords) as readonly AlertCause[]

/** `1 · Hardware failure`. */
export const severityWords = (severity: number): string => `${severity} · ${severityName(severity)}`

/** Where at the station it is: `EVSE 2, connector 1`; nothing when it is the station as a whole. */
export function placeWords({ evseId, connectorId }: Pick<Alert, 'evseId' | 'connectorId'>): string | undefined {
  if (evseId === undefined || evseId === 0) return undefined
  return connectorId === undefined || connectorId === 0 ? `EVSE ${evseId}` : `EVSE ${evseId}, connector ${connectorId}`
}

/** The gravest first, and of those the newest. */
export function byGravity(a: Alert, b: Alert): number {
  return a.severity - b.severity || b.openedAt.localeCompare(a.openedAt)
}

/** The alerts of each station, the gravest first. */
export function alertsByStation(alerts: readonly Alert[]): ReadonlyMap<string, readonly Alert[]> {
  return Map.groupBy(alerts.toSorted(byGravity), ({ stationId }) => stationId)
}
