import { type CarriedEvent, mayCarry } from './carried-event.ts'
import { type Entry, type Measured, milliWattHours, type Update } from './entry.ts'
import type { StoredReading } from './ledger-store.ts'
import { type Projection, project } from './projection.ts'
import type { EventFacts, Reading } from './transaction.ts'
import type { TransactionRecord } from './transaction-columns.ts'

/**
 * A transaction that runs, as this node has it in memory for consoles and quick answers. It is kept up with each event
 * cheaply; what is billed is always made from the log.
 */
export class RunningTransaction {
  /** Whether this very object is the one that the table finds by its name. */
  inUse = false
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
  absorb({ atMs, facts, registers, measured }: Update): void {
    this.#learn(atMs, facts)
    for (const register of registers) this.#count(register.atMs, register.mWh)
    this.#measure(atMs, facts, measured)
  }

  /** The same for an event that brings one reading. */
  absorbCarried({ atMs, facts }: CarriedEvent, reading: Reading): void {
    this.#learn(atMs, facts)
    const mWh = reading.registerWh === undefined ? Number.NaN : milliWattHours(reading.registerWh)
    if (Number.isSafeInteger(mWh)) this.#count(reading.at.getTime(), mWh)
    this.#measure(atMs, facts, reading)
  }

  #learn(atMs: number, facts: EventFacts): void {
    const known = this.#projection
    if (facts.evseId !== undefined && known.evseId === undefined) known.evseId = facts.evseId
    if (facts.connectorId !== undefined && known.connectorId === undefined) known.connectorId = facts.connectorId
    if (facts.token !== undefined && known.token === undefined) {
      known.token = facts.token
      if (facts.tokenRefused !== undefined) known.tokenRefused = facts.tokenRefused
    }
    if (facts.remoteStartId !== undefined && known.remoteStartId === undefined)
      known.remoteStartId = facts.remoteStartId
    if (atMs < known.firstEventAt.getTime()) known.firstEventAt = new Date(atMs)
    if (atMs > known.lastEventAt.getTime()) known.lastEventAt = new Date(atMs)
  }

  #count(atMs: number, mWh: number): void {
    const known = this.#projection
    if (known.startRegisterWh === undefined || (atMs < this.#firstMs && known.startedAt === undefined)) {
      known.startRegisterWh = mWh / 1000
      this.#firstMs = atMs
    }
    if (known.lastRegisterWh === undefined || atMs >= this.#lastMs) {
      known.lastRegisterWh = mWh / 1000
      this.#lastMs = atMs
    }
    const delivered = Math.round(known.lastRegisterWh * 1000) - Math.round(known.startRegisterWh * 1000)
    if (delivered >= 0) known.energyWh = Math.floor(delivered / 1000)
  }

  #measure(atMs: number, facts: EventFacts, measured: Measured): void {
    if (atMs < this.#measuredMs) return
    const known = this.#projection
    this.#measuredMs = atMs
    if (facts.chargingState !== undefined) known.chargingState = facts.chargingState
    if (measured.powerW !== undefined) known.powerW = measured.powerW
    if (measured.currentA !== undefined) known.currentA = measured.currentA
    if (measured.voltageV !== undefined) known.voltageV = measured.voltageV
    if (measured.stateOfCharge !== undefined) known.stateOfCharge = measured.stateOfCharge
  }
}
