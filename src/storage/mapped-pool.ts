import type { AsyncLocalStorage } from 'node:async_hooks'
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import type pg from 'pg'
import { AppError } from '#kernel'
import { databaseFailure, failureKind } from './database-error.ts'

/** The pool as Kysely sees it: the same connections, with failures told our way. */
export function mapFailures(pool: pg.Pool, beforeConnect?: () => void): PostgresPool {
  const seen = new WeakMap<pg.PoolClient, PostgresPoolClient>()
  return {
    options: pool.options,
    async connect() {
      beforeConnect?.()
      const client = await pool.connect()
      let mapped = seen.get(client)
      if (mapped === undefined) {
        mapped = mapClient(client, (destroy) => client.release(destroy))
        seen.set(client, mapped)
      }
      return mapped
    },
    end: () => pool.end(),
  }
}

/**
 * One connection as Kysely sees it; cursors are not offered. A connection that was lost, or on which a statement may still
 * run, is not given to anybody else.
 */
export function mapClient(client: pg.PoolClient, release: (destroy?: boolean) => void): PostgresPoolClient {
  let unusable = false
  const query = async (sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<unknown>> => {
    try {
      return (await client.query(sql, parameters as unknown[])) as PostgresQueryResult<unknown>
    } catch (thrown) {
      if (failureKind(thrown) === 'unavailable') unusable = true
      throw databaseFailure(thrown)
    }
  }
  return {
    query: query as PostgresPoolClient['query'],
    release: (destroy) => release(destroy === true || unusable),
  }
}

/** @throws AppError `internal` inside a transaction: the statement would run beside it, and may wait for it for ever. */
export function forbidOuter(inside: AsyncLocalStorage<boolean>): void {
  if (inside.getStore() === true) {
    throw new AppError('internal', 'Inside a transaction the database was used instead of the transaction')
  }
}
