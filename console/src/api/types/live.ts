import type { LiveEnvelope as Told } from '#api-client'
import type { CommandState } from './command.ts'
import type { Iso } from './page.ts'
import type { ConnectorStatus, LoggedMessage } from './station.ts'
import { wordsOf } from './words-of.ts'

/** What changed just now: a hint and the few numbers worth drawing at once, not a record. */
export type LiveEvent =
  | { readonly kind: 'station-connected' | 'station-disconnected' | 'station-changed' }
  | {
      readonly kind: 'status'
      readonly evseId: number
      readonly connectorId: number
      readonly status: ConnectorStatus
      readonly errorCode?: string
    }
  | {
      readonly kind: 'transaction'
      readonly transactionId: string
      readonly reference: string
      readonly status: 'active' | 'ended'
      readonly evseId?: number
      readonly energyWh: number
      readonly powerW?: number
      readonly stateOfCharge?: number
    }
  | {
      readonly kind: 'message'
      readonly direction: 'in' | 'out'
      readonly frameKind: LoggedMessage['kind']
      readonly action?: string
      readonly messageId?: string
      readonly frame: string
      readonly note?: string
    }
  | {
      readonly kind: 'command'
      readonly commandId: string
      readonly commandKind: string
      readonly state: CommandState
      readonly status?: string
    }
  | { readonly kind: 'station-event'; readonly eventKind: string; readonly type: string; readonly severity?: number }
  | OfFleet

/** What the API's own document says of it is all there is to say. */
type OfFleet = Bare<
  Extract<
    Told,
    { kind: 'alert' | 'campaign' | 'configuration-change' | 'configuration-drift' | 'firmware-update' | 'station-log' }
  >
>
type Bare<Event> = Event extends unknown ? Omit<Event, keyof Place> : never

interface Place {
  readonly version: 1
  readonly partyId: string
  readonly stationId: string
  readonly at: Iso
}

export type LiveEnvelope = LiveEvent & Place

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
  alert: true,
  campaign: true,
  'configuration-change': true,
  'configuration-drift': true,
  'firmware-update': true,
  'station-log': true,
})
