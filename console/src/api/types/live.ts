import type { LiveEnvelope as Told } from '#api-client'
import type { CommandState } from './command.ts'
import type { ConnectorStatus, LoggedMessage } from './station.ts'
import { wordsOf } from './words-of.ts'

type Place = 'version' | 'partyId' | 'stationId' | 'at'

/** The words that the event bears as text are those of the resource it is about. */
type Worded<E> = E extends { readonly kind: 'status' }
  ? Omit<E, 'status'> & { readonly status: ConnectorStatus }
  : E extends { readonly kind: 'message' }
    ? Omit<E, 'frameKind'> & { readonly frameKind: LoggedMessage['kind'] }
    : E extends { readonly kind: 'command' }
      ? Omit<E, 'state'> & { readonly state: CommandState }
      : E
type WithoutPlace<E> = E extends unknown ? Omit<E, Place> : never

/** What changed just now, and where: a hint and the few numbers worth drawing at once, not a record. */
export type LiveEnvelope = Worded<Told>
export type LiveEvent = WithoutPlace<LiveEnvelope>

export type LiveKind = LiveEvent['kind']
/** One kind of event, with where it is from. */
export type LiveOf<K extends LiveKind> = Extract<LiveEnvelope, { kind: K }>

export const LIVE_KINDS = wordsOf<LiveKind>({
  'station-connected': true,
  'station-disconnected': true,
  'station-changed': true,
  status: true,
  transaction: true,
  message: true,
  command: true,
  'station-event': true,
  'firmware-update': true,
  'station-log': true,
  alert: true,
  campaign: true,
  'configuration-drift': true,
})
