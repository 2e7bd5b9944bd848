import type { Socket } from 'node:net'
import type { Writable } from 'node:stream'
import type { Clock } from '#kernel'

/** Bytes that may wait to be sent to one peer. */
const MOST_UNSENT_BYTES = 1_048_576
const PAUSE_MS = 20
/** A peer that takes nothing for so long gets nothing more. */
const PATIENCE_MS = 60_000

/**
 * Waits until a peer takes what it has asked for: answers wait in the channel while its window is shut (RFC 4254 §5.2), and
 * in the socket while the network is slow.
 *
 * @returns false when there was no room in time, or the peer is gone
 */
export async function roomToSend(channel: Writable, socket: Socket, clock: Clock): Promise<boolean> {
  const untilMs = clock.monotonicMs() + PATIENCE_MS
  while (channel.writableLength + socket.writableLength > MOST_UNSENT_BYTES) {
    if (socket.destroyed || clock.monotonicMs() >= untilMs) return false
    await new Promise<void>((resolve) => void clock.after(PAUSE_MS, resolve))
  }
  return true
}
