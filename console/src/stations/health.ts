import type { Connector, ConnectorStatus, Station } from '../api/types.ts'
import { connectorWords, type Tone, wordFor } from '../format/words.ts'
import type { Load } from './running-by-station.ts'

export interface Health {
  readonly label: string
  readonly tone: Tone
}

/** A few frames against the specification happen to every station; more than these are worth a word. */
const DEVIATIONS_WORTH_A_WORD = 3
const CONNECTIONS_WORTH_A_WORD = 8
const CONNECTIONS_AN_HOUR = 2

const IN_USE: readonly ConnectorStatus[] = [
  'preparing',
  'charging',
  'suspended-vehicle',
  'suspended-station',
  'finishing',
  'occupied',
]

/**
 * The one word for how a station is, worst first. Its running transactions say what its connectors may not: those of 2.x
 * tell that a car is there and not whether it charges, and some tell nothing at all.
 */
export function healthOf(station: Station, load?: Pick<Load, 'transactions' | 'powerW'>): Health {
  const { transactions = [], powerW = 0 } = load ?? {}
  if (station.admission === 'waiting') return { label: 'Waiting', tone: 'warn' }
  if (station.admission === 'refused') return { label: 'Refused', tone: 'quiet' }
  if (!station.presence.connected) {
    return station.presence.lastSeenAt === undefined
      ? { label: 'Never seen', tone: 'quiet' }
      : { label: 'Offline', tone: 'quiet' }
  }
  if (station.connectors.some(isFaulted)) return { label: 'Faulted', tone: 'bad' }
  if (station.registration !== 'accepted') return { label: 'Not registered', tone: 'warn' }
  // One that measures no power is taken at its word.
  const unmeasured = transactions.every((running) => running.powerW === undefined)
  const saysSo = station.connectors.some(({ status }) => status === 'charging')
  if (powerW > 0 || (saysSo && unmeasured)) return { label: 'Charging', tone: 'busy' }
  if (transactions.length > 0 || station.connectors.some(({ status }) => IN_USE.includes(status)))
    return { label: 'In use', tone: 'busy' }
  return { label: 'Online', tone: 'good' }
}

const isFaulted = ({ status }: Connector): boolean => status === 'faulted'

/** What a station does that it should not, each in a few words. */
export function complaintsAbout(station: Station, now: number): readonly string[] {
  const { deviationCount, connectionCount } = station.presence
  const complaints = station.connectors.filter(isFaulted).map(faultWords)
  if (deviationCount >= DEVIATIONS_WORTH_A_WORD) complaints.push(`${deviationCount} deviations from OCPP`)
  const hours = Math.max(1, (now - new Date(station.createdAt).getTime()) / 3_600_000)
  if (connectionCount >= CONNECTIONS_WORTH_A_WORD && connectionCount / hours > CONNECTIONS_AN_HOUR) {
    complaints.push(`reconnects often (${connectionCount} times)`)
  }
  return complaints
}

function faultWords({ evseId, errorCode, vendorErrorCode, info }: Connector): string {
  const where = evseId === 0 ? 'the station' : `EVSE ${evseId}`
  const why = [errorCode, vendorErrorCode, info].filter((word) => word !== undefined && word !== 'NoError').join(', ')
  return why === '' ? `${where} is faulted` : `${where} is faulted: ${why}`
}

/** Connectors by EVSE; EVSE 0, the station as a whole, only when it is not simply available. */
export function evsesOf(station: Station): readonly { evseId: number; connectors: readonly Connector[] }[] {
  const shown = station.connectors.filter(({ evseId, status }) => evseId !== 0 || status !== 'available')
  return [...Map.groupBy(shown, ({ evseId }) => evseId)]
    .map(([evseId, connectors]) => ({ evseId, connectors }))
    .toSorted((a, b) => a.evseId - b.evseId)
}

/** What stands on the dot of a connector when pointed at. */
export function connectorTitle({ evseId, connectorId, status, errorCode }: Connector): string {
  const where = evseId === 0 ? 'Station' : `EVSE ${evseId}, connector ${connectorId}`
  const error = errorCode === undefined || errorCode === 'NoError' ? '' : ` (${errorCode})`
  return `${where}: ${wordFor(connectorWords, status).label}${error}`
}
