import type { CommandContext } from './command-codec.ts'

/** What one message may hold. */
export interface Room {
  readonly items: number
  readonly bytes: number
}

/** Cuts a list into pieces that each fit (F-05), as few as go; what alone does not fit stands alone. */
export function cutPieces<T>(items: readonly T[], room: Room, bytesOf: (item: T) => number): T[][] {
  const pieces: T[][] = []
  let piece: T[] = []
  let left = 0
  for (const item of items) {
    const bytes = bytesOf(item)
    if (pieces.length === 0 || piece.length >= Math.max(room.items, 1) || bytes > left) {
      piece = []
      pieces.push(piece)
      left = room.bytes
    }
    piece.push(item)
    left -= bytes
  }
  return pieces
}

/** What a frame holds around its payload: type, message id and the longest name of an action. */
const FRAME_BYTES = 90

/**
 * Cuts a list so that no message has more elements, or is longer, than the station takes (F-05). Undefined when one element
 * alone is longer.
 */
export function messagePieces<T>(
  items: readonly T[],
  { itemsPerMessage, bytesPerMessage = Number.POSITIVE_INFINITY }: CommandContext,
): readonly (readonly T[])[] | undefined {
  const room = { items: itemsPerMessage, bytes: bytesPerMessage - FRAME_BYTES }
  // With the comma that may follow it.
  const bytesOf = (item: T) => Buffer.byteLength(JSON.stringify(item)) + 1
  return items.some((item) => bytesOf(item) > room.bytes) ? undefined : cutPieces(items, room, bytesOf)
}

export const TOO_LONG = 'one of them alone makes a longer message than the station takes'
