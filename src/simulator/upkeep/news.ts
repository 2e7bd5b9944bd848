import type { StationBody } from '../station/body.ts'
import type { Message } from '../station/dialect.ts'

/** How much a station that is away remembers to tell. */
export const NEWS_LIMIT = 50

/**
 * What a station has to tell of its upkeep, in order: how a download or an upload goes matters also to who was not there to
 * hear it. What the connection loses is told again on the next one; a refusal is not.
 */
export class News {
  readonly #body: Pick<StationBody, 'send'>
  readonly #waiting: Message[] = []
  #telling = false

  constructor(body: Pick<StationBody, 'send'>) {
    this.#body = body
  }

  /** Tells it as soon as everything before it was heard; the oldest is forgotten when there is too much. */
  tell(message: Message): void {
    if (this.#waiting.length >= NEWS_LIMIT) this.#waiting.splice(this.#telling ? 1 : 0, 1)
    this.#waiting.push(message)
    this.next()
  }

  /** Goes on telling, if anything is left and nothing on its way. */
  next(): void {
    const [first] = this.#waiting
    if (first === undefined || this.#telling) return
    this.#telling = true
    this.#body.send(first, false, ({ type }) => {
      this.#telling = false
      if (type === 'lost') return
      this.#waiting.shift()
      this.next()
    })
  }
}
