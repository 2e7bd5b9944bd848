import type { Authorization } from '#domain/authorization'
import type { BatterySwaps } from '#domain/battery-swaps'
import type { CustomerInformation } from '#domain/customer-information'
import type { DeviceModel } from '#domain/device-model'
import type { StationEvents } from '#domain/events'
import type { Payments } from '#domain/payments'
import type { Reservations } from '#domain/reservations'
import type { Registration, SecurityProfile, Stations } from '#domain/stations'
import type { Tariffs } from '#domain/tariffs'
import type { Transactions } from '#domain/transactions'
import type { OcppVersion } from '#ocpp/rpc'
import type { ActionOf, PayloadOf } from '#ocpp/schemas'

/** What is known of a station for as long as it is connected. */
export interface StationFacts {
  readonly stationId: string
  readonly partyId: string
  readonly version: OcppVersion
  readonly securityProfile: SecurityProfile
  /** The common name of its client certificate (security profile 3). */
  readonly certificateName?: string
  /** Its certificate has run out: it stays pending until it has a new one (2.0.1 A00.FR.429). */
  readonly certificateExpired: boolean
}

/** Who says something, and when it arrived here. */
export interface StationCall {
  readonly station: StationFacts
  readonly receivedAt: Date
}

/** The parts of the domain that stations talk to. */
export interface Services {
  readonly stations: Stations
  readonly authorization: Authorization
  readonly transactions: Transactions
  readonly events: StationEvents
  readonly deviceModel: DeviceModel
  readonly reservations: Reservations
  readonly customerInformation: CustomerInformation
  readonly tariffs: Tariffs
  readonly payments: Payments
  readonly batterySwaps: BatterySwaps
}

/** How one version says it. Translates and decides nothing; `read` gets a payload its schema has let through. */
export interface Codec<V extends OcppVersion, A extends ActionOf<V>, In, Out> {
  readonly action: A
  read(payload: PayloadOf<V, A, 'request'>, call: StationCall): In
  write(out: Out): PayloadOf<V, A, 'response'> & object
}

type AnyCodec<V extends OcppVersion, In, Out> = { [A in ActionOf<V>]: Codec<V, A, In, Out> }[ActionOf<V>]

/** Something a station may say, whatever its version calls it. */
export interface Action<In, Out> {
  readonly versions: { readonly [V in OcppVersion]?: AnyCodec<V, In, Out> }
  readonly handle: (input: In, call: StationCall, services: Services) => Out | Promise<Out>
  /** Loses energy when refused: waits out a database that is away, and is never answered with an error for its sake. */
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
  /** Why the connection must end instead of an answer. */
  readonly closes?: (input: In, station: StationFacts) => string | undefined
}
