import type { Accounts } from '#domain/accounts'
import type { Alerts, Recipients } from '#domain/alerts'
import type { Authorization } from '#domain/authorization'
import type { BatterySwaps } from '#domain/battery-swaps'
import type { Campaigns, RebootSchedules } from '#domain/campaigns'
import type { Certificates } from '#domain/certificates'
import type { Commands, VersionsOfCommand } from '#domain/commands'
import type { Configuration } from '#domain/configuration'
import type { Balances, Costs, Limits } from '#domain/costs'
import type { CustomerInformation } from '#domain/customer-information'
import type { DerControls } from '#domain/der-control'
import type { DeviceModel } from '#domain/device-model'
import type { Diagnostics } from '#domain/diagnostics'
import type { DisplayMessages } from '#domain/display-messages'
import type { EventStreams } from '#domain/event-streams'
import type { StationEvents } from '#domain/events'
import type { FileStore } from '#domain/files'
import type { Firmware } from '#domain/firmware'
import type { LocalLists } from '#domain/local-lists'
import type { Locations } from '#domain/locations'
import type { Messages } from '#domain/messages'
import type { Monitoring } from '#domain/monitoring'
import type { Parties } from '#domain/parties'
import type { Payments, Settlements, WebPayments } from '#domain/payments'
import type { Reservations } from '#domain/reservations'
import type { SmartCharging } from '#domain/smart-charging'
import type { Stations } from '#domain/stations'
import type { Strangers } from '#domain/strangers'
import type { Tariffs } from '#domain/tariffs'
import type { Transactions } from '#domain/transactions'
import type { Bus, Clock, Logger, Metrics } from '#kernel'

/** The parts of the domain the API speaks for. */
export interface ApiServices {
  readonly accounts: Accounts
  readonly parties: Parties
  readonly locations: Locations
  readonly stations: Stations
  readonly strangers: Strangers
  readonly deviceModel: DeviceModel
  readonly authorization: Authorization
  readonly transactions: Transactions
  readonly commands: Commands
  readonly certificates: Certificates
  readonly smartCharging: SmartCharging
  readonly derControls: DerControls
  readonly messages: Messages
  readonly stationEvents: StationEvents
  readonly localLists: LocalLists
  readonly reservations: Reservations
  readonly customerInformation: CustomerInformation
  readonly firmware: Firmware
  readonly campaigns: Campaigns
  readonly rebootSchedules: RebootSchedules
  readonly diagnostics: Diagnostics
  readonly files: FileStore
  readonly alerts: Alerts & Recipients
  readonly monitoring: Monitoring
  readonly displayMessages: DisplayMessages
  readonly eventStreams: EventStreams
  readonly configuration: Configuration
  readonly tariffs: Tariffs
  readonly costs: Costs
  readonly balances: Balances
  readonly limits: Limits
  readonly payments: Payments
  readonly settlements: Settlements
  readonly batterySwaps: BatterySwaps
  readonly webPayments: WebPayments
}

export interface ApiSettings {
  /** Address to listen on, as 127.0.0.1 or 0.0.0.0. */
  readonly host: string
  /** 0 takes any that is free. */
  readonly port: number
  /** Version of the program, for `/me` and the OpenAPI document. */
  readonly version: string
  /** Where people reach the platform, as https://charging.example.org; absent: as each request names it. */
  readonly publicUrl?: string
  /** Further names under which requests may arrive; numeric addresses and localhost always may. */
  readonly hostNames?: readonly string[]
  /** Addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed. */
  readonly trustedProxies?: readonly string[]
  /** Requests one address may make in a minute; 6000 if absent. */
  readonly requestsPerMinute?: number
  /** Attempts to sign in one address may make in a minute; 20 if absent. */
  readonly signInsPerMinute?: number
}

/** One thing the platform needs in order to work, and whether it is there. */
export interface Readiness {
  readonly name: string
  readonly ready: boolean
}

/** Where stations are to be pointed, their identity left out. */
export interface StationAddresses {
  /** As ws://127.0.0.1:9000/ocpp. */
  readonly ocppUrl: string
  /** As wss://127.0.0.1:9443/ocpp. */
  readonly ocppTlsUrl: string
  /** They are open on every network of the machine: any name it is reached by does. */
  readonly onEveryNetwork: boolean
  /** Where stations reach them through a proxy, as wss://cs.example.org/ocpp; then that is where they are to be pointed. */
  readonly publicUrl?: string
}

export interface ApiOptions {
  readonly services: ApiServices
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  readonly settings: ApiSettings
  /** Only what whoever runs the platform asks (health, readiness, metrics): no API, no console. */
  readonly operationsOnly?: boolean
  /** Which versions of OCPP can say a command. */
  readonly versionsOfCommand: VersionsOfCommand
  /** The built console (console/dist); a page says so when it is not there. */
  readonly consoleDir: string
  /** Everything for Prometheus, in its text format. */
  readonly metricsText: () => Promise<string>
  /** Undefined where no station can connect, and before it can. */
  readonly stationAddresses?: () => StationAddresses | undefined
  readonly readiness: () => Promise<readonly Readiness[]>
}
