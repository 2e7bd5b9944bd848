import type { Timer } from '#kernel'
import type { OutgoingCall } from '../wire/outbox.ts'
import type { BootReason, Message } from './dialect.ts'
import type { Evse } from './evse.ts'
import type { Hardware } from './hardware.ts'
import type { RegistrationStatus } from './registration.ts'
import type { SettingName, Settings } from './settings.ts'
import type { Token, Trigger } from './transaction.ts'

/** When a reset happens, and what becomes of running transactions. */
export type ResetKind = 'hard' | 'soft' | 'when-idle'

/** What a dialect may see of its station, and ask of it. */
export interface StationBody {
  readonly id: string
  readonly hardware: Hardware
  readonly settings: Settings
  readonly evses: readonly Evse[]
  readonly registration: RegistrationStatus
  /** It may say everything now. */
  readonly online: boolean
  /** Real time in milliseconds. */
  nowMs(): number
  after(delayMs: number, fire: () => void): Timer
  /** A moment as this station's clock and habits write it. */
  stamp(atMs: number): string
  evse(id: number): Evse | undefined
  /** Tells that a setting has changed, so that running timers follow. */
  settingChanged(name: SettingName): void
  /** Sends an ordinary call; `triggered` when an operator asked for it. */
  send(message: Message, triggered?: boolean, settled?: OutgoingCall['settled']): void
  /** Sends what is never answered (2.1 SEND); without a connection it is lost. */
  tell(message: Message): void
  sendBoot(reason: BootReason): void
  /** True when messages about this transaction, or about any, wait to be delivered. */
  hasUndelivered(transactionId?: string): boolean
  clearCache(): void
  /** An EVSE that could begin a transaction for somebody far away: the one named, or any. */
  freeEvse(id: number | undefined): Evse | undefined
  /** Goes ahead as though the token had been presented there, asking the CSMS first where it is set so. */
  startRemotely(evse: Evse, token: Token, remoteStartId: number | undefined): void
  /** Restarts the station. */
  reset(kind: ResetKind): void
  /** Sends readings now: as part of running transactions, or on their own. */
  report(evses: readonly Evse[], trigger: Trigger): void
}
