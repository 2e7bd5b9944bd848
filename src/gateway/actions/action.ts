import type { Authorization } from '#domain/authorization'
import type { BatterySwaps } from '#domain/battery-swaps'
import type { Certificates } from '#domain/certificates'
import type { Costs, Limits } from '#domain/costs'
import type { CustomerInformation } from '#domain/customer-information'
import type { DerControls } from '#domain/der-control'
import type { DeviceModel } from '#domain/device-model'
import type { Diagnostics } from '#domain/diagnostics'
import type { DisplayMessages } from '#domain/display-messages'
import type { EventStreams } from '#domain/event-streams'
import type { StationEvents } from '#domain/events'
import type { Firmware } from '#domain/firmware'
import type { LocalLists } from '#domain/local-lists'
import type { Monitoring } from '#domain/monitoring'
import type { Payments } from '#domain/payments'
import type { Reservations } from '#domain/reservations'
import type { SmartCharging } from '#domain/smart-charging'
import type { Registration, SecurityProfile, StationMake, Stations } from '#domain/stations'
import type { Strangers } from '#domain/strangers'
import type { Tariffs } from '#domain/tariffs'
import type { Transactions } from '#domain/transactions'
import type { OcppVersion } from '#ocpp/rpc'
import type { ActionOf, PayloadOf } from '#ocpp/schemas'
import type { GatewayVersion } from '../derived-version.ts'

/** What is known of a station for as long as it is connected. */
export interface StationFacts {
  readonly stationId: string
  readonly partyId: string
  readonly version: OcppVersion
  /** The version on the wire where it is not that one; what a schema minds of it is none of the station's fault. */
  readonly spokenAs?: 'ocpp1.5'
  /** Where it speaks one that builds on `version`. */
  readonly derived?: GatewayVersion
  readonly securityProfile: SecurityProfile
  /** The common name of its client certificate (security profile 3). */
  readonly certificateName?: string
  /** Its certificate has run out: it stays pending until it has a new one (2.0.1 A00.FR.429). */
  readonly certificateExpired: boolean
  /** Of the certificate it has shown (security profile 3). */
  readonly certificateFingerprint?: string
  /** Where it found us, as http://host:port: what it is to fetch or bring goes there too. */
  readonly origin?: string
}

/** Who says something, and when it arrived here. */
export interface StationCall {
  readonly station: StationFacts
  readonly receivedAt: Date
}

/** The parts of the domain that stations talk to, and that commands are about. */
export interface Services {
  readonly stations: Stations
  readonly authorization: Authorization
  readonly transactions: Transactions
  readonly events: StationEvents
  readonly deviceModel: DeviceModel
  readonly certificates: Certificates
  readonly smartCharging: SmartCharging
  readonly derControls: DerControls
  readonly localLists: LocalLists
  readonly reservations: Reservations
  readonly customerInformation: CustomerInformation
  readonly firmware: Firmware
  readonly diagnostics: Diagnostics
  readonly monitoring: Monitoring
  readonly displayMessages: DisplayMessages
  readonly eventStreams: EventStreams
  readonly tariffs: Tariffs
  readonly costs: Costs
  readonly limits: Limits
  readonly payments: Payments
  readonly batterySwaps: BatterySwaps
  readonly strangers: Strangers
}

/** How one version says it. Translates and decides nothing; `read` gets a payload its schema has let through. */
export interface Codec<V extends OcppVersion, A extends ActionOf<V>, In, Out> {
  readonly action: A
  read(payload: PayloadOf<V, A, 'request'>, call: StationCall): In
  write(out: Out): AnswerOf<V, A>
}

/** A SEND has no answer: what is written for it goes nowhere (2.1 N15.FR.02). */
type AnswerOf<V extends OcppVersion, A extends ActionOf<V>> = [PayloadOf<V, A, 'response'> & object] extends [never]
  ? Record<string, never>
  : PayloadOf<V, A, 'response'> & object

type AnyCodec<V extends OcppVersion, In, Out> = { [A in ActionOf<V>]: Codec<V, A, In, Out> }[ActionOf<V>]

/** Something a station may say, whatever its version calls it. */
export interface Action<In, Out> {
  readonly versions: { readonly [V in OcppVersion]?: AnyCodec<V, In, Out> }
  readonly handle: (input: In, call: StationCall, services: Services) => Out | Promise<Out>
  /** Loses energy or money when refused: waits out a database that is away, and is never answered with an error for its sake. */
  readonly transactional?: true
  /**
   * Says nothing by which the domain would know it again (no number, no time): a repeat is known by its message id alone.
   * Everything else is handled again and comes to the same, also for stations that use one id for all their messages.
   */
  readonly keyless?: true
  /** How the station is registered from now on. */
  readonly registers?: (out: Out) => Registration
  /** How many events it adds to those that are kept of the station; a station that tells very many is slowed down. */
  readonly events?: (input: In) => number
  /** What is to be done once the answer is on its way to the station. */
  readonly afterwards?: (out: Out, call: StationCall, services: Services) => void
  /** What the station is, where it says so: its quirks are known by that. */
  readonly make?: (input: In) => StationMake
  /** Why the connection must end instead of an answer. */
  readonly closes?: (input: In, station: StationFacts) => string | undefined
}
