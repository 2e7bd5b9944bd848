import type { StationReport } from '#domain/station-reports'
import type { Scope } from '#kernel'

export const MESSAGE_PRIORITIES = ['always-front', 'in-front', 'normal-cycle'] as const
export type MessagePriority = (typeof MESSAGE_PRIORITIES)[number]

export const MESSAGE_STATES = ['charging', 'faulted', 'idle', 'unavailable', 'suspended', 'discharging'] as const
export type MessageState = (typeof MESSAGE_STATES)[number]

export const MESSAGE_FORMATS = ['ascii', 'html', 'uri', 'utf8', 'qr-code'] as const
export type MessageFormat = (typeof MESSAGE_FORMATS)[number]

/** A message in one language. */
export interface Wording {
  readonly format: MessageFormat
  /** As `en-US` (RFC 5646). */
  readonly language?: string
  readonly content: string
}

/** Where a message is shown, when the station has several displays. */
export interface DisplayPlace {
  readonly component: string
  readonly componentInstance?: string
  readonly evseId?: number
  readonly connectorId?: number
}

/** A message a station shows on its display, as it was set or as the station reported it last. */
export interface DisplayMessage {
  readonly id: number
  readonly priority: MessagePriority
  /** While the station is so; absent: always. */
  readonly state?: MessageState
  readonly startsAt?: Date
  readonly endsAt?: Date
  /** The station's reference of the transaction it belongs to, with which it goes (O02.FR.02). */
  readonly reference?: string
  readonly display?: DisplayPlace
  /** The first is the message, the rest says it in other languages. */
  readonly wordings: readonly Wording[]
  readonly setAt?: Date
  readonly reportedAt?: Date
}

export type ToldMessage = Omit<DisplayMessage, 'setAt' | 'reportedAt'>

/** A part of what a station has configured (2.x NotifyDisplayMessages); parts have no numbers and come in order. */
export interface DisplayPart {
  readonly stationId: string
  readonly requestId: number
  readonly toBeContinued: boolean
  readonly messages: readonly ToldMessage[]
}

/** What the answer to a command says about the messages of a station. */
export type DisplayChange =
  | { readonly kind: 'set'; readonly message: ToldMessage }
  | { readonly kind: 'cleared'; readonly id: number }
  /** The station will tell, or has none that fit: those of `ids` then, or of everything when it was asked for `whole`. */
  | {
      readonly kind: 'report'
      readonly requestId: number
      readonly whole: boolean
      readonly empty: boolean
      readonly ids: readonly number[]
    }

export interface StationDisplay {
  readonly stationId: string
  readonly messages: readonly DisplayMessage[]
  /** The last reports, newest first. */
  readonly reports: readonly StationReport[]
}

/** What stations show on their displays on our behalf (2.x O01 to O06). */
export interface DisplayMessages {
  /** Takes in what a station accepted. */
  learn(stationId: string, change: DisplayChange): Promise<void>
  /** Takes one part of what is configured; what a complete report of everything leaves out is gone (O03, O04). */
  recordPart(part: DisplayPart): Promise<StationReport | undefined>
  /** Those that are still to be shown: not past their end, nor of a transaction that has ended. */
  get(scope: Scope, stationId: string): Promise<StationDisplay>
}
