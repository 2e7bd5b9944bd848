import { afterAll, beforeAll, expect, test } from 'vitest'
import { silentLogger } from '#kernel'
import { openDatabase } from '#storage'
import { type TestDatabase, testDatabase } from '#test/database'
import { event, TransactionTrial } from '#test/transactions'

let server: TestDatabase
let trial: TransactionTrial
beforeAll(async () => {
  server = await testDatabase()
  const url = `${server.url}?options=-c%20synchronous_commit%3Don`
  trial = await TransactionTrial.open({ ...openDatabase({ url, poolSize: 2, logger: silentLogger }), url })
  await server.pool.query(`CREATE TABLE noted (change text, waits text);
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN INSERT INTO noted VALUES (TG_OP || ' ' || TG_ARGV[0], current_setting('synchronous_commit')); RETURN NEW; END $$`)
  for (const table of ['transaction', 'transaction_event', 'meter_reading']) {
    await server.pool.query(
      `CREATE TRIGGER note AFTER INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION note('${table}')`,
    )
  }
})
afterAll(async () => {
  await trial.close()
  await server.close()
})

/** What was written since this was last asked, and whether its commit waited for the disk. */
async function noted(): Promise<string[]> {
  const { rows } = await server.pool.query(
    'WITH n AS (DELETE FROM noted RETURNING *) SELECT DISTINCT * FROM n ORDER BY 1',
  )
  return rows.map(({ change, waits }) => `${change}: ${waits}`)
}

test('what a station is answered for is on disk before; how a running transaction stands is only made from it', async () => {
  const stationId = await trial.newStation()
  await trial.node.report(event(stationId, 'tx', 'started', 0, 1_000))
  expect(await noted()).toEqual(['INSERT meter_reading: on', 'INSERT transaction: on', 'INSERT transaction_event: on'])
  await trial.node.report(event(stationId, 'tx', 'updated', 1, 1_500))
  expect(await noted()).toEqual(['INSERT meter_reading: on'])
  await trial.node.refresh()
  expect(await noted()).toEqual(['UPDATE transaction: off'])
  await trial.node.report(event(stationId, 'tx', 'ended', 2, 2_000))
  expect(await noted()).toEqual(['INSERT meter_reading: on', 'INSERT transaction_event: on', 'UPDATE transaction: on'])
})
