import { type TestDatabase, testDatabase } from '#test/database'

/**
 * How often an index is looked into by what `work` asks, when reading a table from end to end costs more than anything: with few
 * rows PostgreSQL would rather do that, however good the index.
 */
export async function scansOf(index: string, work: (database: TestDatabase) => Promise<unknown>): Promise<number> {
  const database = await testDatabase({ poolSize: 1 })
  try {
    await database.pool.query('SET enable_seqscan = off; SET enable_indexscan = off')
    await work(database)
    // What a session has counted it tells by and by.
    await database.pool.query('SELECT pg_stat_force_next_flush()')
    const { rows } = await database.pool.query('SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = $1', [
      index,
    ])
    return Number(rows[0]?.idx_scan)
  } finally {
    await database.close()
  }
}
