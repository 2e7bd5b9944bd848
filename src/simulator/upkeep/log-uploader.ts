import type { Clock, Timer } from '#kernel'
import type { StationMemory } from './station-memory.ts'
import { type UploadEnd, upload } from './transfer.ts'
import type { UpkeepOptions } from './upkeep-options.ts'

/** The words of 2.x (2.0.1 §3.87); 1.6 has others for some, and none for the last. */
export type LogWord = 'Uploading' | UploadEnd | 'AcceptedCanceled'

export interface LogOrder {
  readonly kind: 'diagnostics' | 'security'
  readonly location: string
  readonly fromMs?: number
  readonly toMs?: number
  /** How often it is tried again; a station's own choice is once, after 10 s. */
  readonly retries?: number
  readonly retryIntervalS?: number
  readonly requestId?: number
  /** Says a status of this upload, in the words of the version. */
  readonly say: (word: LogWord) => void
}

export type LogAnswer =
  | { readonly status: 'Accepted' | 'AcceptedCanceled'; readonly fileName: string; readonly after: () => void }
  | { readonly status: 'Rejected' }

interface Run {
  readonly order: LogOrder
  readonly fileName: string
  readonly content: string
  readonly abort: AbortController
  timer: Timer | undefined
}

/** Brings what the station has written down to where it is told (2.0.1 N01; 1.6 §4.4, §5.9). */
export class LogUploader {
  readonly #id: string
  readonly #clock: Clock
  readonly #memory: StationMemory
  readonly #options: UpkeepOptions
  #run: Run | undefined

  constructor(id: string, clock: Clock, memory: StationMemory, options: UpkeepOptions) {
    this.#id = id
    this.#clock = clock
    this.#memory = memory
    this.#options = options
  }

  /** What is under way, for whoever asks. */
  get ongoing(): { readonly requestId: number | undefined } | undefined {
    return this.#run === undefined ? undefined : { requestId: this.#run.order.requestId }
  }

  order(order: LogOrder): LogAnswer {
    const content = this.#memory.log(order.kind, order.fromMs, order.toMs)
    if (content === undefined || this.#options.withoutLogs === true) return { status: 'Rejected' }
    const before = this.#run
    const fileName = `${this.#id.replace(/[^\w.-]/g, '_')}-${order.kind}.log`
    const run: Run = { order, fileName, content, abort: new AbortController(), timer: undefined }
    this.#run = run
    before?.abort.abort()
    before?.timer?.cancel()
    const after = () => {
      // N01.FR.20
      before?.order.say('AcceptedCanceled')
      void this.#attempt(run, order.retries ?? 1)
    }
    return { status: before === undefined ? 'Accepted' : 'AcceptedCanceled', fileName, after }
  }

  stop(): void {
    this.#run?.abort.abort()
    this.#run?.timer?.cancel()
    this.#run = undefined
  }

  async #attempt(run: Run, retries: number): Promise<void> {
    const { order, fileName, content, abort } = run
    order.say('Uploading')
    const method = this.#options.uploadMethod ?? 'PUT'
    const end = await upload({ location: order.location, method, fileName, content }, abort.signal)
    if (this.#run !== run) return
    if (end !== 'Uploaded' && retries > 0) {
      run.timer = this.#clock.after((order.retryIntervalS ?? 10) * 1000, () => void this.#attempt(run, retries - 1))
      return
    }
    this.#run = undefined
    order.say(end)
  }
}
