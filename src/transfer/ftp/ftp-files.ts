import type { Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import { safeName, watchPace } from '#domain/files'
import { type Clock, errorCode, type Logger } from '#kernel'
import type { ImageSlot, LogSlot } from '../slot.ts'

type Reply = readonly [code: number, text: string]

interface Ground {
  readonly clock: Clock
  readonly logger: Logger
}

/** Sends an image over a data connection, from a byte on. */
export async function fetchImage(slot: ImageSlot, first: number, socket: Socket, ground: Ground): Promise<Reply> {
  if (first > slot.sizeBytes) return [554, 'The file is shorter']
  return sendContent(await slot.read(first), socket, ground)
}

/** Sends content over a data connection, as long as the peer takes it. */
export async function sendContent(
  content: AsyncIterable<Uint8Array>,
  socket: Socket,
  { clock }: Pick<Ground, 'clock'>,
): Promise<Reply> {
  const pace = watchPace(clock, () => socket.destroy())
  try {
    await pipeline(content, (source: AsyncIterable<Uint8Array>) => pace.follow(source), socket)
    return [226, 'That is all']
  } catch {
    return [426, 'The connection broke']
  } finally {
    pace.stop()
  }
}

/**
 * Takes a log in that comes over a data connection; its end is the end of the file (RFC 959 stream mode), and looks the same
 * where the peer has died. So the file is whole as long as the peer is still there to hear that it was taken.
 */
export async function putLog(
  slot: LogSlot,
  path: string,
  socket: Socket,
  { clock, logger, isWaiting }: Ground & { readonly isWaiting: () => boolean },
): Promise<Reply> {
  const pace = watchPace(clock, () => socket.destroy(new Error('The peer is too slow')))
  try {
    await slot.receive(safeName(path.split(/[/\\]/).at(-1) ?? ''), pace.follow(socket), isWaiting)
    return [226, 'It is here']
  } catch (error) {
    switch (errorCode(error)) {
      case 'too-large':
        return [552, 'It is too large']
      case 'conflict':
      case 'not-found':
        return [553, 'Nothing is to be put here any more']
      default:
        if (!socket.errored) logger.error('A log that came by FTP could not be kept', { error })
        return [451, 'It could not be kept']
    }
  } finally {
    pace.stop()
  }
}
