import { AppError, type BusPayload, type Clock, type Logger, type Subscription } from '#kernel'
import { checkSubject } from './subject-tree.ts'

type Answer = (payload: BusPayload) => Promise<BusPayload>

/** Request and answer in one process. A newer answerer of a subject replaces an older one for good. */
export class Questions {
  readonly #answerers = new Map<string, { answer: Answer }>()
  readonly #open = new Set<(failure: AppError) => void>()
  readonly #logger: Logger
  readonly #clock: Clock

  constructor(logger: Logger, clock: Clock) {
    this.#logger = logger
    this.#clock = clock
  }

  answer(subject: string, answer: Answer): Subscription {
    checkSubject(subject)
    const answerer = { answer }
    this.#answerers.set(subject, answerer)
    return {
      stop: () => {
        if (this.#answerers.get(subject) === answerer) this.#answerers.delete(subject)
      },
    }
  }

  request(subject: string, payload: BusPayload, timeoutMs: number): Promise<BusPayload> {
    const answerer = this.#answerers.get(subject)
    if (answerer === undefined) {
      return Promise.reject(new AppError('unavailable', `Nobody answers ${subject}`, { subject }))
    }
    return new Promise((resolve, reject) => {
      const timer = this.#clock.after(timeoutMs, () =>
        fail(new AppError('timeout', `No answer on ${subject} within ${timeoutMs} ms`, { subject })),
      )
      const settled = () => {
        timer.cancel()
        this.#open.delete(fail)
      }
      const fail = (failure: AppError) => {
        settled()
        reject(failure)
      }
      this.#open.add(fail)
      this.#ask(answerer.answer, subject, payload).then((answer) => {
        settled()
        resolve(answer)
      }, fail)
    })
  }

  /** Ends every open question as `unavailable`. */
  close(): void {
    this.#answerers.clear()
    for (const fail of this.#open) fail(new AppError('unavailable', 'The bus is closed'))
  }

  async #ask(answer: Answer, subject: string, payload: BusPayload): Promise<BusPayload> {
    try {
      // Asked a moment later, as over a network: nobody is called while somebody asks.
      await undefined
      return await answer(payload)
    } catch (thrown) {
      if (thrown instanceof AppError) throw thrown
      this.#logger.error('An answerer of the bus failed', { subject, cause: String(thrown) })
      throw new AppError('internal', `Answering ${subject} failed`, { subject }, { cause: thrown })
    }
  }
}
