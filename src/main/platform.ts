import { hostname } from 'node:os'
import { fileURLToPath } from 'node:url'
import { createApi } from '#api'
import { databaseStreamStore, memoryBus } from '#bus'
import { createGateway, type Gateway } from '#gateway'
import { type Bus, type Clock, type Logger, type Metrics, systemClock } from '#kernel'
import { type Database, migrate, openDatabase, startBundledPostgres } from '#storage'
import { inviteOwner, keepLocalKey } from './first-owner.ts'
import { startMaintenance } from './maintenance.ts'
import { openMetrics } from './metrics.ts'
import { openSecretKey } from './secret-key.ts'
import { closeServices, createServices, type Services } from './services.ts'
import type { Settings } from './settings/index.ts'
import { openStationDoors, type StationDoors } from './station-doors.ts'
import { VERSION } from './version.ts'

export interface PlatformOptions {
  readonly settings: Settings
  readonly logger: Logger
  readonly clock?: Clock
  /** Hears what takes long, as sentences for the person who waits. */
  readonly onProgress?: (sentence: string) => void
}

/** The whole program, running. */
export interface Platform {
  readonly services: Services
  readonly bus: Bus
  /** Where people and programs reach it, as http://127.0.0.1:8080. */
  readonly apiUrl: string
  /** Where stations reach it, as ws://127.0.0.1:9000/ocpp. */
  readonly ocppUrl: string
  readonly ocppTlsUrl: string
  /** The certificates stations see over TLS, PEM. */
  readonly tlsCertificates: readonly string[]
  /** A link that signs the owner in once; absent when somebody has a password. */
  readonly ownerLink?: string
  /** Stations connected to this process. */
  connectedCount(): number
  /** Says goodbye to everybody in good order; what was answered is stored. Safe to call twice. */
  stop(): Promise<void>
}

/** Undoes what was started, the last first; goes on when one step fails. */
class Undoing {
  readonly #steps: { readonly name: string; readonly undo: () => Promise<void> }[] = []
  readonly #logger: Logger
  #done: Promise<void> | undefined

  constructor(logger: Logger) {
    this.#logger = logger
  }

  add(name: string, undo: () => Promise<void> | void): void {
    this.#steps.unshift({ name, undo: async () => undo() })
  }

  run(): Promise<void> {
    this.#done ??= this.#runSteps()
    return this.#done
  }

  async #runSteps(): Promise<void> {
    for (const { name, undo } of this.#steps) {
      await undo().catch((cause: unknown) =>
        this.#logger.warn('A part could not be stopped in good order', { part: name, cause }),
      )
    }
  }
}

/**
 * Starts everything: database, domain, doors for stations, API and console.
 *
 * @throws AppError when a part cannot start; what had started is stopped again
 */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const undoing = new Undoing(options.logger)
  try {
    return await start({ clock: systemClock, onProgress: () => {}, ...options }, undoing)
  } catch (thrown) {
    await undoing.run()
    throw thrown
  }
}

async function start(options: Required<PlatformOptions>, undoing: Undoing): Promise<Platform> {
  const { settings, logger, clock } = options
  const registry = openMetrics({ ofProcess: true })
  const { metrics } = registry
  const secretKey = await openSecretKey(settings.secretKey, settings.data.dir)
  const database = await openStorage(options, undoing)
  const bus = memoryBus({ logger, clock, streams: databaseStreamStore({ database, logger, metrics, clock }) })
  undoing.add('bus', () => bus.close())
  const services = createServices({ database, bus, clock, logger, metrics, settings, secretKey })
  undoing.add('services', () => closeServices(services))
  const reprojected = await services.transactions.reproject()
  if (reprojected > 0) logger.info('Running transactions were read again', { count: reprojected })
  const maintenance = await startMaintenance(database, services.commands, settings, logger)
  undoing.add('maintenance', () => maintenance.stop())

  const node = nodeName(settings)
  // What a process of this name held when it was killed is held by nobody now.
  await services.stations.releaseNode(node)
  const gateway = openGateway({ ...options, services, bus, metrics, node })
  undoing.add('gateway', () => gateway.close())
  const doors = await openStationDoors({ settings, gateway, clock, logger, metrics })
  undoing.add('stations', () => doors.close())

  const { publicUrl, ...http } = settings.http
  const api = await createApi({
    services,
    bus,
    clock,
    logger,
    metrics,
    settings: { ...http, version: VERSION, ...(publicUrl === '' ? {} : { publicUrl }) },
    consoleDir: fileURLToPath(new URL('../../console/dist', import.meta.url)),
    metricsText: () => registry.text(),
    readiness: async () => [{ name: 'database', ready: await isReachable(database) }],
  })
  const apiUrl = await api.listen()
  undoing.add('api', () => api.close())
  await keepLocalKey(services.accounts, settings.data.dir)
  const ownerLink = await inviteOwner(services.accounts)
  return describe({ services, bus, gateway, doors, apiUrl, undoing, ownerLink })
}

/** The same after a restart: a port belongs to one process of a machine at a time. */
function nodeName({ ocpp }: Settings): string {
  return `${hostname()}:${ocpp.port === 0 ? `process ${process.pid}` : ocpp.port}`
}

async function openStorage(
  { settings, logger, clock, onProgress }: Required<PlatformOptions>,
  undoing: Undoing,
): Promise<Database> {
  let { url } = settings.database
  if (url === '') {
    const bundled = await startBundledPostgres({ dataDir: settings.data.dir, logger, clock, onProgress })
    undoing.add('bundled database', () => bundled.stop())
    url = bundled.url
  }
  const database = openDatabase({ url, poolSize: settings.database.poolSize, logger })
  undoing.add('database', () => database.close())
  await migrate(database, logger)
  return database
}

function openGateway(
  parts: Required<PlatformOptions> & { services: Services; bus: Bus; metrics: Metrics; node: string },
): Gateway {
  const { services, bus, clock, logger, metrics, settings, node } = parts
  return createGateway({
    ...services,
    events: services.stationEvents,
    bus,
    clock,
    logger,
    metrics,
    node,
    settings: { callTimeoutMs: settings.ocpp.callTimeoutS * 1_000, validation: settings.ocpp.validation },
  })
}

async function isReachable(database: Database): Promise<boolean> {
  return database.query('ready', 'SELECT 1', []).then(
    () => true,
    () => false,
  )
}

function describe(parts: {
  services: Services
  bus: Bus
  gateway: Gateway
  doors: StationDoors
  apiUrl: string
  undoing: Undoing
  ownerLink: string | undefined
}): Platform {
  const { services, bus, gateway, doors, apiUrl, undoing, ownerLink } = parts
  return {
    services,
    bus,
    apiUrl,
    ocppUrl: doors.url,
    ocppTlsUrl: doors.tlsUrl,
    tlsCertificates: doors.tlsCertificates,
    ...(ownerLink === undefined ? {} : { ownerLink: `${apiUrl}${ownerLink}` }),
    connectedCount: () => gateway.connectedCount(),
    stop: () => undoing.run(),
  }
}
