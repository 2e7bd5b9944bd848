import { type LogFields, type Logger, silentLogger } from '#kernel'
import { printable } from '../../format/text-width.ts'

/** Different reasons that are told; a system that refuses everybody in ever new words shall not fill the screen. */
export const MOST_COMPLAINTS = 10

/** Listens to a fleet's log for why connections fail or end, and tells each reason once. */
export class Complaints {
  readonly #told = new Set<string>()
  readonly #tell: (sentence: string) => void
  /** `: <the last reason>`, or nothing. */
  last = ''

  constructor(tell: (sentence: string) => void) {
    this.#tell = tell
  }

  get logger(): Logger {
    const hear = (_message: string, fields: LogFields = {}) => this.#hear(fields.why)
    return { ...silentLogger, debug: hear, child: () => this.logger }
  }

  #hear(why: unknown): void {
    if (typeof why !== 'string' || why === '') return
    const reason = printable(why)
    this.last = `: ${reason}`
    if (this.#told.has(reason) || this.#told.size >= MOST_COMPLAINTS) return
    this.#told.add(reason)
    this.#tell(`A connection failed or ended: ${reason}`)
  }
}
