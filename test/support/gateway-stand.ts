import { memoryBus } from '#bus'
import { createAuthorization } from '#domain/authorization'
import { createBatterySwaps } from '#domain/battery-swaps'
import { createCommands } from '#domain/commands'
import { createCustomerInformation } from '#domain/customer-information'
import { createDeviceModel } from '#domain/device-model'
import { createStationEvents } from '#domain/events'
import { createLocalLists } from '#domain/local-lists'
import { createMessages } from '#domain/messages'
import { createPayments } from '#domain/payments'
import { createReservations } from '#domain/reservations'
import { createStations, type NewStation } from '#domain/stations'
import { createTariffs } from '#domain/tariffs'
import { createTransactions } from '#domain/transactions'
import { createGateway, type Gateway, type GatewayOptions } from '#gateway'
import { type Bus, ManualClock, noMetrics, silentLogger } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import { createOcppListener, type OcppListener } from '#ocpp/transport'
import { type TestDatabase, testDatabase } from './database.ts'
import { RawStation } from './raw-station.ts'

export interface GatewayStand {
  readonly database: TestDatabase
  readonly bus: Bus
  readonly clock: ManualClock
  readonly services: GatewayOptions
  readonly gateway: Gateway
  readonly listener: OcppListener
  readonly url: string
  /** A station the platform knows, accepted unless told otherwise. */
  addStation(station: Partial<NewStation> & { readonly id: string }): Promise<void>
  connect(identity: string, version?: OcppVersion): Promise<RawStation>
  close(): Promise<void>
}

/** A gateway on a real socket over the real domain and a database of its own. */
export async function startGateway(
  change: (services: GatewayOptions) => Partial<GatewayOptions> = () => ({}),
): Promise<GatewayStand> {
  const database = await testDatabase()
  const clock = new ManualClock('2026-03-01T12:00:00Z')
  const bus = memoryBus({ clock, logger: silentLogger })
  const shared = { database, bus, clock, logger: silentLogger, metrics: noMetrics }
  const stations = createStations({
    ...shared,
    secretKey: new Uint8Array(32).fill(7),
    settings: {
      unknownStations: 'refuse',
      heartbeatIntervalS: 300,
      securityProfileMinimum: 0,
      defaultPartyId: 'default',
    },
  })
  const authorization = createAuthorization(shared)
  const transactions = createTransactions({ ...shared, authorization })
  const commands = createCommands({ ...shared, limits: { waitingPerStation: 100 } })
  const messages = createMessages(shared)
  const events = createStationEvents(shared)
  const deviceModel = createDeviceModel(shared)
  const reservations = createReservations(shared)
  const customerInformation = createCustomerInformation(shared)
  const localLists = createLocalLists({ ...shared, deviceModel })
  const real = {
    ...{
      stations,
      authorization,
      transactions,
      commands,
      messages,
      events,
      deviceModel,
      localLists,
      reservations,
      customerInformation,
      tariffs: createTariffs(shared),
      batterySwaps: createBatterySwaps(shared),
      payments: createPayments({ ...shared, authorization, commands }),
    },
    ...{ bus, clock, logger: silentLogger, metrics: noMetrics, node: 'node-1' },
  }
  const services = { ...real, ...change(real) }
  const gateway = createGateway(services)
  const listener = await createOcppListener({
    authenticate: (handshake) => gateway.authenticate(handshake),
    handler: gateway.handler,
    clock,
  })
  const url = `ws://127.0.0.1:${listener.address.port}/ocpp`
  return {
    ...{ database, bus, clock, services, gateway, listener, url },
    async addStation(station) {
      await stations.create({ partyId: 'default', admission: 'accepted', registration: 'accepted', ...station })
    },
    connect: (identity, version = 'ocpp1.6') => RawStation.connect({ url, identity, versions: [version] }),
    async close() {
      await listener.close()
      await gateway.close()
      await transactions.close()
      await stations.close()
      await messages.flush()
      await events.close()
      await bus.close()
      await database.close()
    },
  }
}
