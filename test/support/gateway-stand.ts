import { memoryBus } from '#bus'
import type { NewStation } from '#domain/stations'
import { createGateway, type Gateway, type GatewayOptions } from '#gateway'
import { type Bus, ManualClock, noMetrics, silentLogger } from '#kernel'
import type { OcppVersion } from '#ocpp/rpc'
import { createOcppListener, type OcppListener } from '#ocpp/transport'
import { type TestDatabase, testDatabase } from './database.ts'
import { testDomain } from './domain.ts'
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
  const domain = await testDomain({ database, bus, clock })
  const { stations, stationEvents: events, ...others } = domain.services
  const real = { ...others, stations, events, bus, clock, logger: silentLogger, metrics: noMetrics, node: 'node-1' }
  const services = { ...real, ...change(real) }
  const gateway = createGateway(services)
  const listener = await createOcppListener({
    authenticate: (handshake) => gateway.authenticate(handshake),
    handler: gateway.handler,
    requests: [gateway.requests],
    derivedVersions: gateway.derivedVersions,
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
      await domain.close()
      await bus.close()
      await database.close()
    },
  }
}
