import { mkdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { type Clock, type Logger, systemClock } from '#kernel'
import { findBinaries } from './binaries.ts'
import { clusterUid, DATABASE_USER, prepareCluster } from './cluster.ts'
import { lockFolder } from './folder-lock.ts'
import { startOnFreePort } from './free-port.ts'
import { clearLeftBehind } from './left-behind.ts'
import { Postmaster, type PostmasterOptions } from './postmaster.ts'
import { chooseRunner } from './run-as.ts'
import { BUNDLED_SETTINGS, type PostgresSettings } from './settings.ts'
import { superviseDatabase } from './supervise.ts'

export interface BundledPostgresOptions {
  /** The platform's data folder; the database lives in its folder `postgres`. */
  readonly dataDir: string
  readonly logger: Logger
  /** Overrides of {@link BUNDLED_SETTINGS}. */
  readonly settings?: PostgresSettings
  /** Hears what takes long, as sentences for the person who waits. */
  readonly onProgress?: (sentence: string) => void
  readonly clock?: Clock
}

/** A database server that is ours: it runs until `stop`, and comes back when it dies in between. */
export interface BundledPostgres {
  /** Address with password; never to be logged. */
  readonly url: string
  /** The server's process at this moment. */
  readonly pid: number
  /** Stops the server cleanly and gives its folder free. Safe to call twice. */
  stop(): Promise<void>
}

/**
 * Starts the PostgreSQL that comes with the platform, on the loopback interface, preparing its folder when it is new.
 *
 * The server stops when this process does, also when this process is killed; what an earlier one left behind is cleared
 * first.
 *
 * @throws AppError `conflict` when another process uses the folder, `unsupported` when PostgreSQL cannot run here,
 *   `unavailable` when it does not start.
 */
export async function startBundledPostgres(options: BundledPostgresOptions): Promise<BundledPostgres> {
  const made = join(options.dataDir, 'postgres')
  await mkdir(made, { recursive: true, mode: 0o700 })
  const folder = await realpath(made)
  const lock = lockFolder(folder)
  // The timers of our clock do not keep a process alive, and there may be nothing else yet.
  const awake = setInterval(() => {}, 60_000)
  try {
    return await startLocked(folder, options, () => lock.release())
  } catch (thrown) {
    lock.release()
    throw thrown
  } finally {
    clearInterval(awake)
  }
}

async function startLocked(
  folder: string,
  options: BundledPostgresOptions,
  release: () => void,
): Promise<BundledPostgres> {
  const { logger, clock = systemClock } = options
  const progress = (sentence: string) => {
    logger.info(sentence, { folder })
    options.onProgress?.(sentence)
  }
  const cluster = join(folder, 'cluster')
  const binaries = await findBinaries()
  const runner = await chooseRunner({ binary: binaries.postgres, folder, clusterUid: await clusterUid(folder) })
  const password = await prepareCluster(folder, binaries, runner, () =>
    progress('Preparing the database for the first time'),
  )
  await clearLeftBehind(cluster, logger, clock)
  const settings = { ...BUNDLED_SETTINGS, ...options.settings }
  const start = (port: number) =>
    Postmaster.start({
      postgres: binaries.postgres,
      cluster,
      port,
      settings,
      runner,
      logger,
    } satisfies PostmasterOptions)
  const { port, started } = await startOnFreePort(folder, start)
  const database = superviseDatabase(started, () => start(port), logger, clock)
  const address = `postgres://${DATABASE_USER}:${password}@127.0.0.1:${port}`
  await ensureDatabase(`${address}/postgres`).catch(async (cause: unknown) => {
    await database.stop()
    throw cause
  })
  logger.info('The bundled database is ready', { port, pid: started.pid, as: runner.name })
  return {
    url: `${address}/${DATABASE_USER}`,
    get pid() {
      return database.pid()
    },
    async stop() {
      await database.stop()
      release()
    },
  }
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE_USER])
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE_USER}`)
  } finally {
    await client.end()
  }
}
