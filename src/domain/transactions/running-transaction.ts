import { mayCarry } from './carried-event.ts'
import type { Entry, Update } from './entry.ts'
import { wireKey } from './identity.ts'
import type { StoredReading } from './ledger-store.ts'
import { type Projection, project } from './projection.ts'
import type { EventFacts } from './transaction.ts'
import type { TransactionRecord } from './transaction-columns.ts'

/**
 * A transaction that runs, as this node has it in memory for consoles and quick answers. It is kept up with each event
 * cheaply; what is billed is always made from the log.
 */
export class RunningTransaction {
  /** What the table finds it by. */
  readonly key: string
  /** Whether it has changed since it was last told and stored. */
  untold = false
  readonly #name: Omit<TransactionRecord, 'projection'>
  /** When it started, by an event that is stored. */
  readonly #startedMs: number | undefined
  #projection: { -readonly [K in keyof Projection]: Projection[K] }
  #firstMs: number
  #lastMs: number
  #measuredMs = 0

  constructor(record: TransactionRecord) {
    const { projection, ...name } = record
    this.#name = name
    this.key = wireKey(name)
    this.#startedMs = projection.startedAt?.getTime()
    this.#projection = { ...projection }
    this.#firstMs = projection.startedAt?.getTime() ?? projection.firstEventAt.getTime()
    this.#lastMs = projection.lastEventAt.getTime()
    this.#measuredMs = this.#lastMs
  }

  /** A transaction of which one event is known. */
  static opened(name: Omit<TransactionRecord, 'projection'>, entry: Entry): RunningTransaction {
    return new RunningTransaction({ ...name, projection: project([entry]) })
  }

  get id(): string {
    return this.#name.id
  }

  get stationId(): string {
    return this.#name.stationId
  }

  get partyId(): string {
    return this.#name.partyId
  }

  /** The reference is a number of ours. */
  get numbered(): boolean {
    return this.#name.numbered
  }

  get reference(): string {
    return this.#name.reference
  }

  get projection(): Projection {
    return this.#projection
  }

  get record(): TransactionRecord {
    return { ...this.#name, projection: this.#projection }
  }

  /** Whether an event that brings this reading can be stored with it. */
  mayBeCarriedBy({ reading, receivedAtMs }: StoredReading): boolean {
    return mayCarry(this.#startedMs, { atMs: reading.at.getTime(), receivedAtMs })
  }

  /** Whether an event tells for the first time who charges, or where. */
  learnsFrom({ token, evseId, connectorId, remoteStartId, reservationId }: EventFacts): boolean {
    const known = this.#projection
    return (
      (token !== undefined && known.token === undefined) ||
      (evseId !== undefined && known.evseId === undefined) ||
      (connectorId !== undefined && known.connectorId === undefined) ||
      (remoteStartId !== undefined && known.remoteStartId === undefined) ||
      (reservationId !== undefined && known.reservationId === undefined)
    )
  }

  /** Takes in an event that ends nothing. Told again, or late, it does no harm. */
  absorb(entry: Update): void {
    const known = this.#projection
    const { facts } = entry
    if (facts.evseId !== undefined && known.evseId === undefined) known.evseId = facts.evseId
    if (facts.connectorId !== undefined && known.connectorId === undefined) known.connectorId = facts.connectorId
    if (facts.token !== undefined && known.token === undefined) {
      known.token = facts.token
      if (facts.tokenRefused !== undefined) known.tokenRefused = facts.tokenRefused
    }
    if (facts.remoteStartId !== undefined && known.remoteStartId === undefined)
      known.remoteStartId = facts.remoteStartId
    if (entry.atMs < known.firstEventAt.getTime()) known.firstEventAt = new Date(entry.atMs)
    if (entry.atMs > known.lastEventAt.getTime()) known.lastEventAt = new Date(entry.atMs)
    this.#count(entry)
    if (entry.atMs >= this.#measuredMs) this.#measure(entry)
  }

  #count(entry: Update): void {
    const known = this.#projection
    for (const { atMs, mWh } of entry.registers) {
      if (known.startRegisterWh === undefined || (atMs < this.#firstMs && known.startedAt === undefined)) {
        known.startRegisterWh = mWh / 1000
        this.#firstMs = atMs
      }
      if (known.lastRegisterWh === undefined || atMs >= this.#lastMs) {
        known.lastRegisterWh = mWh / 1000
        this.#lastMs = atMs
      }
    }
    if (known.startRegisterWh === undefined || known.lastRegisterWh === undefined) return
    const mWh = Math.round(known.lastRegisterWh * 1000) - Math.round(known.startRegisterWh * 1000)
    if (mWh >= 0) known.energyWh = Math.floor(mWh / 1000)
  }

  #measure({ atMs, facts, measured }: Update): void {
    const known = this.#projection
    this.#measuredMs = atMs
    if (facts.chargingState !== undefined) known.chargingState = facts.chargingState
    if (measured.powerW !== undefined) known.powerW = measured.powerW
    if (measured.currentA !== undefined) known.currentA = measured.currentA
    if (measured.voltageV !== undefined) known.voltageV = measured.voltageV
    if (measured.stateOfCharge !== undefined) known.stateOfCharge = measured.stateOfCharge
  }
}
