import type { Authorization, Place, TokenRef } from '#domain/authorization'
import type { Bus, Clock, Logger, Metrics } from '#kernel'
import type { Database } from '#storage'
import { type CarriedEvent, mayCarryBeforeStop } from './carried-event.ts'
import { readingRow } from './carried-event-store.ts'
import type { Entry } from './entry.ts'
import {
  readingsCarried,
  readingsEntry,
  reportCarried,
  reportEntry,
  startEntry,
  stopEntry,
  storedReading,
  storedReadings,
  updateKey,
} from './event-line.ts'
import { startKeyOf, transactionIdOf, type WireName } from './identity.ts'
import type { StoredReading } from './ledger-store.ts'
import { project } from './projection.ts'
import { RunningTable, tellTransaction } from './running-table.ts'
import { RunningTransaction } from './running-transaction.ts'
import type {
  EventFacts,
  ReadingsReport,
  StartReport,
  StopReport,
  TokenVerdict,
  TransactionReport,
  Transactions,
} from './transaction.ts'
import { openBooks, type TransactionBooks } from './transaction-books.ts'
import { FIRST_VERSION, type TransactionRecord } from './transaction-columns.ts'
import { joinReport, joinStart, joinStop, orphanIdOf, placeOfStop } from './transaction-joining.ts'
import { transactionView } from './transaction-view.ts'

export interface TransactionsOptions {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  readonly authorization: Pick<Authorization, 'authorize' | 'startInTurn'>
  /** Running transactions kept in memory at most. */
  readonly runningLimit?: number
  /** How often a running transaction is told and stored at most, in milliseconds. */
  readonly refreshMs?: number
}

export interface TransactionService extends Transactions {
  /** Makes the records of all running transactions anew from their logs, after a stop that was none of ours. */
  reproject(): Promise<number>
  /** Tells and stores what has changed. */
  refresh(): Promise<void>
  close(): Promise<void>
}

export function createTransactions(options: TransactionsOptions): TransactionService {
  const books = openBooks(options)
  const { bus, clock, logger, authorization } = options
  const table = new RunningTable({
    bus,
    clock,
    logger,
    refresh: books.refresh,
    overtaken: (ids) => desk.settle(ids),
    limit: options.runningLimit ?? 100_000,
    refreshMs: options.refreshMs ?? 500,
  })
  const desk = new TransactionDesk(books, table, authorization, bus, clock)
  return {
    start: (report) => desk.start(report),
    stop: (report) => desk.stop(report),
    report: (report) => desk.report(report),
    readings: (report) => desk.readings(report),
    ...transactionView(options.database),
    reproject: () => reproject(books),
    refresh: () => table.refresh(),
    async close() {
      await table.refresh()
      await books.close()
    },
  }
}

class TransactionDesk {
  readonly #books: TransactionBooks
  readonly #table: RunningTable
  readonly #authorization: TransactionsOptions['authorization']
  readonly #bus: Bus
  readonly #clock: Clock

  constructor(
    books: TransactionBooks,
    table: RunningTable,
    authorization: TransactionsOptions['authorization'],
    bus: Bus,
    clock: Clock,
  ) {
    this.#books = books
    this.#table = table
    this.#authorization = authorization
    this.#bus = bus
    this.#clock = clock
  }

