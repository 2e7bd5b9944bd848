import { safeName, watchPace } from '#domain/files'
import { type Clock, errorCode, type Logger } from '#kernel'
import { ByteQueue } from '../byte-queue.ts'
import type { Entrance } from '../entrance.ts'
import type { LogSlot } from '../slot.ts'
import { OrderedPieces } from './ordered-pieces.ts'

/** A log that is being written piece by piece; it is kept once it is closed, whole or not at all. */
export class IncomingLog {
  readonly #queue = new ByteQueue()
  readonly #pieces = new OrderedPieces()
  readonly #outcome: Promise<'kept' | string>

  constructor(
    slot: LogSlot,
    path: string,
    { clock, logger, entrance }: { readonly clock: Clock; readonly logger: Logger; readonly entrance: Entrance },
  ) {
    const name = safeName(path.split(/[/\\]/).at(-1) ?? '')
    const pace = watchPace(clock, () => this.#queue.fail(new Error('The peer is too slow')))
    this.#outcome = entrance
      .transfer(() => slot.receive(name, pace.follow(this.#queue)))
      .then((done) => {
        if (done !== undefined) return 'kept'
        this.#queue.fail(new Error('Too many files are on their way'))
        return 'Too many files are on their way: come back later'
      })
      .catch((error: unknown) => {
        const code = errorCode(error)
        if (code === 'internal' && !this.#broken) logger.error('A log that came by SFTP could not be kept', { error })
        return code === 'too-large' ? 'It is too large' : 'It could not be kept'
      })
      .finally(pace.stop)
  }

  #broken = false

  /** False when it is no piece of this file, or nobody takes the file any more. */
  async write(offset: number, piece: Uint8Array): Promise<boolean> {
    const ready = this.#pieces.take(offset, piece)
    if (ready === undefined) return false
    try {
      for (const each of ready) await this.#queue.push(each)
      return true
    } catch {
      return false
    }
  }

  /** `kept`, or why not. */
  async close(): Promise<'kept' | string> {
    if (this.#pieces.whole) this.#queue.end()
    else this.abandon()
    return this.#outcome
  }

  /** What has come so far is all there will be, and not the file. */
  abandon(): void {
    this.#broken = true
    this.#queue.fail(new Error('The file broke off'))
  }
}
