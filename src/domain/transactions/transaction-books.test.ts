import { afterAll, beforeAll, expect, test } from 'vitest'
import { noMetrics, silentLogger, systemClock } from '#kernel'
import { event, TransactionTrial } from '#test/transactions'
import { openBooks } from './transaction-books.ts'

let trial: TransactionTrial
beforeAll(async () => {
  trial = await TransactionTrial.open()
})
afterAll(() => trial.close())

test('a transaction whose record takes long to make holds up that of no other', async () => {
  const { database, node } = trial
  const [slow, quick] = [await trial.newStation(), await trial.newStation()]
  for (const stationId of [slow, quick]) await node.report(event(stationId, 'tx', 'started', 0, 0))
  const { id: slowId } = await trial.record(slow, 'tx')
  const { id: quickId } = await trial.record(quick, 'tx')
  const books = openBooks({ database, clock: systemClock, logger: silentLogger, metrics: noMetrics })
  const holder = await database.pool.connect()
  try {
    await holder.query('BEGIN')
    await holder.query('SELECT FROM transaction WHERE id = $1 FOR UPDATE', [slowId])
    const late = books.rewrite(slowId)
    await expect.poll(() => trial.waiting()).toBe(1)
    expect(await books.rewrite(quickId)).toMatchObject({ id: quickId })
    expect(await trial.waiting()).toBe(1)
    await holder.query('COMMIT')
    expect(await late).toMatchObject({ id: slowId })
  } finally {
    holder.release(true)
    await books.close()
  }
})
