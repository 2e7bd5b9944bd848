import { silentLogger } from '#kernel'
import { openDatabase, startBundledPostgres } from '#storage'

/** Of 16 MB each: more than a run writes. */
const SEGMENTS = 64

/**
 * Makes a database below `dataDir` whose write-ahead log has segments to use again, as any has that has run for some hours. A new one
 * makes each, and every commit then waits for the disk twice: for what it says, and for where that is.
 */
export async function ageDatabase(dataDir: string): Promise<void> {
  const postgres = await startBundledPostgres({ dataDir, logger: silentLogger })
  const database = openDatabase({ url: postgres.url, poolSize: 1, logger: silentLogger })
  for (let segment = 0; segment < SEGMENTS; segment++) {
    await database.pool.query("SELECT pg_logical_emit_message(true, 'bench', ''), pg_switch_wal()")
  }
  await database.pool.query('CHECKPOINT')
  await database.close()
  await postgres.stop()
}
