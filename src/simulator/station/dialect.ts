import type { JsonObject, OcppVersion, RpcErrorCode } from '#ocpp/rpc'
import type { EnergyTransferModeEnumType, TariffType } from '#ocpp/v21'
import type { Evse } from './evse.ts'
import type { Part } from './part.ts'
import type { ReservationEnd } from './reservations.ts'
import type { ContextReading, Token, TransactionEvent } from './transaction.ts'

/** A request ready to be sent. */
export interface Message {
  readonly action: string
  readonly payload: object
}

export interface TransactionMessage {
  readonly action: string
  readonly payload: () => object
  /** An intermediate one, which a station short of memory may leave out. */
  readonly expendable: boolean
  /** What the answer says about the token, where it says something. Not called for a message that was given up. */
  readonly answered: (payload: JsonObject) => Verdict | undefined
  readonly discarded: () => void
}

export type BootReason = 'ApplicationReset' | 'FirmwareUpdate' | 'PowerUp' | 'RemoteReset' | 'Triggered' | 'Watchdog'

export interface BootAnswer {
  readonly status: 'Accepted' | 'Pending' | 'Rejected'
  readonly intervalS: number
}

export interface Verdict {
  readonly accepted: boolean
  /** The word of the version. */
  readonly status: string
  /** What is thought of the certificates of a contract (2.x C07.FR.13 to 17). */
  readonly certificateStatus?: string
  /** Tokens of one group may stop each other's transactions. */
  readonly group?: string
  readonly expiresMs?: number
  /** What the driver reads, best first, as RFC 5646 names it (2.x IdTokenInfoType). */
  readonly languages?: readonly string[]
  /** The EVSEs it is good for; all if absent (2.x C01.FR.21). */
  readonly evseIds?: readonly number[]
  /** What the driver pays, where that is another tariff than the station's own (2.1 I08). */
  readonly tariff?: TariffType
  /** How energy may get to, and from, the driver's vehicle (2.1 Q01.FR.01). */
  readonly transfers?: readonly EnergyTransferModeEnumType[]
}

/** The answer to a command, and what the station does once it is on its way. */
export type Reply = { readonly response: object; readonly after?: () => void } | Refusal

/** No answer but an error of the RPC layer. */
export interface Refusal {
  readonly refused: RpcErrorCode
  readonly description: string
}

/** One version's wording of everything a station says and understands. Decides nothing that another version would not. */
export interface Dialect {
  readonly version: OcppVersion
  boot(reason: BootReason): Message
  /** Undefined when the answer cannot be understood. */
  readBoot(payload: JsonObject): BootAnswer | undefined
  heartbeat(): Message
  /** What is told of the station as a whole after a boot; nothing in versions that have no words for it. */
  stationStatus(): readonly Message[]
  /** How the EVSE looks in this version; two that look the same are not told twice. */
  shownStatus(evse: Evse): string
  status(evse: Evse): Message
  authorize(token: Token): Message
  readAuthorize(payload: JsonObject): Verdict
  /** Undefined when this version has no message for the event. */
  transaction(event: TransactionEvent): TransactionMessage | undefined
  /** Undefined in versions without security events. */
  securityEvent(type: string): Message | undefined
  /** Readings outside any transaction. */
  meterValues(evse: Evse, reading: ContextReading): Message
  /** Asks for the station's certificate. */
  signCertificate(csr: string, requestId: number): Message
  /** Nothing in versions that have no words for it. */
  reservationEnded(reservationId: number, how: ReservationEnd): readonly Message[]
  answer(action: string, payload: JsonObject): Reply
  /** What of the version lives along with the station. */
  readonly parts?: readonly Part[]
}