  async start(report: StartReport): Promise<{ number: number; verdict: TokenVerdict }> {
    const { stationId, partyId, token } = report
    const id = transactionIdOf(stationId, 'start', startKeyOf(report))
    const start = async (verdict: TokenVerdict) => ({ number: await this.#open(report, id, verdict), verdict })
    return this.#authorization.startInTurn(partyId, token, id, start, { stationId, evseId: report.evseId })
  }

  async #open(report: StartReport, id: string, verdict: TokenVerdict): Promise<number> {
    const { stationId, partyId, token, evseId } = report
    const entry = startEntry(report, refusalOf(verdict))
    const name = { id, stationId, partyId, numbered: true, version: FIRST_VERSION, receivedAtMs: entry.receivedAtMs }
    const { number, fresh } = await this.#books.open({ record: { ...name, projection: project([entry]) }, entry })
    const running = RunningTransaction.opened({ ...name, reference: String(number) }, entry)
    if (fresh) this.#run(running)
    const start = { id, evseId, atMs: entry.atMs, tokenValue: token.value, numbered: true }
    const changed = await joinStart(this.#books, stationId, start, entry.receivedAtMs)
    await this.settle(fresh ? changed : [...changed, id])
    return number
  }

  async stop(report: StopReport): Promise<{ verdict?: TokenVerdict }> {
    const { stationId, number, token, receivedAt } = report
    const named = number > 0 ? await this.#find({ stationId, reference: String(number), numbered: true }) : undefined
    const place = await placeOfStop(this.#books, report, named)
    const entry = stopEntry(report)
    const readings = storedReadings(report.readings, { stationId, receivedAt, transactionId: place.id })
    await this.#books.write({ ...place, event: { transactionId: place.id, stationId, entry }, readings })
    await this.settle([place.open === undefined ? place.id : await joinStop(this.#books, report, place.id)])
    return token === undefined ? {} : this.#verdictOn(report.partyId, token, { stationId })
  }

  /** As with {@link readings}. */
  report(report: TransactionReport): Promise<{ verdict?: TokenVerdict }> {
    const { stationId, reference, facts, kind, seqNo, readings, receivedAt } = report
    const reading = only(readings)
    const quick = kind === 'updated' && facts.token === undefined && Number.isSafeInteger(seqNo)
    const running = quick ? this.#table.get({ stationId, reference, numbered: false }) : undefined
    if (running === undefined || reading === undefined) return this.#report(report)
    const stored = storedReading(reading, {
      stationId,
      evseId: facts.evseId,
      receivedAt,
      transactionId: running.id,
      seqNo,
    })
    return this.#carry(running, reportCarried(report), stored, NO_VERDICT) ?? this.#report(report)
  }

  async #report(report: TransactionReport): Promise<{ verdict?: TokenVerdict }> {
    const { stationId, partyId, reference, facts } = report
    const name: WireName = { stationId, reference, numbered: false }
    const id = this.#table.get(name)?.id ?? transactionIdOf(stationId, 'reference', reference)
    const { token } = facts
    if (token === undefined) return this.#record(report, name, id, {})
    const known = report.kind === 'updated' || facts.evseId === undefined ? await this.#find(name) : undefined
    const at = { stationId, evseId: facts.evseId ?? known?.projection.evseId }
    if (!begins(report, known?.projection.token)) {
      return this.#record(report, name, id, await this.#verdictOn(partyId, token, at))
    }
    const record = (verdict: TokenVerdict) => this.#record(report, name, id, { verdict })
    return this.#authorization.startInTurn(partyId, token, id, record, at)
  }

  async #record(
    report: TransactionReport,
    name: WireName,
    id: string,
    found: { verdict?: TokenVerdict },
  ): Promise<{ verdict?: TokenVerdict }> {
    const { stationId, partyId, facts } = report
    const entry = reportEntry(report, refusalOf(found.verdict))
    const known = this.#table.get(name) ?? (await this.#find(name))
    const readings = storedReadings(report.readings, {
      stationId,
      receivedAt: report.receivedAt,
      transactionId: id,
      ...(Number.isSafeInteger(report.seqNo) ? { seqNo: report.seqNo } : {}),
      ...evseOf(facts),
    })
    const event = { transactionId: id, stationId, entry }
    if (known === undefined) {
      const named = { id, partyId, ...name, version: FIRST_VERSION, receivedAtMs: entry.receivedAtMs }
      const record = { ...named, projection: project([entry]) }
      const fresh = await this.#books.write({ open: record, event, readings })
      // Where another event opened it in the same moment, the record knows that one alone until it is made anew.
      const isWhole = fresh && entry.kind !== 'ended'
      if (isWhole) this.#run(new RunningTransaction(record))
      const joined = await joinReport(this.#books, record, {}, entry)
      await this.settle([...joined, ...(isWhole ? [] : [id])])
      return found
    }
    await this.#append(known, entry, readings)
    return found
  }

  /** Not an async function: what waits for the database would hold the whole report. */
  readings(report: ReadingsReport): Promise<void> {
    const { stationId, evseId, receivedAt, number } = report
    const reading = only(report.readings)
    const running =
      number !== undefined && number > 0
        ? this.#table.get({ stationId, reference: String(number), numbered: true })
        : undefined
    if (running === undefined || reading === undefined) return this.#readings(report)
    const stored = storedReading(reading, { stationId, evseId, receivedAt, transactionId: running.id })
    return this.#carry(running, readingsCarried(report, reading), stored, undefined) ?? this.#readings(report)
  }

  /**
   * Stores an event of a running transaction with the one reading it brings.
   * @returns resolves with `done` once it is durable; undefined when it needs a row of its own, and nothing has happened then
   */
  #carry<Done>(
    running: RunningTransaction,
    event: CarriedEvent,
    stored: StoredReading,
    done: Done,
  ): Promise<Done> | undefined {
    if (!this.#books.knowsSamplesOf(stored) || !running.mayBeCarriedBy(stored)) return
    if (running.learnsFrom(event.facts)) return
    const row = readingRow(stored, event)
    running.absorbCarried(event, stored.reading)
    this.#table.touch(running)
    return new Promise((resolve, reject) => {
      this.#books.addWith(row, (error) => {
        if (error !== undefined) reject(error)
        // It may have been ended meanwhile, by a connection of the station that this one has replaced.
        else if (running.inUse) resolve(done)
        else this.settle([running.id]).then(() => resolve(done), reject)
      })
    })
  }

  async #readings(report: ReadingsReport): Promise<void> {
    const { stationId, evseId, readings, receivedAt, number } = report
    if (readings.length === 0) return
    const known = number === undefined ? undefined : await this.#transactionOf(report, number)
    const unnamed = number === undefined || number <= 0
    const transactionId = known?.id ?? (unnamed ? undefined : orphanIdOf(stationId, number))
    const owner = { stationId, evseId, receivedAt, unnamed, ...(transactionId === undefined ? {} : { transactionId }) }
    const stored = storedReadings(readings, owner)
    if (transactionId === undefined) await this.#books.write({ readings: stored })
    else if (known?.projection.startedAt === undefined) await this.#keepForStop(report, transactionId, known, stored)
    else await this.#append(known, readingsEntry(report, stored), stored)
  }

  /**
   * Readings of a transaction that nobody has told to have started. Each is an event of its own, whether it comes before the
   * stop or after it; before, its reading carries it where it can, so that numbers nobody ever stops take no more room.
   */
  async #keepForStop(
    report: ReadingsReport,
    transactionId: string,
    known: TransactionRecord | RunningTransaction | undefined,
    stored: readonly StoredReading[],
  ): Promise<void> {
    await this.#books.learnSamplesOf(stored)
    const { stationId } = report
    for (const one of stored) {
      if (known === undefined && mayCarryBeforeStop(one)) {
        await this.#books.add(readingRow(one, readingsCarried(report, one.reading)))
      } else {
        const event = { transactionId, stationId, entry: readingsEntry({ ...report, readings: [one.reading] }, [one]) }
        await this.#books.write({ event, readings: [one] })
      }
    }
    await this.settle([transactionId])
  }

  /** A transaction message bears −1 when the start was never confirmed: then connector and time say which it is (D-04). */
  async #transactionOf(
    report: ReadingsReport,
    number: number,
  ): Promise<TransactionRecord | RunningTransaction | undefined> {
    const { stationId, evseId } = report
    if (number > 0) return this.#find({ stationId, reference: String(number), numbered: true })
    const atMs = Math.max(...report.readings.map(({ at }) => at.getTime()))
    const neighbours = await this.#books.neighbours(stationId, atMs, evseId)
    const running = neighbours.find(
      (one) =>
        one.evseId === evseId && one.status === 'active' && one.startedAtMs !== undefined && one.startedAtMs <= atMs,
    )
    return running === undefined ? undefined : this.#books.rewrite(running.id)
  }

