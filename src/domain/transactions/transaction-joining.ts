import type { Entry } from './entry.ts'
import { stopEntry } from './event-line.ts'
import { digestOf, transactionIdOf } from './identity.ts'
import { UNCONFIRMED } from './neighbour-store.ts'
import { type NewStart, startOf, stopOf, supersededBy, supersededEntry } from './neighbours.ts'
import { project } from './projection.ts'
import type { StopReport } from './transaction.ts'
import type { TransactionBooks } from './transaction-books.ts'
import { FIRST_VERSION, type TransactionRecord } from './transaction-columns.ts'

/**
 * Puts a start among its neighbours: predecessors on its connector that never said they ended are ended by it (D-08), and a
 * stop that came before it is joined to it (D-07).
 *
 * @returns the ids of transactions whose records have to be made anew
 */
export async function joinStart(
  books: TransactionBooks,
  stationId: string,
  start: NewStart & { readonly numbered: boolean },
  receivedAtMs: number,
): Promise<string[]> {
  const neighbours = await books.neighbours(stationId, start.atMs, start.evseId)
  const changed = new Set<string>()
  const orphan = start.numbered ? stopOf(start, neighbours) : undefined
  if (orphan !== undefined) {
    await books.adopt(orphan.id, start.id)
    changed.add(start.id)
  }
  for (const { id, successorId, atMs } of supersededBy(start, neighbours)) {
    const entry = supersededEntry(successorId, atMs, receivedAtMs)
    await books.write({ event: { transactionId: id, stationId, entry }, readings: [] })
    changed.add(id)
  }
  return [...changed]
}

/**
 * The same for an event of 2.x: it may be the start, come after others of its transaction, or the first to tell the connector
 * (E-08).
 *
 * @param before  what was known of the transaction until then
 * @returns the ids of others whose records have to be made anew
 */
export async function joinReport(
  books: TransactionBooks,
  { id, stationId }: Pick<TransactionRecord, 'id' | 'stationId'>,
  before: { readonly evseId?: number | undefined; readonly startedAt?: Date | undefined },
  { kind, atMs, receivedAtMs, facts }: Entry,
): Promise<string[]> {
  const evseId = before.evseId ?? facts.evseId
  const startedMs = kind === 'started' ? atMs : before.startedAt?.getTime()
  if (evseId === undefined || startedMs === undefined) return []
  return joinStart(books, stationId, { id, evseId, atMs: startedMs, numbered: false }, receivedAtMs)
}

/**
 * Where a stop belongs: the transaction it names, the one it must mean, or one of its own until its start comes. Readings of a
 * start that was never confirmed are not given to a stop by guess: a stop of 1.6 does not say at which connector it was.
 */
export async function placeOfStop(
  books: TransactionBooks,
  report: StopReport,
  named: { readonly id: string } | undefined,
): Promise<{ readonly id: string; readonly open?: TransactionRecord }> {
  if (named !== undefined) return { id: named.id }
  const entry = stopEntry(report)
  if (report.number > 0) return orphanStop(report, entry, String(report.number))
  const others = await placeAmongOthers(books, report, entry)
  if (others !== undefined) return { id: others }
  return orphanStop(report, entry, `${UNCONFIRMED}${digestOf(`${entry.key}\n${report.token?.value ?? ''}`)}`)
}

/**
 * Joins a stop that was put on record by itself, once it is stored: its start, or the same stop over another connection, may have come
 * while it was. Either of two looks when its own is stored, so that one of them finds the other.
 *
 * @returns the id of the transaction it is part of
 */
export async function joinStop(books: TransactionBooks, report: StopReport, orphanId: string): Promise<string> {
  if (report.number > 0) return orphanId
  const found = await placeAmongOthers(books, report, stopEntry(report), orphanId)
  if (found === undefined) return orphanId
  await books.adopt(orphanId, found)
  return found
}

/** The transaction that has a stop without a number already, or else the start it must mean. */
async function placeAmongOthers(
  books: TransactionBooks,
  { stationId, token }: StopReport,
  { key, atMs }: Entry,
  exceptId?: string,
): Promise<string | undefined> {
  const neighbours = (await books.neighbours(stationId, atMs)).filter(({ id }) => id !== exceptId)
  const holder = await books.holderOf(
    neighbours.map(({ id }) => id),
    key,
  )
  if (holder !== undefined) return holder
  return startOf({ atMs, ...(token === undefined ? {} : { tokenValue: token.value }) }, neighbours)?.id
}

/** The id of a transaction that only its stop will put on record, and to which readings that name it belong before. */
export function orphanIdOf(stationId: string, reference: string | number): string {
  return transactionIdOf(stationId, 'stop', String(reference))
}

function orphanStop(report: StopReport, entry: Entry, reference: string): { id: string; open: TransactionRecord } {
  const { stationId, partyId } = report
  const id = orphanIdOf(stationId, reference)
  return {
    id,
    open: {
      id,
      stationId,
      partyId,
      reference,
      numbered: true,
      receivedAtMs: entry.receivedAtMs,
      version: FIRST_VERSION,
      projection: project([entry]),
    },
  }
}
