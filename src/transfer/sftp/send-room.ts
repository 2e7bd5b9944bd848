import type { Socket } from 'node:net'
import type { SFTPWrapper } from 'ssh2'
import type { Clock } from '#kernel'

/** Bytes that may wait to be sent to one peer. */
const MOST_UNSENT_BYTES = 1_048_576
const PAUSE_MS = 20
/** A peer that takes nothing for so long gets nothing more. */
const PATIENCE_MS = 60_000

/**
 * Waits until a peer takes what it has asked for: the library keeps answers without any bound while the window of the
 * channel is shut (RFC 4254 §5.2), so none is made until it opens.
 *
 * @returns false when it did not open in time
 * @throws Error when the library does not tell its window any more
 */
export async function roomToSend(sftp: SFTPWrapper, socket: Socket, clock: Clock): Promise<boolean> {
  const untilMs = clock.monotonicMs() + PATIENCE_MS
  while (windowOf(sftp) === 0 || socket.writableLength > MOST_UNSENT_BYTES) {
    if (socket.destroyed || clock.monotonicMs() >= untilMs) return false
    await new Promise<void>((resolve) => void clock.after(PAUSE_MS, resolve))
  }
  return true
}

function windowOf(sftp: SFTPWrapper): number {
  const outgoing: unknown = Reflect.get(sftp, 'outgoing')
  const window = typeof outgoing === 'object' && outgoing !== null && 'window' in outgoing ? outgoing.window : undefined
  if (typeof window !== 'number') throw new Error('The window of an SFTP channel cannot be seen')
  return window
}
