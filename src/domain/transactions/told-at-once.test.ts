import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { everyParty, systemClock } from '#kernel'
import { event, minute, reading, start, stop, TransactionTrial, token, values } from '#test/transactions'
import type { TransactionService } from './transaction-service.ts'

let trial: TransactionTrial
let other: TransactionService
beforeAll(async () => {
  // Two nodes that get into each other's way try again a moment later.
  trial = await TransactionTrial.open(undefined, systemClock)
  other = trial.another()
})
afterAll(async () => {
  await other.close()
  await trial.close()
})

type Telling = (node: TransactionService) => Promise<unknown>

/**
 * Tells messages of one station, some twice, over connections at two nodes, and waits for no answer: as one does that has hung
 * up in the middle, or whose messages the database kept waiting.
 */
async function tellAtOnce(messages: readonly Telling[], order: Iterator<number>): Promise<void> {
  const waiting = messages.flatMap((message) => (order.next().value & 64 ? [message, message] : [message]))
  const told: Promise<unknown>[] = []
  while (waiting.length > 0) {
    const drawn: number = order.next().value
    const [message] = waiting.splice(drawn % waiting.length, 1)
    if (message !== undefined) told.push(message(drawn & 256 ? trial.node : other))
    for (let turns = drawn & 512 ? (drawn >> 10) % 4 : 0; turns > 0; turns -= 1) await new Promise(setImmediate)
  }
  await Promise.all(told)
  // As each node does twice a second of what it holds to be running.
  await Promise.all([trial.node.refresh(), other.refresh()])
}

const orders = fc.infiniteStream(fc.nat())

test('D-04 D-05 D-07 a start, readings and a stop without its number, some told twice and all at once, are one transaction', async () => {
  await fc.assert(
    fc.asyncProperty(orders, async (order) => {
      const stationId = await trial.newStation()
      const messages: Telling[] = [
        (node) => node.start(start(stationId, 10, 500)),
        (node) => node.readings(values(stationId, [reading(20, 800)], { number: -1 })),
        (node) => node.stop(stop(stationId, -1, 30, 1_100, { token })),
      ]
      await tellAtOnce(messages, order)
      const { items } = await trial.node.list(everyParty, { stationId }, { limit: 10 })
      expect(items).toMatchObject([
        { status: 'ended', energyWh: 600, complete: true, flags: [], startedAt: minute(10), endedAt: minute(30) },
      ])
      expect((await trial.count(stationId)).readings).toBe(1)
    }),
    { numRuns: 60 },
  )
})

test('E-03 the events of a transaction, some told twice and all at once, are all in its one record', async () => {
  await fc.assert(
    fc.asyncProperty(orders, fc.boolean(), async (order, ends) => {
      const stationId = await trial.newStation()
      const kinds = ['started', 'updated', 'updated', 'updated', ends ? 'ended' : 'updated'] as const
      const messages = kinds.map((kind, n): Telling => {
        const report = event(stationId, 'tx', kind, n, n * 100)
        return (node) => node.report(report)
      })
      await tellAtOnce(messages, order)
      expect(await trial.record(stationId, 'tx')).toMatchObject({
        ...{ status: ends ? 'ended' : 'active', energyWh: 400, flags: [], startedAt: minute(0) },
        ...(ends ? { complete: true } : {}),
      })
      expect(await trial.count(stationId)).toMatchObject({ transactions: 1, readings: 5, energyWh: 400 })
    }),
    { numRuns: 60 },
  )
})
