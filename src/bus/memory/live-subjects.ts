import type { BusPayload, Logger, Subscription } from '#kernel'
import { checkSubject, SubjectTree } from './subject-tree.ts'

type Handle = (payload: BusPayload, subject: string) => void

interface Listener {
  readonly handle: Handle
  stopped: boolean
}

/** Publish and subscribe in one process. Nobody is called while somebody publishes; order stays that of publishing. */
export class LiveSubjects {
  readonly #tree = new SubjectTree<Listener>()
  readonly #logger: Logger
  #due: { listener: Listener; payload: BusPayload; subject: string }[] = []

  constructor(logger: Logger) {
    this.#logger = logger
  }

  publish(subject: string, payload: BusPayload): void {
    checkSubject(subject)
    this.#tree.match(subject, (listener) => {
      if (this.#due.length === 0) queueMicrotask(() => this.#deliver())
      this.#due.push({ listener, payload, subject })
    })
  }

  subscribe(subject: string, handle: Handle): Subscription {
    const listener: Listener = { handle, stopped: false }
    const remove = this.#tree.add(subject, listener)
    return {
      stop: () => {
        listener.stopped = true
        remove()
      },
    }
  }

  hasSubscribers(subject: string): boolean {
    return this.#tree.has(subject)
  }

  #deliver(): void {
    const due = this.#due
    this.#due = []
    for (const { listener, payload, subject } of due) {
      if (listener.stopped) continue
      try {
        listener.handle(payload, subject)
      } catch (cause) {
        this.#logger.error('A subscriber of the bus failed', { subject, cause: String(cause) })
      }
    }
  }
}
