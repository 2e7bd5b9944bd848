import { type Logger, silentLogger, systemClock } from '#kernel'
import { migrate, openDatabase, startBundledPostgres } from '#storage'
import type { Settings } from './settings/index.ts'

/**
 * Brings the schema of the settings' database up to date without starting the platform; a bundled one is started for it
 * and stopped again.
 *
 * @returns the names of the migrations that were run
 * @throws AppError when the database cannot be reached, or is in use by a platform that runs
 */
export async function migrateDatabase(
  settings: Settings,
  onProgress: (sentence: string) => void,
  logger: Logger = silentLogger,
): Promise<readonly string[]> {
  const { url, poolSize } = settings.database
  const bundled =
    url === ''
      ? await startBundledPostgres({ dataDir: settings.data.dir, logger, clock: systemClock, onProgress })
      : undefined
  try {
    const database = openDatabase({ url: bundled?.url ?? url, poolSize, logger })
    try {
      return await migrate(database, logger)
    } finally {
      await database.close()
    }
  } finally {
    await bundled?.stop()
  }
}
