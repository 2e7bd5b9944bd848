import { hash } from 'node:crypto'
import type { CarriedEvent } from './carried-event.ts'
import { type Entry, type EntryKind, measuredIn, registerAt, registersOf, type Update } from './entry.ts'
import { digestOf } from './identity.ts'
import type { StoredReading } from './ledger-store.ts'
import { packSamples } from './sample-layout.ts'
import type { EventFacts, Reading, ReadingsReport, StartReport, StopReport, TransactionReport } from './transaction.ts'

type Refusal = { readonly tokenRefused?: string }

/** A 2.x event as the log keeps it; its number, kind and time make it the same when told again (E-03, B-11). */
export function reportEntry(report: TransactionReport, refusal: Refusal): Entry {
  const update = reportUpdate(report)
  const { seqNo, kind, facts } = report
  return { key: reportKey(seqNo, kind, facts, update.atMs), ...update, facts: { ...facts, ...refusal } }
}

function reportUpdate({ seqNo, kind, at, receivedAt, facts, readings }: TransactionReport): Update {
  const said = {
    kind,
    atMs: at.getTime(),
    receivedAtMs: receivedAt.getTime(),
    facts,
    registers: registersOf(readings),
    measured: measuredIn(readings),
  }
  return Number.isSafeInteger(seqNo) ? { seqNo, ...said } : said
}

/** What a 2.x event says beside the one reading it brings. */
export function reportCarried({ seqNo, at, facts }: TransactionReport): CarriedEvent {
  return { atMs: at.getTime(), seqNo, facts }
}

export function startEntry(report: StartReport, refusal: Refusal): Entry {
  const { evseId, token, reservationId, timestamp } = report
  const atMs = report.at.getTime()
  const facts: EventFacts = {
    evseId,
    connectorId: 1,
    token,
    ...(reservationId === undefined ? {} : { reservationId }),
    ...(timestamp === undefined ? {} : { timestamp }),
    ...refusal,
  }
  return {
    key: 'start',
    kind: 'started',
    atMs,
    receivedAtMs: report.receivedAt.getTime(),
    facts,
    registers: registerAt(atMs, report.startRegisterWh),
    measured: {},
  }
}

export function stopEntry(report: StopReport): Entry {
  const atMs = report.at.getTime()
  const { token, stopReason, timestamp } = report
  return {
    key: `stop/${timestamp ?? atMs}/${report.stopRegisterWh}`,
    kind: 'ended',
    atMs,
    receivedAtMs: report.receivedAt.getTime(),
    facts: {
      ...(token === undefined ? {} : { token }),
      ...(stopReason === undefined ? {} : { stopReason }),
      ...(timestamp === undefined ? {} : { timestamp }),
    },
    registers: [...registersOf(report.readings), ...registerAt(atMs, report.stopRegisterWh)],
    measured: measuredIn(report.readings),
  }
}

/** What 1.6 MeterValues say beside the one reading they bring. */
export function readingsCarried({ evseId }: ReadingsReport, reading: Reading): CarriedEvent {
  return { atMs: reading.at.getTime(), facts: evseId > 0 ? { evseId } : {} }
}

/** 1.6 MeterValues as a line of the log: what they say makes them the same when told again. */
export function readingsEntry(
  { readings, evseId, receivedAt }: ReadingsReport,
  stored: readonly StoredReading[],
): Entry {
  const atMs = Math.max(...readings.map(({ at }) => at.getTime()))
  return {
    key: readingsKey(atMs, stored),
    kind: 'updated',
    atMs,
    receivedAtMs: receivedAt.getTime(),
    facts: evseId > 0 ? { evseId } : {},
    registers: registersOf(readings),
    measured: measuredIn(readings),
  }
}

function reportKey(seqNo: number, kind: EntryKind, facts: EventFacts, atMs: number): string {
  return `${seqNo}/${kind}/${facts.timestamp ?? atMs}`
}

/** Longest list of digests in a key: the hundreds of readings that a station may tell at once have no room in an index. */
const LONGEST_LIST = 500

function readingsKey(atMs: number, stored: readonly Pick<StoredReading, 'digest'>[]): string {
  const digests = stored.map(({ digest }) => digest).join('.')
  return `readings/${atMs}/${digests.length <= LONGEST_LIST ? digests : hash('sha256', digests, 'hex')}`
}

/** The key of an update that brought one reading: its number makes a 2.x one the same when told again, a 1.6 one what it reads. */
export function updateKey(event: {
  readonly atMs: number
  readonly seqNo?: number
  readonly facts: EventFacts
  readonly digest: number
}): string {
  const { atMs, seqNo, facts } = event
  return seqNo === undefined ? readingsKey(atMs, [event]) : reportKey(seqNo, 'updated', facts, atMs)
}

/** What readings belong to, and how they came. */
export interface ReadingOwner {
  readonly stationId: string
  readonly receivedAt: Date
  readonly transactionId?: string
  readonly evseId?: number | undefined
  /** The message named no transaction: it may not have been found when the same readings came before. */
  readonly unnamed?: boolean
  /** The number of the event that brings them: two events may read the same (2.0.1 E12.FR.06), and each is kept with its own. */
  readonly seqNo?: number
}

/** Readings as they are stored. */
export function storedReadings(readings: readonly Reading[], owner: ReadingOwner): StoredReading[] {
  return readings.map((reading) => storedReading(reading, owner))
}

/**
 * A reading as it is stored. The digest makes one that is told twice, by whatever message, one row: what a transaction's messages tell is
 * known by the transaction, the rest by its EVSE.
 */
export function storedReading(reading: Reading, owner: ReadingOwner): StoredReading {
  const { stationId, receivedAt, transactionId, evseId, seqNo } = owner
  const samples = packSamples(reading.samples)
  const named = transactionId === undefined || owner.unnamed === true ? `evse ${evseId}` : transactionId
  const number = seqNo === undefined ? '' : `/${seqNo}`
  const layout = samples.layout?.idText ?? ''
  const digest = digestOf(named, number, '\n', reading.context ?? '', '\n', layout, '\n', samples.text)
  return { reading, samples, stationId, transactionId, evseId, digest, receivedAtMs: receivedAt.getTime() }
}
