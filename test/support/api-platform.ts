import { type Api, type ApiOptions, type ApiServices, type ApiSettings, createApi } from '#api'
import { memoryBus } from '#bus'
import { type Accounts, createAccounts, type Principal, type Role } from '#domain/accounts'
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
import { createTransactions } from '#domain/transactions'
import { type Bus, ManualClock, noMetrics, silentLogger } from '#kernel'
import { type TestDatabase, testDatabase } from '#test/database'

export interface ApiPlatform {
  readonly api: Api
  readonly database: TestDatabase
  readonly services: ApiServices
  readonly accounts: Accounts
  readonly bus: Bus
  readonly clock: ManualClock
  /** The header of a program with a key for this party and role. */
  keyFor(partyId: string, role: Role): Promise<{ authorization: string }>
  /** The headers of a browser in which somebody with these memberships has signed in. */
  signIn(memberships: Principal['memberships']): Promise<{ cookie: string; 'x-chargewright': string }>
  close(): Promise<void>
}

/** The API over a database of its own, with the parties `default`, `north` and `south`. */
export async function apiPlatform(
  settings: Partial<ApiSettings> = {},
  options: Partial<Pick<ApiOptions, 'consoleDir' | 'readiness' | 'stationAddresses'>> = {},
): Promise<ApiPlatform> {
  const database = await testDatabase()
  const clock = new ManualClock('2026-11-15T12:00:00Z')
  const bus = memoryBus({ clock, logger: silentLogger })
  const services = testServices(database, bus, clock)
  const api = await createApi({
    services,
    bus,
    clock,
    logger: silentLogger,
    metrics: noMetrics,
    settings: { host: '127.0.0.1', port: 0, version: '1.2.3', ...settings },
    consoleDir: '/nonexistent',
    metricsText: async () => 'up 1\n',
    readiness: async () => [{ name: 'database', ready: true }],
    ...options,
  })
  let people = 0
  await database.pool.query("INSERT INTO party (id, name) VALUES ('north', 'North'), ('south', 'South')")
  return {
    api,
    database,
    services,
    accounts: services.accounts,
    bus,
    clock,
    async keyFor(partyId, role) {
      const { secret } = await services.accounts.createKey({ name: `${role} of ${partyId}`, partyId, role })
      return { authorization: `Bearer ${secret}` }
    },
    async signIn(memberships) {
      people += 1
      const person = { name: `Person ${people}`, email: `person-${people}@example.org`, memberships }
      const { id } = await services.accounts.create(person)
      const { session } = await services.accounts.signIn({ link: await services.accounts.createLink(id, 60) })
      return { cookie: `chargewright_session=${session}`, 'x-chargewright': '1' }
    },
    async close() {
      await api.close()
      await bus.close()
      await database.close()
    },
  }
}

function testServices(database: TestDatabase, bus: Bus, clock: ManualClock): ApiServices {
  const logger = silentLogger
  const secretKey = new Uint8Array(32).fill(3)
  const authorization = createAuthorization({ database, clock })
  const deviceModel = createDeviceModel({ database, clock })
  const commands = createCommands({ database, bus, clock, logger, limits: { waitingPerStation: 100 } })
  return {
    accounts: createAccounts({ database, clock, secretKey }),
    stations: createStations({
      database,
      bus,
      clock,
      logger,
      secretKey,
      settings: {
        unknownStations: 'refuse',
        heartbeatIntervalS: 300,
        securityProfileMinimum: 0,
        defaultPartyId: 'default',
      },
    }),
    transactions: createTransactions({ database, bus, clock, logger, metrics: noMetrics, authorization }),
    parties: createParties({ database, clock }),
    locations: createLocations({ database, clock }),
    authorization,
    deviceModel,
    customerInformation: createCustomerInformation({ database }),
    tariffs: createTariffs({ database, clock, bus }),
    batterySwaps: createBatterySwaps({ database, clock }),
    reservations: createReservations({ database, clock }),
    localLists: createLocalLists({ database, clock, deviceModel }),
    commands,
    webPayments: createWebPayments({ database, clock, commands, secretKey }),
    payments: createPayments({ database, clock, authorization, commands }),
    messages: createMessages({ database, clock, logger }),
    stationEvents: createStationEvents({ database, bus, clock }),
  }
}
