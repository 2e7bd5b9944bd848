import { memoryBus } from '#bus'
import type {
  Reading,
  ReadingsReport,
  StartReport,
  StopReport,
  TokenVerdict,
  Transaction,
  TransactionReport,
  TransactionService,
} from '#domain/transactions'
import { createTransactions } from '#domain/transactions'
import { type Bus, type Clock, everyParty, ManualClock, noMetrics, silentLogger } from '#kernel'
import { type TestDatabase, testDatabase } from './database.ts'

/** Every event that stations told, wherever it is stored: in a row of its own, or with the reading it brought. */
export const TOLD_EVENTS = `SELECT station_id, seq_no FROM transaction_event
  UNION ALL SELECT station_id, seq_no FROM meter_reading WHERE event_at IS NOT NULL`

const T0 = Date.parse('2026-03-01T10:00:00Z')

export const token = { value: 'AB12', kind: 'rfid' } as const
export const minute = (n: number): Date => new Date(T0 + n * 60_000)

const common = (stationId: string) => ({ stationId, partyId: 'default', receivedAt: minute(120) })

export function reading(n: number, registerWh: number, more: Partial<Reading> = {}): Reading {
  return { at: minute(n), registerWh, samples: [{ value: String(registerWh) }], ...more }
}

export function start(stationId: string, n: number, wh: number, more: Partial<StartReport> = {}): StartReport {
  return { ...common(stationId), evseId: 1, token, at: minute(n), startRegisterWh: wh, ...more }
}

export function stop(
  stationId: string,
  number: number,
  n: number,
  wh: number,
  more: Partial<StopReport> = {},
): StopReport {
  return { ...common(stationId), number, at: minute(n), stopRegisterWh: wh, readings: [], ...more }
}

export function values(
  stationId: string,
  readings: readonly Reading[],
  more: Partial<ReadingsReport> = {},
): ReadingsReport {
  return { ...common(stationId), evseId: 1, readings, ...more }
}

export function event(
  stationId: string,
  reference: string,
  kind: TransactionReport['kind'],
  seqNo: number,
  wh: number,
  more: Partial<TransactionReport> = {},
): TransactionReport {
  return {
    ...common(stationId),
    reference,
    kind,
    seqNo,
    at: minute(seqNo),
    facts: { evseId: 1, connectorId: 1 },
    readings: [reading(seqNo, wh)],
    ...more,
  }
}

/** Transactions on a database of their own, of a node that may crash at any time. */
export class TransactionTrial {
  readonly database: TestDatabase
  readonly #bus: Bus
  readonly #clock: Clock
  /** The node at work. */
  node: TransactionService
  /** What authorization says of every token. */
  verdict: TokenVerdict = { status: 'accepted' }
  #stations = 0

  private constructor(database: TestDatabase, clock: Clock) {
    this.database = database
    this.#clock = clock
    this.#bus = memoryBus({ logger: silentLogger, clock })
    this.node = this.another()
  }

  /**
   * @param database  migrated and empty; it is closed with the trial
   * @param clock  one that stands still unless told otherwise, and then nothing that is to be tried once more is
   */
  static async open(
    database?: TestDatabase,
    clock: Clock = new ManualClock('2026-03-01T12:00:00Z'),
  ): Promise<TransactionTrial> {
    return new TransactionTrial(database ?? (await testDatabase()), clock)
  }

  /** A further node on the same database, which knows nothing yet. */
  another(): TransactionService {
    return createTransactions({
      database: this.database,
      bus: this.#bus,
      clock: this.#clock,
      logger: silentLogger,
      metrics: noMetrics,
      authorization: {
        authorize: async () => this.verdict,
        startInTurn: (_party, _token, _id, start) => start(this.verdict),
      },
    })
  }

  /** The node at work loses all it has in memory, and another takes over. */
  crash(): void {
    this.node = this.another()
  }

  async newStation(): Promise<string> {
    const id = `CS-${++this.#stations}`
    await this.database.pool.query(`INSERT INTO station (id, party_id) VALUES ($1, 'default')`, [id])
    return id
  }

  /** The record without what tells when it was written. */
  async record(stationId: string, reference: string | number): Promise<Omit<Transaction, 'updatedAt'>> {
    const { updatedAt: _, ...record } = await this.node.find(everyParty, stationId, String(reference))
    return record
  }

  /** Statements that wait for what another one holds. */
  async waiting(): Promise<number> {
    const { rows } = await this.database.pool.query(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    return rows[0].waiting
  }

  async count(stationId: string): Promise<{ transactions: number; readings: number; energyWh: number }> {
    const { rows } = await this.database.pool.query(
      `SELECT (SELECT count(*) FROM transaction WHERE station_id = $1) AS transactions,
              (SELECT count(*) FROM meter_reading WHERE station_id = $1) AS readings,
              (SELECT coalesce(sum(energy_wh), 0)::bigint FROM transaction WHERE station_id = $1) AS "energyWh"`,
      [stationId],
    )
    return rows[0]
  }

  async close(): Promise<void> {
    await this.node.close()
    await this.#bus.close()
    await this.database.close()
  }
}
