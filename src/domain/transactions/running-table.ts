import { publishLive } from '#domain/live'
import type { Bus, Clock, Logger, Timer } from '#kernel'
import { type WireName, wireKey } from './identity.ts'
import type { RunningTransaction } from './running-transaction.ts'
import type { TransactionRecord } from './transaction-columns.ts'

export interface RunningTableOptions {
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
  /** Stores what has changed, for whoever reads the table. */
  readonly refresh: (records: readonly TransactionRecord[]) => Promise<ReadonlySet<string>>
  /** Makes records anew that another node has made anew, or ended, since they were read. */
  readonly overtaken: (ids: readonly string[]) => Promise<void>
  /** Transactions kept in memory at most; the oldest go first and are read again when needed. */
  readonly limit: number
  /** How long a change may wait before it is told and stored. */
  readonly refreshMs: number
}

const CHUNK = 1_000
/** Turns in which all that changed is told and stored once: little at a time, so that nothing else waits for it. */
const TURNS = 10

/** The running transactions of the stations on this node, told and stored a few times a second however often they change. */
export class RunningTable {
  readonly #options: RunningTableOptions
  readonly #byName = new Map<string, RunningTransaction>()
  /** What has changed, by the turn in which it is told. */
  readonly #changed: RunningTransaction[][] = Array.from({ length: TURNS }, () => [])
  #turn = 0
  #timer: Timer | undefined
  #refreshing: Promise<void> = Promise.resolve()

  constructor(options: RunningTableOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#byName.size
  }

  get(name: WireName): RunningTransaction | undefined {
    return this.#byName.get(wireKey(name))
  }

  /** Whether this very object is the one in use. */
  holds(running: RunningTransaction): boolean {
    return this.#byName.get(running.key) === running
  }

  add(running: RunningTransaction): void {
    this.#byName.set(running.key, running)
    if (this.#byName.size <= this.#options.limit) return
    const [oldest] = this.#byName.keys()
    if (oldest !== undefined) this.#byName.delete(oldest)
  }

  remove(name: WireName): void {
    const key = wireKey(name)
    const running = this.#byName.get(key)
    if (running === undefined) return
    this.#byName.delete(key)
  }

  /** Says that a transaction has changed. */
  touch(running: RunningTransaction): void {
    if (running.untold) return
    running.untold = true
    this.#changed[turnOf(running)]?.push(running)
    this.#timer ??= this.#nextTurn()
  }

  /** Tells and stores now all that has changed. */
  refresh(): Promise<void> {
    this.#timer?.cancel()
    this.#timer = undefined
    for (let turn = 0; turn < TURNS; turn++) this.#tell(turn)
    return this.#refreshing
  }

  #nextTurn(): Timer {
    return this.#options.clock.after(this.#options.refreshMs / TURNS, () => {
      this.#turn = (this.#turn + 1) % TURNS
      this.#tell(this.#turn)
      this.#timer = this.#changed.some(({ length }) => length > 0) ? this.#nextTurn() : undefined
    })
  }

  #tell(turn: number): void {
    const waiting = this.#changed[turn]
    if (waiting === undefined || waiting.length === 0) return
    this.#changed[turn] = []
    for (const running of waiting) running.untold = false
    const changed = waiting.filter((running) => this.holds(running))
    const at = new Date(this.#options.clock.nowMs())
    for (const running of changed) tellTransaction(this.#options.bus, running.record, at)
    this.#refreshing = this.#refreshing.then(() => this.#store(changed))
  }

  async #store(changed: readonly RunningTransaction[]): Promise<void> {
    for (let from = 0; from < changed.length; from += CHUNK) {
      const chunk = changed.slice(from, from + CHUNK)
      // Nothing is lost when this fails: the log has it all, and the next change stores it.
      await this.#storeChunk(chunk).catch((cause: unknown) => {
        this.#options.logger.warn('Running transactions could not be refreshed', {
          count: chunk.length,
          cause: String(cause),
        })
      })
    }
  }

  /** The station may have been at another node meanwhile, which knows more than this one, or has seen the end. */
  async #storeChunk(chunk: readonly RunningTransaction[]): Promise<void> {
    const stored = await this.#options.refresh(chunk.map(({ record }) => record))
    const overtaken = chunk.filter((running) => !stored.has(running.id) && this.holds(running))
    if (overtaken.length === 0) return
    try {
      await this.#options.overtaken(overtaken.map(({ id }) => id))
    } catch (thrown) {
      for (const running of overtaken) if (this.holds(running)) this.touch(running)
      throw thrown
    }
    for (const running of overtaken) if (this.holds(running)) this.remove(running)
  }
}

/** Ids are digests: any character spreads them evenly. */
function turnOf({ id }: RunningTransaction): number {
  return (id.charCodeAt(id.length - 1) + id.charCodeAt(id.length - 2)) % TURNS
}

/** Tells whoever watches how a transaction stands. */
export function tellTransaction(bus: Bus, record: TransactionRecord, at: Date): void {
  const { status, evseId, energyWh, powerW, stateOfCharge } = record.projection
  publishLive(bus, record.partyId, record.stationId, at, {
    kind: 'transaction',
    transactionId: record.id,
    reference: record.reference,
    status,
    energyWh,
    ...(evseId === undefined ? {} : { evseId }),
    ...(powerW === undefined ? {} : { powerW }),
    ...(stateOfCharge === undefined ? {} : { stateOfCharge }),
  })
}
