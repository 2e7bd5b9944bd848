import { AsyncLocalStorage } from 'node:async_hooks'
import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import type { Logger } from '#kernel'
import { CopyLane } from './copy-lane.ts'
import type { CopyRow } from './copy-rows.ts'
import { databaseFailure, failureKind } from './database-error.ts'
import { makeKnown } from './known-session.ts'
import { forbidOuter, mapFailures } from './mapped-pool.ts'
import { ReachablePool } from './reachable-pool.ts'
import { streamRows } from './row-stream.ts'
import { boundSilence } from './silence.ts'
import type { DatabaseSchema } from './tables/index.ts'
import { runTransaction } from './transaction.ts'
import { typeParsers } from './type-parsers.ts'

/** Statements, inside a transaction or outside: what stores take, so that their caller decides. */
export interface Queries {
  /** Typed queries. */
  readonly kysely: Kysely<DatabaseSchema>
  /**
   * Runs a hot statement, parsed and planned once per connection under `name`. One name, one text.
   *
   * @throws AppError `unavailable` when the database cannot be reached; otherwise what PostgreSQL said.
   */
  query<Row extends pg.QueryResultRow = pg.QueryResultRow>(
    name: string,
    text: string,
    values: readonly unknown[],
  ): Promise<pg.QueryResult<Row>>
}

export interface Database extends Queries {
  readonly pool: pg.Pool
  /**
   * Runs `work` in one transaction on one connection: committed when it resolves, rolled back when it throws. Everything
   * inside goes through the handle it is given.
   *
   * @throws what `work` threw; AppError `unavailable` when the connection is lost (then it is unknown whether a commit
   *   that was under way took place).
   */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>
  /**
   * As {@link query}, with each row as it is read: for answers that may be long, which neither hold up what else the process does nor have
   * to fit into memory.
   *
   * @throws as {@link query}; what `onRow` threw
   */
  eachRow<Row extends pg.QueryResultRow>(
    name: string,
    text: string,
    values: readonly unknown[],
    onRow: (row: Row) => void,
  ): Promise<void>
  /**
   * Sends rows into the one COPY … FROM STDIN (FORMAT binary) among these statements, in a transaction of their own. Rows in bulk cost
   * a third of what INSERT takes; but what exists already makes all of them fail.
   *
   * @throws AppError `unavailable` when the database cannot be reached; otherwise what PostgreSQL said.
   */
  copy(statements: string, rows: readonly CopyRow[]): Promise<void>
  /** As {@link copy}, for one who copies again before the copy before is done: on one connection, in order, each sent at once. */
  copyLane(): Pick<Database, 'copy'>
  close(): Promise<void>
}

export interface DatabaseOptions {
  /** postgres://user:password@host:port/database */
  readonly url: string
  /** Connections at most. */
  readonly poolSize: number
  readonly logger: Logger
  /** How long to wait for a connection before it is `unavailable`. */
  readonly connectTimeoutMs?: number
  /** How long the database may be silent before a statement is `unavailable` and its connection given up. */
  readonly longestSilenceMs?: number
  /** Makes it an error to use the database instead of the handle while inside a transaction. For tests. */
  readonly forbidOuterInTransaction?: boolean
}

/**
 * Opens a database; nothing is connected before the first statement. When the database goes away, statements fail with
 * AppError `unavailable` until it is back, and then work again.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const { logger, connectTimeoutMs = 5_000 } = options
  const pool = new ReachablePool({
    connectionString: options.url,
    max: options.poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    onConnect: (client) => makeKnown(client, connectTimeoutMs),
    types: typeParsers,
    application_name: 'chargewright',
    keepAlive: true,
  })
  boundSilence(pool, options.longestSilenceMs ?? 60_000)
  const open = new Set<pg.PoolClient>()
  // An idle connection that breaks is replaced by the next statement; unheard, the event would end the process.
  pool.on('error', (cause) => logger.warn('A database connection was lost', { cause: cause.message }))
  // So would an event of a connection that breaks while lent out and silent; whoever holds it learns from its next statement.
  pool.on('connect', (client) => {
    client.on('error', () => {})
    open.add(client)
    client.once('end', () => open.delete(client))
  })
  const inside = options.forbidOuterInTransaction === true ? new AsyncLocalStorage<boolean>() : undefined
  const outerPool = mapFailures(pool, inside && (() => forbidOuter(inside)))
  const kysely = new Kysely<DatabaseSchema>({ dialect: new PostgresDialect({ pool: outerPool }) })
  const copyLane = (): Pick<Database, 'copy'> => {
    const lane = new CopyLane(pool)
    return {
      async copy(statements, rows) {
        if (inside !== undefined) forbidOuter(inside)
        await lane.copy(statements, rows)
      },
    }
  }
  return {
    pool,
    kysely,
    async query(name, text, values) {
      if (inside !== undefined) forbidOuter(inside)
      try {
        return await pool.query({ name, text, values: values as unknown[] })
      } catch (thrown) {
        throw databaseFailure(thrown)
      }
    },
    async eachRow(name, text, values, onRow) {
      if (inside !== undefined) forbidOuter(inside)
      await lent(pool, (client) => streamRows(client, { name, text, values }, onRow))
    },
    copy: (statements, rows) => copyLane().copy(statements, rows),
    copyLane,
    transaction(work) {
      if (inside === undefined) return runTransaction(pool, work)
      forbidOuter(inside)
      return runTransaction(pool, (queries) => inside.run(true, () => work(queries)))
    },
    async close() {
      // The pool lets go before its connections have said goodbye, and a server that stops meanwhile would complain.
      const goodbyes = [...open].map((client) => new Promise<void>((resolve) => client.once('end', () => resolve())))
      await pool.end()
      await Promise.all(goodbyes)
    },
  }
}

/** Lends a connection out; one that was lost meanwhile is given to nobody else. */
async function lent(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  let client: pg.PoolClient | undefined
  let broken = false
  try {
    client = await pool.connect()
    await work(client)
  } catch (thrown) {
    broken = failureKind(thrown) === 'unavailable'
    throw databaseFailure(thrown)
  } finally {
    client?.release(broken)
  }
}
