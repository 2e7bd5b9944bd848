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
  const neighbours = await books.neighbours(report.stationId, entry.atMs)
  const holder = await books.holderOf(
    neighbours.map(({ id }) => id),
    entry.key,
  )
  if (holder !== undefined) return { id: holder }
  const tokenValue = report.token?.value
  const start = startOf({ atMs: entry.atMs, ...(tokenValue === undefined ? {} : { tokenValue }) }, neighbours)
  if (start !== undefined) return { id: start.id }
  return orphanStop(report, entry, `${UNCONFIRMED}${digestOf(`${entry.key}\n${tokenValue ?? ''}`)}`)
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
