import type { ApiServices } from '#api'
import { createAccounts } from '#domain/accounts'
import { createAuthorization } from '#domain/authorization'
import { createBatterySwaps } from '#domain/battery-swaps'
import { createCommands } from '#domain/commands'
import { createCustomerInformation } from '#domain/customer-information'
import { createDeviceModel } from '#domain/device-model'
import { createStationEvents } from '#domain/events'
import { createLocalLists } from '#domain/local-lists'
import { createLocations } from '#domain/locations'
import { createMessages } from '#domain/messages'
import { createParties } from '#domain/parties'
import { createPayments, createWebPayments } from '#domain/payments'
import { createReservations } from '#domain/reservations'
import { createStations } from '#domain/stations'
import { createTariffs } from '#domain/tariffs'
import { createTransactions, type TransactionService } from '#domain/transactions'
import type { Bus, Clock, Logger, Metrics } from '#kernel'
import type { Database } from '#storage'
import type { Settings } from './settings/index.ts'

/** Whose stations are that nobody has announced. */
export const DEFAULT_PARTY = 'default'

export interface Services extends ApiServices {
  readonly transactions: TransactionService
}

export interface ServiceOptions {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  readonly settings: Settings
  readonly secretKey: Uint8Array
}

/** The domain, put together. */
export function createServices(options: ServiceOptions): Services {
  const { settings, ...shared } = options
  const { database, clock } = shared
  const { ocpp } = settings
  const { keepDays, perSecondBudget } = settings.messages
  const authorization = createAuthorization({ ...shared, database, clock })
  const deviceModel = createDeviceModel(shared)
  const commands = createCommands({ ...shared, limits: { waitingPerStation: ocpp.commandQueueLimit } })
  const { publicUrl } = settings.http
  return {
    accounts: createAccounts(shared),
    parties: createParties(shared),
    locations: createLocations(shared),
    stations: createStations({
      ...shared,
      settings: {
        unknownStations: ocpp.unknownStations,
        heartbeatIntervalS: ocpp.heartbeatIntervalS,
        securityProfileMinimum: securityProfile(ocpp.securityProfileMinimum),
        defaultPartyId: DEFAULT_PARTY,
        ...(ocpp.csoName === '' ? {} : { csoName: ocpp.csoName }),
      },
    }),
    deviceModel,
    reservations: createReservations(shared),
    customerInformation: createCustomerInformation(shared),
    tariffs: createTariffs(shared),
    batterySwaps: createBatterySwaps(shared),
    localLists: createLocalLists({ ...shared, deviceModel }),
    authorization,
    transactions: createTransactions({ ...shared, authorization }),
    commands,
    payments: createPayments({ ...shared, authorization, commands, ...(publicUrl === '' ? {} : { publicUrl }) }),
    webPayments: createWebPayments({ ...shared, commands }),
    messages: createMessages({ ...shared, perSecondBudget: keepDays === 0 ? 0 : perSecondBudget }),
    stationEvents: createStationEvents(shared),
  }
}

/** Finishes what is under way, so that the database can be closed. */
export async function closeServices(services: Services): Promise<void> {
  const { stations, authorization, stationEvents, transactions, messages } = services
  await Promise.all([
    stations.close(),
    authorization.close(),
    stationEvents.close(),
    transactions.close(),
    messages.flush(),
  ])
}

function securityProfile(number: number): 0 | 1 | 2 | 3 {
  return number === 1 || number === 2 || number === 3 ? number : 0
}
