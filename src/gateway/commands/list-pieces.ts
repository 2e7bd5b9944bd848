import { type ListChanges, type ListEntry, type ListPlan, withChanges } from '#domain/local-lists'
import { ITEMS_PER_MESSAGE } from './command-context.ts'
import { cutPieces } from './message-pieces.ts'

/** One message of an update of a list, and what the list is once it is applied. */
export interface ListPiece {
  readonly full: boolean
  readonly version: number
  readonly changes: ListChanges
  readonly list: readonly ListEntry[]
}

/** How many bytes an entry takes on the wire, when it is put on the list or dropped from it. */
export type SizeOf = (entry: ListEntry, dropped: boolean) => number

const HIGHEST_VERSION = 2 ** 31 - 1
/** What is around the entries in a message: the frame, the action, version and kind of update. */
const ENVELOPE_BYTES = 160

/**
 * The messages that make a list what it is to be, each within what the station takes (F-05, 2.x D01.FR.11): whole, the
 * first message replacing the list and the rest adding to it, or only what differs. Versions grow from one message to the
 * next, because a station refuses one that does not (D01.FR.19); none is ever 0 or −1 (D-17).
 *
 * @param base  the highest version the station may have now
 * @returns undefined when the versions would be too high: then only a whole list can begin anew
 */
export function listPieces(plan: ListPlan, full: boolean, base: number, sizeOf: SizeOf): ListPiece[] | undefined {
  const changes = full ? { drop: [], put: plan.wanted } : plan.changes
  const cuts = cut(changes, plan, sizeOf)
  if (full && cuts.length === 0) cuts.push({ drop: [], put: [] })
  const isTooHigh = base + cuts.length > HIGHEST_VERSION
  if (isTooHigh && !full) return undefined
  let list = full ? [] : plan.confirmed
  let version = isTooHigh ? 0 : base
  return cuts.map((piece, at) => {
    list = withChanges(list, piece)
    version += 1
    return { full: full && at === 0, version, changes: piece, list }
  })
}

function cut({ drop, put }: ListChanges, { limits }: ListPlan, sizeOf: SizeOf): ListChanges[] {
  const { itemsPerMessage = ITEMS_PER_MESSAGE, bytesPerMessage = Number.POSITIVE_INFINITY } = limits
  const room = { items: itemsPerMessage, bytes: bytesPerMessage - ENVELOPE_BYTES }
  const steps = [...drop.map((entry) => ({ entry, dropped: true })), ...put.map((entry) => ({ entry, dropped: false }))]
  return cutPieces(steps, room, ({ entry, dropped }) => sizeOf(entry, dropped)).map((piece) => ({
    drop: piece.filter(({ dropped }) => dropped).map(({ entry }) => entry),
    put: piece.filter(({ dropped }) => !dropped).map(({ entry }) => entry),
  }))
}
