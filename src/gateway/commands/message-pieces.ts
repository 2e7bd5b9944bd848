import type { CommandContext } from './command-codec.ts'

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
  const pieces: T[][] = []
  let room = 0
  let piece: T[] = []
  for (const item of items) {
    // With the comma that may follow it.
    const bytes = Buffer.byteLength(JSON.stringify(item)) + 1
    if (FRAME_BYTES + bytes > bytesPerMessage) return undefined
    if (pieces.length === 0 || piece.length >= itemsPerMessage || bytes > room) {
      piece = []
      pieces.push(piece)
      room = bytesPerMessage - FRAME_BYTES
    }
    piece.push(item)
    room -= bytes
  }
  return pieces
}

export const TOO_LONG = 'one of them alone makes a longer message than the station takes'
