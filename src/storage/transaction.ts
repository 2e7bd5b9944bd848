import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { AppError } from '#kernel'
import type { Queries } from './database.ts'
import { databaseFailure, failureKind } from './database-error.ts'
import { mapClient } from './mapped-pool.ts'
import type { DatabaseSchema } from './tables/index.ts'

/** Runs `work` between BEGIN and COMMIT on a connection of its own. */
export async function runTransaction<T>(pool: pg.Pool, work: (queries: Queries) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let unusable = false
  try {
    await client.query('BEGIN')
    const result = await work(transactionQueries(client))
    const { command } = await client.query('COMMIT')
    if (command === 'ROLLBACK') throw new AppError('internal', 'A failed statement was ignored inside a transaction')
    return result
  } catch (thrown) {
    unusable = failureKind(thrown) === 'unavailable' || !(await rollBack(client))
    throw databaseFailure(thrown)
  } finally {
    client.release(unusable)
  }
}

/** False when the connection cannot even do that, and so is of no use to the next one. */
function rollBack(client: pg.PoolClient): Promise<boolean> {
  return client.query('ROLLBACK').then(
    () => true,
    () => false,
  )
}

function transactionQueries(client: pg.PoolClient): Queries {
  let kysely: Kysely<DatabaseSchema> | undefined
  return {
    get kysely() {
      kysely ??= kyselyOn(client)
      return kysely
    },
    async query(name, text, values) {
      try {
        return await client.query({ name, text, values: values as unknown[] })
      } catch (thrown) {
        throw databaseFailure(thrown)
      }
    },
  }
}

/** Kysely over one connection that is not its own to give back. */
function kyselyOn(client: pg.PoolClient): Kysely<DatabaseSchema> {
  const connection = mapClient(client, () => {})
  const pool = { options: {}, connect: async () => connection, end: async () => {} }
  return new Kysely<DatabaseSchema>({ dialect: new PostgresDialect({ pool }) })
}
