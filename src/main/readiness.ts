import type { Readiness } from '#api'
import type { Clock } from '#kernel'
import type { Database } from '#storage'

/** A database that takes longer to say that it is there is as good as away. */
const PATIENCE_MS = 2_000

/** What has to be there before this process shall be sent work. */
export class ReadinessCheck {
  readonly #database: Database
  readonly #clock: Clock
  #phase: 'starting' | 'running' | 'stopping' = 'starting'

  constructor(database: Database, clock: Clock) {
    this.#database = database
    this.#clock = clock
  }

  started(): void {
    this.#phase = 'running'
  }

  stopping(): void {
    this.#phase = 'stopping'
  }

  async parts(): Promise<readonly Readiness[]> {
    return [
      { name: 'process', ready: this.#phase === 'running' },
      { name: 'database', ready: await this.#isDatabaseThere() },
    ]
  }

  async #isDatabaseThere(): Promise<boolean> {
    let giveUp = () => {}
    const gaveUp = new Promise<boolean>((resolve) => {
      giveUp = () => resolve(false)
    })
    const timer = this.#clock.after(PATIENCE_MS, giveUp)
    const asked = this.#database.query('ready', 'SELECT 1', []).then(
      () => true,
      () => false,
    )
    return Promise.race([asked, gaveUp]).finally(() => timer.cancel())
  }
}
