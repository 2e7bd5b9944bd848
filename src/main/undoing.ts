import type { Logger } from '#kernel'

/** Undoes what was started, the last first; goes on when one step fails. */
export class Undoing {
  readonly #steps: { readonly name: string; readonly undo: () => Promise<void> }[] = []
  readonly #logger: Logger
  #done: Promise<void> | undefined

  constructor(logger: Logger) {
    this.#logger = logger
  }

  add(name: string, undo: () => Promise<void> | void): void {
    this.#steps.unshift({ name, undo: async () => undo() })
  }

  /** Undoes everything, once however often it is asked for. */
  run(): Promise<void> {
    this.#done ??= this.#runSteps()
    return this.#done
  }

  async #runSteps(): Promise<void> {
    for (const { name, undo } of this.#steps) {
      await undo().catch((cause: unknown) =>
        this.#logger.warn('A part could not be stopped in good order', { part: name, cause }),
      )
    }
  }
}
