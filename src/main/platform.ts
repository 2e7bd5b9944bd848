import { hostname } from 'node:os'
import { fileURLToPath } from 'node:url'
import { type Api, createApi } from '#api'
import { databaseStreamStore, memoryBus } from '#bus'
import { createGateway, type Gateway, versionsOfCommand } from '#gateway'
import { type Bus, type Clock, type Logger, systemClock } from '#kernel'
import { peerThrough } from '#ocpp/transport'
import { type Database, migrate, openDatabase, startBundledPostgres } from '#storage'
import { readContractAuthorities } from './contract-authorities.ts'
import { readDerivedVersions } from './derived-versions.ts'
import { watchDisk } from './disk-space.ts'
import { beginYoung } from './engine.ts'
import { inviteOwner, keepLocalKey } from './first-owner.ts'
import { startMaintenance } from './maintenance.ts'
import { type MetricsRegistry, openMetrics } from './metrics.ts'
import { ReadinessCheck } from './readiness.ts'
import { openSecretKey } from './secret-key.ts'
import { closeServices, createServices, type Services } from './services.ts'
import type { Settings } from './settings/index.ts'
import { openStationDoors, type StationDoors } from './station-doors.ts'
import { openTransferDoors } from './transfer-doors.ts'
import { Undoing } from './undoing.ts'
import { VERSION } from './version.ts'

export interface PlatformOptions {
  readonly settings: Settings
  readonly logger: Logger
  readonly clock?: Clock
  /** The built console. */
  readonly consoleDir?: string
  /** Hears what takes long, as sentences for the person who waits. */
  readonly onProgress?: (sentence: string) => void
}

/** The whole program, running. */
export interface Platform {
  readonly services: Services
  readonly bus: Bus
  /** Where people and programs reach it, as http://127.0.0.1:8080; without the role `api` only those who run it. */
  readonly apiUrl: string
  /** Where stations reach it, as ws://127.0.0.1:9000/ocpp; empty without the role `gateway`. */
  /** Where people reach the console: the public URL of the settings, else apiUrl. */
  readonly consoleUrl: string
  readonly ocppUrl: string
  readonly ocppTlsUrl: string
  /** By which stations trust the certificates they see over TLS, PEM: those themselves, or their issuers. */
  readonly tlsCertificates: readonly string[]
  /** A link that signs the owner in once; absent when somebody has a password. */
  readonly ownerLink?: string
  /** Stations connected to this process. */
  connectedCount(): number
  /** Says goodbye to everybody in good order; what was answered is stored. Safe to call twice. */
  stop(): Promise<void>
}

/** What all parts of a running process share. */
interface Ground extends Required<PlatformOptions> {
  readonly database: Database
  readonly bus: Bus
  readonly services: Services
  readonly registry: MetricsRegistry
  readonly readiness: ReadinessCheck
  readonly undoing: Undoing
}

const CONSOLE_DIR = fileURLToPath(new URL('../../console/dist', import.meta.url))

/**
 * Starts what the roles of the settings ask for: database and domain always, doors for stations, API and console, and
 * background work.
 *
 * @throws AppError when a part cannot start; what had started is stopped again
 */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  beginYoung()
  const undoing = new Undoing(options.logger)
  try {
    return await start({ clock: systemClock, consoleDir: CONSOLE_DIR, onProgress: () => {}, ...options }, undoing)
  } catch (thrown) {
    await undoing.run()
    throw thrown
  }
}

async function start(options: Required<PlatformOptions>, undoing: Undoing): Promise<Platform> {
  const ground = await openGround(options, undoing)
  const { settings, services, bus, readiness } = ground
  const has = (role: Settings['roles'][number]) => settings.roles.includes(role)
  if (has('worker')) {
    const maintenance = await startMaintenance(ground)
    undoing.add('maintenance', () => maintenance.stop())
  }
  let stations: { gateway: Gateway; doors: StationDoors } | undefined
  // Before the doors, so that it outlives them: while stations are seen off it tells that this process stops.
  const api = await openApi(ground, has('api'), () => stations?.doors)
  const apiUrl = await api.listen()
  undoing.add('api', () => api.close())
  if (has('gateway')) stations = await openGateway(ground)
  const consoleUrl = settings.http.publicUrl.replace(/\/+$/, '') || named(apiUrl)
  const ownerLink = has('api') ? await openAccounts(ground) : undefined
  readiness.started()
  return {
    services,
    bus,
    apiUrl,
    consoleUrl,
    ocppUrl: stations?.doors.ocppUrl ?? '',
    ocppTlsUrl: stations?.doors.ocppTlsUrl ?? '',
    tlsCertificates: stations?.doors.tlsCertificates ?? [],
    ...(ownerLink === undefined ? {} : { ownerLink: `${consoleUrl}${ownerLink}` }),
    connectedCount: () => stations?.gateway.connectedCount() ?? 0,
    stop() {
      readiness.stopping()
      return undoing.run()
    },
  }
}

