import type { Timer } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import type { OwnCertificate } from '../certificates/own-certificate.ts'
import type { Secc } from '../plug-and-charge/secc.ts'
import type { Upkeep } from '../upkeep/upkeep.ts'
import type { OutgoingCall } from '../wire/outbox.ts'
import type { ChargingProfile } from './charging-profile.ts'
import type { ChargingProfiles } from './charging-profiles.ts'
import type { BootReason, Message, Verdict } from './dialect.ts'
import type { Evse } from './evse.ts'
import type { FrequencySupport } from './frequency-support.ts'
import type { Hardware } from './hardware.ts'
import type { Inverter } from './inverter.ts'
import type { LocalList } from './local-list.ts'
import type { NetworkProfiles } from './network-profiles.ts'
import type { RegistrationStatus } from './registration.ts'
import type { Reservations } from './reservations.ts'
import type { SettingName, Settings } from './settings.ts'
import type { TokenCache } from './token-cache.ts'
import type { Trade } from './trade.ts'
import type { Token, Trigger } from './transaction.ts'
import type { VehicleTalks } from './vehicle-talks.ts'

/** When a reset happens, and what becomes of running transactions. */
export type ResetKind = 'hard' | 'soft' | 'when-idle'

/** What a dialect may see of its station, and ask of it. */
export interface StationBody {
  readonly id: string
  readonly version: OcppVersion
  readonly hardware: Hardware
  readonly settings: Settings
  readonly evses: readonly Evse[]
  readonly profiles: ChargingProfiles
  readonly registration: RegistrationStatus
  readonly certificates: OwnCertificate
  readonly localList: LocalList
  readonly reservations: Reservations
  readonly networkProfiles: NetworkProfiles
  readonly tokenCache: TokenCache
  readonly upkeep: Upkeep
  /** It may say everything now. */
  readonly online: boolean
  readonly trade: Trade
  readonly vehicles: VehicleTalks
  /** Undefined where nothing is ever fed into the grid. */
  readonly inverter: Inverter | undefined
  readonly frequency: FrequencySupport
  /** Undefined where no car charges without a card. */
  readonly secc: Secc | undefined
  /** Real time in milliseconds. */
  nowMs(): number
  /** A moment as this station's clock and habits write it. */
  stamp(atMs: number): string
  evse(id: number): Evse | undefined
  /** Tells that a setting has changed, so that running timers follow. */
  settingChanged(name: SettingName): void
  /** Sends an ordinary call; `triggered` when an operator asked for it. */
  send(message: Message, triggered?: boolean, settled?: OutgoingCall['settled']): void
  /** Sends what is never answered (2.1 SEND); without a connection it is lost. */
  tell(message: Message): void
  /** Does something later, unless the power is gone by then. */
  after(delayMs: number, then: () => void): Timer
  sendBoot(reason: BootReason): void
  /** True when messages about this transaction, or about any, wait to be delivered. */
  hasUndelivered(transactionId?: string): boolean
  /** An EVSE that could begin a transaction for somebody far away with this token: the one named, or any. */
  freeEvse(id: number | undefined, token: Token): Evse | undefined
  /** Goes ahead as though the token had been presented there, asking the CSMS first where it is set so. */
  startRemotely(evse: Evse, token: Token, remoteStartId: number | undefined, profile?: ChargingProfile): void
  /** A token is shown there, by a driver or by a car: begins, or ends what the same token (or one of its group) began. */
  presentToken(token: Token, evseId?: number): Promise<Verdict>
  /** Hangs up and connects again, with whatever it proves itself by now. */
  reconnect(): void
  /** Restarts once everything is said, and tells why when it boots. */
  restart(reason: BootReason): void
  /** Writes a security event down, and tells it where the version can. */
  tellSecurity(type: string): void
  /** Restarts the station. */
  reset(kind: ResetKind): void
  /** Sends readings now: as part of running transactions, or on their own. */
  report(evses: readonly Evse[], trigger: Trigger): void
}
