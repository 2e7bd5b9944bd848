import { AppError, decodeCursor, type Page, type PageRequest, pageOf, pageSize } from '#kernel'
import type { Database } from '#storage'
import type { Entry } from './entry.ts'
import { eachEntry, type TransactionPlace } from './projection-store.ts'
import type { TransactionEventRow } from './transaction.ts'

/** Where an event stands in the list. */
type Position = Pick<Entry, 'seqNo' | 'atMs' | 'key'>

/** So many times what a page needs is kept while the log is read. */
const ROOM = 4
const WHOLE = /^-?\d{1,16}$/

/** A page of what a station said of a transaction, as it counted; what it did not count comes first. The same, told again, is there once. */
export async function listEvents(
  database: Database,
  place: TransactionPlace,
  page: PageRequest,
): Promise<Page<TransactionEventRow>> {
  const size = pageSize(page)
  const after = page.cursor === undefined ? undefined : positionOf(page.cursor)
  let kept: Entry[] = []
  await eachEntry(database, [place], (_, entry) => {
    if (after !== undefined && order(entry, after) <= 0) return
    kept.push(entry)
    if (kept.length > ROOM * (size + 1)) kept = foremost(kept, size + 1)
  })
  return pageOf(foremost(kept, size + 1), size, keysOf, eventOf)
}

function foremost(entries: Entry[], count: number): Entry[] {
  const sorted = entries.sort(order)
  return sorted.filter((entry, index) => order(sorted[index - 1], entry) !== 0).slice(0, count)
}

function order(a: Position | undefined, b: Position): number {
  if (a === undefined) return -1
  return (a.seqNo ?? -1) - (b.seqNo ?? -1) || a.atMs - b.atMs || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
}

function keysOf({ seqNo = -1, atMs, key }: Position): [string, string, string] {
  return [String(seqNo), String(atMs), key]
}

/** @throws AppError `invalid` for a cursor that this list never gave. */
function positionOf(cursor: string): Position {
  const [seqNo = '', atMs = '', key = ''] = decodeCursor(cursor, 3)
  if (WHOLE.test(seqNo) && WHOLE.test(atMs)) return { seqNo: Number(seqNo), atMs: Number(atMs), key }
  throw new AppError('invalid', 'The cursor is not one of this list', { field: 'cursor' })
}

function eventOf({ kind, seqNo, atMs, receivedAtMs, facts, registers, measured }: Entry): TransactionEventRow {
  const register = registers.at(-1)
  const { powerW, stateOfCharge } = measured
  return {
    kind,
    at: new Date(atMs),
    receivedAt: new Date(receivedAtMs),
    facts,
    ...(seqNo === undefined ? {} : { seqNo }),
    ...(register === undefined ? {} : { registerWh: register.mWh / 1000 }),
    ...(powerW === undefined ? {} : { powerW }),
    ...(stateOfCharge === undefined ? {} : { stateOfCharge }),
  }
}
