import { createHash } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { newId, silentLogger } from '#kernel'
import { type Database, migrate, openDatabase, readMigrations } from '#storage'

/** A database for one test or one file: migrated, empty, its own. */
export interface TestDatabase extends Database {
  readonly url: string
}

export interface TestDatabaseOptions {
  readonly poolSize?: number
  /** An empty database instead of a migrated one. */
  readonly unmigrated?: boolean
}

/**
 * Makes a fresh database by copying the migrated template of this run. `close` drops it.
 *
 * ```ts
 * const database = await testDatabase()
 * afterAll(() => database.close())
 * ```
 */
export async function testDatabase(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const serverUrl = await postgresUrl()
  const name = `test_${newId().replaceAll('-', '')}`
  const template = options.unmigrated === true ? 'template1' : await ensureTemplate(serverUrl)
  await administer(serverUrl, (admin) => copyDatabase(admin, name, template))
  const url = databaseUrl(serverUrl, name)
  const database = openDatabase({
    url,
    poolSize: options.poolSize ?? 5,
    logger: silentLogger,
    forbidOuterInTransaction: true,
  })
  return {
    ...database,
    url,
    async close() {
      await database.close()
      await administer(serverUrl, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
    },
  }
}

/** The address of the run's PostgreSQL, which the first to ask starts. */
export async function postgresUrl(): Promise<string> {
  const response = await fetch(inject('postgresDoor'))
  const text = await response.text()
  if (!response.ok) throw new Error(`The PostgreSQL of this run did not start: ${text}`)
  return text
}

// Two workers must not make the template at once, nor copy it while it is made.
const TEMPLATE_LOCK = 7_305_108_742
let templateMade: Promise<string> | undefined

function ensureTemplate(serverUrl: string): Promise<string> {
  templateMade ??= makeTemplate(serverUrl)
  return templateMade
}

async function makeTemplate(serverUrl: string): Promise<string> {
  // Named by its content: in watch mode the migrations may change while the server lives on.
  const content = JSON.stringify(await readMigrations())
  const name = `template_${createHash('sha256').update(content).digest('hex').slice(0, 16)}`
  await administer(serverUrl, async (admin) => {
    await admin.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK])
    const found = await admin.query('SELECT FROM pg_database WHERE datname = $1', [name])
    if (found.rowCount !== 0) return
    await admin.query(`DROP DATABASE IF EXISTS ${name}_unfinished WITH (FORCE)`)
    await admin.query(`CREATE DATABASE ${name}_unfinished`)
    const database = openDatabase({
      url: databaseUrl(serverUrl, `${name}_unfinished`),
      poolSize: 1,
      logger: silentLogger,
    })
    await migrate(database, silentLogger).finally(() => database.close())
    await admin.query(`ALTER DATABASE ${name}_unfinished RENAME TO ${name}`)
  })
  return name
}

/** PostgreSQL refuses to copy a template while somebody is connected to it, which a copy by another worker is. */
async function copyDatabase(admin: pg.Client, name: string, template: string): Promise<void> {
  await admin.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK])
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`)
}

async function administer<T>(serverUrl: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: serverUrl })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}
