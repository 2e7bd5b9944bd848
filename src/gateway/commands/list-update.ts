import type { ListEntry, ListPlan } from '#domain/local-lists'
import type { CallEnd, Keepers } from './call-watch.ts'
import type { CommandAnswer, PlannedCall } from './command-codec.ts'
import { type ListPiece, listPieces } from './list-pieces.ts'

/** How one version updates a list. */
export interface ListWording {
  /** An entry as it stands in a message; without its standing when it is dropped (2.x D01.FR.17). */
  item(entry: ListEntry, dropped: boolean): object
  update(piece: ListPiece): readonly PlannedCall[]
}

/**
 * The calls that make a station's list whole, or only change it. A station that refuses a change gets the whole list
 * (1.6 §5.15, 2.x D01.FR.03); one that refuses the whole list is left alone.
 */
export function updateCalls(wording: ListWording, plan: ListPlan, full: boolean, base: number): readonly PlannedCall[] {
  const sizeOf = (entry: ListEntry, dropped: boolean) =>
    Buffer.byteLength(JSON.stringify(wording.item(entry, dropped))) + 1
  const pieces = listPieces(plan, full, base, sizeOf)
  if (pieces === undefined) return updateCalls(wording, plan, true, base)
  const whole = full ? () => [] : () => updateCalls(wording, plan, true, base)
  return pieces.flatMap((piece) => wording.update(piece).map((call) => watched(call, piece, plan, whole)))
}

function watched(
  call: PlannedCall,
  piece: ListPiece,
  { omitted }: ListPlan,
  whole: () => readonly PlannedCall[],
): PlannedCall {
  const details = { version: piece.version, entries: piece.list.length, ...(omitted > 0 && { omitted }) }
  return {
    ...call,
    read(payload) {
      const answer = call.read(payload)
      return answer?.accepted === true ? { ...answer, details: { ...answer.details, ...details } } : answer
    },
    instead(answer) {
      if (answer.accepted) return undefined
      return answer.status === 'NotSupported' ? [] : whole()
    },
    watch: {
      sending: ({ localLists }, stationId) => localLists.sending(stationId),
      settled: (end, keepers, stationId) => settled(end, piece, keepers, stationId),
    },
  }
}

async function settled(end: CallEnd, piece: ListPiece, { localLists }: Keepers, stationId: string): Promise<void> {
  if (end.outcome === 'unknown') return
  if (end.outcome === 'answered' && end.answer.accepted) await localLists.confirm(stationId, piece.version, piece.list)
  else await localLists.refused(stationId)
}

/** The version a station named: kept, and shown. */
export function versionAnswer(version: number): CommandAnswer {
  // 1.6 §5.10: −1 says that the station knows no lists.
  const supported = version >= 0
  return { status: supported ? 'Accepted' : 'NotSupported', accepted: supported, details: { version } }
}

/** Keeps what a call for the version was answered. */
export function versionWatched(call: PlannedCall): PlannedCall {
  return {
    ...call,
    watch: {
      async settled(end, { localLists }, stationId) {
        if (end.outcome === 'answered') await localLists.reported(stationId, versionOf(end.answer))
      },
    },
  }
}

export function versionOf({ details }: CommandAnswer): number {
  return typeof details?.version === 'number' ? details.version : 0
}
