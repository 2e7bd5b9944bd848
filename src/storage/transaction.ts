import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { AppError } from '#kernel'
import type { Queries } from './database.ts'
import { databaseFailure } from './database-error.ts'
import { mapClient } from './mapped-pool.ts'
import type { DatabaseSchema } from './tables/index.ts'

/** Runs `work` between BEGIN and COMMIT on a connection of its own. */
export async function runTransaction<T>(pool: pg.Pool, work: (queries: Queries) => Promise<T>): Promise<T> {
  const client = await connect(pool)
  let broken: boolean | undefined
  try {
    await client.query('BEGIN')
    const result = await work(transactionQueries(client))
    const { command } = await client.query('COMMIT')
    if (command === 'ROLLBACK') throw new AppError('internal', 'A failed statement was ignored inside a transaction')
    return result
  } catch (thrown) {
    // A connection that cannot even roll back is of no use to the next one.
    broken = await client.query('ROLLBACK').then(
      () => undefined,
      () => true,
    )
    throw databaseFailure(thrown)
  } finally {
    client.release(broken)
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect()
  } catch (thrown) {
    throw databaseFailure(thrown)
  }
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
