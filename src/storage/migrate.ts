import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type pg from 'pg'
import { AppError, type Logger } from '#kernel'
import type { Database } from './database.ts'
import { databaseFailure } from './database-error.ts'
import { waitHoweverLong } from './silence.ts'

/** One step of the schema: the file it is in (`0001-spine`) and what it does. */
export interface Migration {
  readonly name: string
  readonly up: string
}

// Any number that nobody else locks by; several nodes may start at once and must take turns.
const MIGRATION_LOCK = 7_305_108_741

/**
 * Brings the schema up to date: runs what is missing, in order, each in a transaction of its own.
 *
 * @returns the names of the migrations that were run
 * @throws AppError `conflict` when a migration that was run has changed since, or the database is ahead of this program.
 */
export async function migrate(
  database: Database,
  logger: Logger,
  migrations?: readonly Migration[],
): Promise<string[]> {
  const wanted = migrations ?? (await readMigrations())
  const client = await database.pool.connect()
  // A large table takes its time, and so does another node that is at it.
  waitHoweverLong(client)
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    return await runMissing(client, wanted, logger)
  } catch (thrown) {
    throw databaseFailure(thrown)
  } finally {
    // The lock belongs to the connection and goes with it.
    client.release(true)
  }
}

async function runMissing(client: pg.PoolClient, wanted: readonly Migration[], logger: Logger): Promise<string[]> {
  await client.query(
    `CREATE TABLE IF NOT EXISTS schema_migration (
      name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`,
  )
  const { rows } = await client.query<{ name: string; checksum: string }>('SELECT name, checksum FROM schema_migration')
  const applied = new Map(rows.map((row) => [row.name, row.checksum]))
  checkHistory(applied, wanted)
  const run: string[] = []
  for (const migration of wanted) {
    if (applied.has(migration.name)) continue
    logger.info('Changing the database schema', { migration: migration.name })
    await runOne(client, migration)
    run.push(migration.name)
  }
  return run
}

async function runOne(client: pg.PoolClient, migration: Migration): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(migration.up)
    await client.query('INSERT INTO schema_migration (name, checksum) VALUES ($1, $2)', [
      migration.name,
      checksum(migration),
    ])
    await client.query('COMMIT')
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => {})
    throw new AppError('internal', `The migration ${migration.name} failed: ${String(cause)}`, {}, { cause })
  }
}

function checkHistory(applied: ReadonlyMap<string, string>, wanted: readonly Migration[]): void {
  const known = new Map(wanted.map((migration) => [migration.name, checksum(migration)]))
  for (const [name, sum] of applied) {
    const now = known.get(name)
    if (now === undefined) {
      throw new AppError(
        'conflict',
        `The database has the migration ${name}, which this program does not know: it is older`,
      )
    }
    if (now !== sum) {
      throw new AppError(
        'conflict',
        `The migration ${name} was changed after it was run; released migrations are frozen`,
      )
    }
  }
}

/** Blanks do not count, so that a formatter may pass over released files. */
function checksum(migration: Migration): string {
  return createHash('sha256').update(migration.up.trim().replace(/\s+/g, ' ')).digest('hex')
}

/** Reads the migrations of a folder, `NNNN-what.ts`, each exporting its SQL as `up`. */
export async function readMigrations(folder: string = join(import.meta.dirname, 'migrations')): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => /^\d{4}-[a-z0-9-]+\.ts$/.test(file)).sort()
  if (files.length === 0) throw new AppError('internal', `There are no migrations in ${folder}`)
  const numbers = files.map((file) => file.slice(0, 4))
  const twice = numbers.find((number, index) => numbers.indexOf(number) !== index)
  if (twice !== undefined) throw new AppError('internal', `Two migrations have the number ${twice}`)
  return await Promise.all(
    files.map(async (file) => {
      const { up }: { up?: unknown } = await import(pathToFileURL(join(folder, file)).href)
      if (typeof up !== 'string') throw new AppError('internal', `The migration ${file} exports no SQL text "up"`)
      return { name: file.slice(0, -'.ts'.length), up }
    }),
  )
}