  /** Adds an event to a transaction that is known: quickly while it runs, by making the record anew when it ends or has ended. */
  async #append(
    known: TransactionRecord | RunningTransaction,
    entry: Entry,
    readings: readonly StoredReading[],
  ): Promise<void> {
    const { id, stationId } = known
    const carrier = only(readings)
    if (known instanceof RunningTransaction && carrier !== undefined && isCarriable(entry, carrier)) {
      await this.#books.learnSamplesOf(readings)
      const carried = this.#carry(known, entry, carrier, undefined)
      if (carried !== undefined) return carried
    }
    // A token is in use, and an EVSE taken, from its event on, not from when the record is next refreshed.
    const isNews = entry.kind === 'started' || (known instanceof RunningTransaction && known.learnsFrom(entry.facts))
    const { evseId, startedAt } = known.projection
    const quick = known instanceof RunningTransaction && entry.kind !== 'ended'
    if (quick) {
      known.absorb(entry)
      this.#table.touch(known)
    }
    await this.#books.write({ event: { transactionId: id, stationId, entry }, readings })
    const joined = isNews ? await joinReport(this.#books, known, { evseId, startedAt }, entry) : []
    // It may have been ended meanwhile, by a connection of the station that this one has replaced.
    if (!quick || isNews || !known.inUse) await this.settle([...joined, id])
  }

  async #find(name: WireName): Promise<RunningTransaction | TransactionRecord | undefined> {
    const running = this.#table.get(name)
    if (running !== undefined) return running
    const record = await this.#books.load(name)
    if (record === undefined || record.projection.status === 'ended') return record
    return this.#run(new RunningTransaction(record))
  }

  #run(running: RunningTransaction): RunningTransaction {
    this.#table.add(running)
    this.#table.touch(running)
    return running
  }

  /** Makes records anew, and tells of them. */
  async settle(ids: readonly string[]): Promise<void> {
    const records = await Promise.all([...new Set(ids)].map((id) => this.#books.rewrite(id)))
    for (const record of records) {
      if (record === undefined) continue
      if (record.projection.status === 'active') this.#run(new RunningTransaction(record))
      else {
        this.#table.remove(record)
        tellTransaction(this.#bus, record, new Date(this.#clock.nowMs()))
      }
    }
  }

  /** On a token that begins nothing: it takes up nothing that another could want. */
  async #verdictOn(partyId: string, token: TokenRef, at: Place): Promise<{ verdict: TokenVerdict }> {
    return { verdict: await this.#authorization.authorize(partyId, token, at) }
  }
}

/**
 * Whether the token of an event is the one that its transaction is to be charged to. `concurrent` is an answer to that alone
 * (1.6 §7.2, 2.x AuthorizationStatusEnumType): whoever stops, and whoever else shows a token meanwhile, has nothing to share.
 */
function begins({ kind, facts: { token, trigger } }: TransactionReport, bearer: TokenRef | undefined): boolean {
  if (kind === 'ended' || trigger === 'StopAuthorized') return false
  return bearer === undefined || bearer.value.toLowerCase() === token?.value.toLowerCase()
}

const NO_VERDICT = {}
const REPROJECT_AT_ONCE = 200

async function reproject(books: TransactionBooks): Promise<number> {
  let count = 0
  let afterId = ''
  for (;;) {
    const ids = await books.activeIds(afterId, REPROJECT_AT_ONCE)
    const last = ids.at(-1)
    if (last === undefined) return count
    await books.catchUp(ids)
    count += ids.length
    afterId = last
  }
}

/** The one there is, where there is one alone. */
function only<T>(all: readonly T[]): T | undefined {
  return all.length === 1 ? all[0] : undefined
}

/** Whether an event says nothing that would not be found again in the row of its one reading. */
function isCarriable({ kind, atMs, seqNo, facts, key }: Entry, { digest }: StoredReading): boolean {
  if (kind !== 'updated' || facts.token !== undefined) return false
  return key === updateKey({ atMs, facts, digest, ...(seqNo === undefined ? {} : { seqNo }) })
}

function refusalOf(verdict: TokenVerdict | undefined): { tokenRefused?: string } {
  return verdict?.status === 'refused' ? { tokenRefused: verdict.reason } : {}
}

function evseOf({ evseId }: EventFacts): { evseId?: number } {
  return evseId === undefined ? {} : { evseId }
}
