import { publishLive } from '#domain/live'
import { type Bus, type Clock, describeFailure, type Logger, type Timer } from '#kernel'
import type { WireName } from './identity.ts'
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

/**
 * Transactions of one station kept at most, the oldest go first: they are looked through one by one, and a station that never ends
 * any costs nobody but itself.
 */
const OF_STATION_LIMIT = 100

/** The running transactions of the stations on this node, told and stored a few times a second however often they change. */
export class RunningTable {
  readonly #options: RunningTableOptions
  readonly #ofStation = new Map<string, RunningTransaction[]>()
  /** What has changed, by the turn in which it is told. */
  readonly #changed: RunningTransaction[][] = Array.from({ length: TURNS }, () => [])
  #size = 0
  #turn = 0
  #timer: Timer | undefined
  #refreshing: Promise<void> = Promise.resolve()

  constructor(options: RunningTableOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#size
  }

  get({ stationId, reference, numbered }: WireName): RunningTransaction | undefined {
    const all = this.#ofStation.get(stationId)
    if (all === undefined) return undefined
    for (const running of all) if (running.reference === reference && running.numbered === numbered) return running
    return undefined
  }

  add(running: RunningTransaction): void {
    this.remove(running)
    const all = this.#ofStation.get(running.stationId)
    if (all === undefined) this.#ofStation.set(running.stationId, [running])
    else all.push(running)
    running.inUse = true
    this.#size += 1
    if (all !== undefined && all.length > OF_STATION_LIMIT) this.#removeAt(all, 0)
    else if (this.#size > this.#options.limit) this.#removeAt(this.#ofStation.values().next().value ?? [], 0)
  }

  remove(name: WireName): void {
    const running = this.get(name)
    if (running === undefined) return
    const all = this.#ofStation.get(name.stationId) ?? []
    this.#removeAt(all, all.indexOf(running))
  }

  #removeAt(all: RunningTransaction[], place: number): void {
    const [running] = all.splice(place, 1)
    if (running === undefined) return
    running.inUse = false
    this.#size -= 1
    if (all.length === 0) this.#ofStation.delete(running.stationId)
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
    const changed = waiting.filter((running) => running.inUse)
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
          cause: describeFailure(cause),
        })
      })
    }
  }

  /** The station may have been at another node meanwhile, which knows more than this one, or has seen the end. */
  async #storeChunk(chunk: readonly RunningTransaction[]): Promise<void> {
    const stored = await this.#options.refresh(chunk.map(({ record }) => record))
    const overtaken = chunk.filter((running) => !stored.has(running.id) && running.inUse)
    if (overtaken.length === 0) return
    try {
      await this.#options.overtaken(overtaken.map(({ id }) => id))
    } catch (thrown) {
      for (const running of overtaken) if (running.inUse) this.touch(running)
      throw thrown
    }
    for (const running of overtaken) if (running.inUse) this.remove(running)
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