async function openGround(options: Required<PlatformOptions>, undoing: Undoing): Promise<Ground> {
  const { settings, logger, clock } = options
  const registry = openMetrics({ ofProcess: true })
  const { metrics } = registry
  const secretKey = await openSecretKey(settings.secretKey, settings.data.dir)
  const database = await openStorage(options, undoing)
  const bus = memoryBus({ logger, clock, streams: databaseStreamStore({ database, logger, metrics, clock }) })
  undoing.add('bus', () => bus.close())
  const contractAuthorities = await readContractAuthorities(settings.certificates.contractAuthorities)
  const firmwareAuthorities = await readContractAuthorities(settings.files.firmwareAuthorities)
  const authorityTrust = await readContractAuthorities(settings.certificates.authorityTrust)
  const authorities = { contractAuthorities, firmwareAuthorities, authorityTrust }
  const services = createServices({ database, bus, clock, logger, metrics, settings, secretKey, ...authorities })
  undoing.add('services', () => closeServices(services))
  const disk = watchDisk({ folder: settings.data.dir, metrics, logger, clock })
  undoing.add('disk', () => disk.stop())
  const readiness = new ReadinessCheck(database, clock)
  return { ...options, database, bus, services, registry, readiness, undoing }
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

function openApi(
  { services, bus, clock, consoleDir, logger, settings, registry, readiness }: Ground,
  whole: boolean,
  doors: () => StationDoors | undefined,
): Promise<Api> {
  const { host, port, publicUrl, hostNames, trustedProxies, requestsPerMinute, signInsPerMinute } = settings.http
  return createApi({
    services,
    bus,
    clock,
    logger,
    metrics: registry.metrics,
    settings: {
      ...{ host, port, hostNames, trustedProxies, requestsPerMinute, signInsPerMinute },
      version: VERSION,
      ...(publicUrl === '' ? {} : { publicUrl }),
    },
    operationsOnly: !whole,
    versionsOfCommand,
    consoleDir,
    metricsText: () => registry.text(),
    readiness: () => readiness.parts(),
    stationAddresses: doors,
  })
}

async function openGateway(ground: Ground): Promise<{ gateway: Gateway; doors: StationDoors }> {
  const { services, bus, clock, logger, registry, settings, undoing } = ground
  const { metrics } = registry
  const { certificates } = services
  const reprojected = await services.transactions.reproject()
  if (reprojected > 0) logger.info('Running transactions were read again', { count: reprojected })
  await services.costs.resume()
  const node = nodeName(settings)
  // What a process of this name held when it was killed is held by nobody now.
  await services.stations.releaseNode(node)
  const { callTimeoutS, validation, commandQueueLimit, inboundQueueLimit } = settings.ocpp
  const files = await openTransferDoors(ground)
  undoing.add('file transfers', () => files.close())
  const readPeer = peerThrough(settings.ocpp.trustedProxies)
  const gateway = createGateway({
    ...services,
    events: services.stationEvents,
    bus,
    clock,
    logger,
    metrics,
    node,
    derivedVersions: await readDerivedVersions(),
    settings: {
      ...{ callTimeoutMs: callTimeoutS * 1_000, validation, commandQueueLimit, inboundQueueLimit },
      transfersAtOnce: settings.files.transfersAtOnce,
      readPeer,
      transfers: files.transfers,
      ...(settings.files.stationUrl !== '' && { stationUrl: settings.files.stationUrl }),
    },
  })
  undoing.add('gateway', () => gateway.close())
  const stationParts = { settings, gateway, readPeer, certificates, bus, clock, logger, metrics }
  const certificatesRenewed = files.replaceTls.bind(files)
  const doors = await openStationDoors({ ...stationParts, certificatesRenewed })
  undoing.add('stations', () => doors.close())
  return { gateway, doors }
}

async function openAccounts({ services, settings }: Ground): Promise<string | undefined> {
  await keepLocalKey(services.accounts, settings.data.dir)
  return inviteOwner(services.accounts)
}

/** As a browser on this machine takes it; an address that stands for every network is none to go to. */
function named(url: string): string {
  return url.replace(/\/\/(?:0\.0\.0\.0|\[::\])(?=:)/, '//localhost')
}

/** The same after a restart: a port belongs to one process of a machine at a time. */
function nodeName({ ocpp }: Settings): string {
  return `${hostname()}:${ocpp.port === 0 ? `process ${process.pid}` : ocpp.port}`
}
