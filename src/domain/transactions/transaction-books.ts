import type { Clock, Logger, Metrics } from '#kernel'
import { Batcher, type CopyRow, type Database, isUniqueViolation } from '#storage'
import { readingStore } from './carried-event-store.ts'
import type { WireName } from './identity.ts'
import { type LedgerLine, type StoredReading, writeLedger } from './ledger-store.ts'
import { adopt, findNeighbours, holderOf, type PointInTime } from './neighbour-store.ts'
import type { Neighbour } from './neighbours.ts'
import { activeIds, locate, readRecords, refreshProjections, rewriteProjections } from './projection-store.ts'
import { openStarts, type Start } from './start-store.ts'
import type { TransactionRecord } from './transaction-columns.ts'

/**
 * The books of all transactions: everything here is grouped, so that many stations share one commit, and durable when it
 * resolves.
 */
export interface TransactionBooks {
  /** @returns whether the line opened its transaction; false as well when it was open already, with what another event said */
  write(line: LedgerLine): Promise<boolean>
  /** Stores a reading, with the event it carries. Quick: holds nothing but the row while it waits. */
  add(row: CopyRow): Promise<void>
  /** As {@link add}, telling `settle` once. */
  addWith(row: CopyRow, settle: (error: unknown) => void): void
  /** Whether {@link add} may be used: what the samples mean is stored already. */
  knowsSamplesOf(reading: StoredReading): boolean
  /** Stores what the samples mean, where that is new. */
  learnSamplesOf(readings: readonly StoredReading[]): Promise<void>
  /** Makes a record anew from its log; `undefined` when there is no such transaction. */
  rewrite(id: string): Promise<TransactionRecord | undefined>
  load(name: WireName): Promise<TransactionRecord | undefined>
  /** The number of a 1.6 transaction, and whether this start opened it. */
  open(start: Start): Promise<{ number: number; fresh: boolean }>
  /** @param evseId  the connector that matters most; without one all alike */
  neighbours(stationId: string, atMs: number, evseId?: number): Promise<readonly Neighbour[]>
  holderOf(ids: readonly string[], eventKey: string): Promise<string | undefined>
  adopt(orphanId: string, startId: string): Promise<void>
  /** @returns the ids of those that were stored: no other node has made them anew, and they run */
  refresh(records: readonly TransactionRecord[]): Promise<ReadonlySet<string>>
  activeIds(afterId: string, limit: number): Promise<string[]>
  /** Stores what the logs of running transactions amount to, whoever else has them in hand. */
  catchUp(ids: readonly string[]): Promise<void>
  close(): Promise<void>
}

const NUMBER_TRIES = 5
/** So many readings wait only when this process is behind: the database then gets them before it is heard to be done with those before. */
const CROWD = 32

export function openBooks(options: {
  database: Database
  clock: Clock
  logger: Logger
  metrics: Metrics
}): TransactionBooks {
  const { database, clock, metrics } = options
  const shared = { clock, metrics }
  const storedLayouts = new Set<number>()
  const knows = ({ samples: { layout } }: StoredReading) => layout === undefined || storedLayouts.has(layout.id)
  const lines = new Batcher<LedgerLine, boolean>({
    ...shared,
    name: 'ledger',
    maxInFlight: 2,
    flush: (items) => writeLedger(database, items, storedLayouts),
  })
  const storeReadings = readingStore(database.copyLane())
  const readings = new Batcher<CopyRow>({
    ...shared,
    name: 'readings',
    maxInFlight: 2,
    besideFrom: CROWD,
    flush: async (rows) => {
      await storeReadings(rows)
      return rows.map(() => undefined)
    },
  })
  const rewrites = new Batcher<string, TransactionRecord | undefined>({
    ...shared,
    name: 'transaction-rewrite',
    maxItems: 200,
    // One with a long log holds up no other; which of two counts is settled by their versions.
    maxInFlight: 2,
    besideFrom: 1,
    flush: async (ids) => {
      const records = await rewriteProjections(database, ids)
      return ids.map((id) => records.get(id))
    },
  })
  const loads = new Batcher<WireName, TransactionRecord | undefined>({
    ...shared,
    name: 'transaction-load',
    maxItems: 200,
    maxInFlight: 2,
    besideFrom: 1,
    flush: async (names) => {
      const ids = await locate(database, names)
      const records = await readRecords(
        database,
        ids.filter((id) => id !== null),
      )
      return ids.map((id) => (id === null ? undefined : records.get(id)))
    },
  })
  const starts = new Batcher<Start, { number: number; fresh: boolean } | undefined>({
    ...shared,
    name: 'transaction-open',
    flush: (items) => openStarts(database, items),
  })
  const points = new Batcher<PointInTime, readonly Neighbour[]>({
    ...shared,
    name: 'transaction-neighbours',
    maxItems: 200,
    maxInFlight: 2,
    flush: (items) => findNeighbours(database, items),
  })
  return {
    write: (line) => lines.add(line),
    add: (row) => readings.add(row),
    addWith: (row, settle) => readings.addWith(row, settle),
    knowsSamplesOf: (reading) => knows(reading),
    async learnSamplesOf(readings) {
      const layouts = readings.flatMap((reading) => (knows(reading) ? [] : (reading.samples.layout ?? [])))
      if (layouts.length > 0) await lines.add({ layouts, readings: [] })
    },
    rewrite: (id) => rewrites.add(id),
    load: (name) => loads.add(name),
    open: (start) => openOnce(starts, start),
    neighbours: (stationId, atMs, evseId) => points.add({ stationId, atMs, evseId }),
    holderOf: (ids, eventKey) => holderOf(database, ids, eventKey),
    adopt: (orphanId, startId) => adopt(database, orphanId, startId),
    refresh: (records) => refreshProjections(database, records),
    activeIds: (afterId, limit) => activeIds(database, afterId, limit),
    async catchUp(ids) {
      const records = [...(await readRecords(database, ids)).values()]
      // Of those that run no new version is made: for the nodes that have them in hand nothing has changed.
      await refreshProjections(
        database,
        records.filter(({ projection }) => projection.status === 'active'),
      )
      const ended = records.filter(({ projection }) => projection.status === 'ended')
      await Promise.all(ended.map(({ id }) => rewrites.add(id)))
    },
    async close() {
      await Promise.all([lines, readings, rewrites, loads, starts, points].map((lane) => lane.close()))
    },
  }
}

async function openOnce(
  starts: Batcher<Start, { number: number; fresh: boolean } | undefined>,
  start: Start,
): Promise<{ number: number; fresh: boolean }> {
  for (let tried = 1; ; tried++) {
    try {
      const opened = await starts.add(start)
      // Another node opened the same transaction in the same moment: it is there by now.
      if (opened !== undefined) return opened
    } catch (thrown) {
      // The number was in use at this station for something we never gave it: the sequence has moved on.
      if (!isUniqueViolation(thrown) || tried >= NUMBER_TRIES) throw thrown
    }
  }
}
