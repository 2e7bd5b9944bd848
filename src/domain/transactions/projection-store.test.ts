import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Queries } from '#storage'
import { event, TransactionTrial } from '#test/transactions'
import { readRecords, refreshProjections, rewriteProjections } from './projection-store.ts'
import type { TransactionRecord } from './transaction-columns.ts'

let trial: TransactionTrial
beforeAll(async () => {
  trial = await TransactionTrial.open()
})
afterAll(() => trial.close())

async function running(): Promise<TransactionRecord> {
  const stationId = await trial.newStation()
  await trial.node.report(event(stationId, 'tx', 'started', 0, 0))
  const { id } = await trial.record(stationId, 'tx')
  const record = (await readRecords(trial.database, [id])).get(id)
  if (record === undefined) throw new Error('There is no record')
  return record
}

/** Two running transactions, of which the later one has the lower id: ids are digests. */
async function two(): Promise<{ lower: TransactionRecord; higher: TransactionRecord }> {
  let higher = await running()
  for (;;) {
    const lower = await running()
    if (lower.id < higher.id) return { lower, higher }
    higher = lower
  }
}

const writers: Record<string, (queries: Queries, records: readonly TransactionRecord[]) => Promise<unknown>> = {
  'made anew': (_, records) =>
    rewriteProjections(
      trial.database,
      records.map(({ id }) => id),
    ),
  refreshed: refreshProjections,
}

test.each(Object.entries(writers))(
  'records that are %s are held in the order of their ids, so that no two such statements wait for each other',
  async (_, write) => {
    const { lower, higher } = await two()
    const [holder, other] = [await trial.database.pool.connect(), await trial.database.pool.connect()]
    try {
      await holder.query('BEGIN')
      await holder.query('SELECT FROM transaction WHERE id = $1 FOR UPDATE', [lower.id])
      const written = write(trial.database, [higher, lower])
      await expect.poll(() => trial.waiting()).toBe(1)
      await other.query('SELECT FROM transaction WHERE id = $1 FOR UPDATE NOWAIT', [higher.id])
      await holder.query('COMMIT')
      await written
    } finally {
      holder.release(true)
      other.release(true)
    }
  },
)
