import { API, queryString } from '../api/client.ts'
import { LIVE_KINDS, type LiveEnvelope } from '../api/types.ts'
import { backoffMs } from './backoff.ts'

export type LiveState = 'connecting' | 'live' | 'reconnecting'

/** The few things of the browser that a stream needs, so that a test can stand in for them. */
export interface LiveWorld {
  open(url: string): EventSource
  setTimeout(run: () => void, ms: number): number
  clearTimeout(timer: number): void
  random(): number
}

export const browserWorld: LiveWorld = {
  open: (url) => new EventSource(url),
  setTimeout: (run, ms) => window.setTimeout(run, ms),
  clearTimeout: (timer) => window.clearTimeout(timer),
  random: Math.random,
}

export interface LiveHandlers {
  /** What happened since the last call, in order. */
  readonly onEvents: (events: readonly LiveEnvelope[]) => void
  /** Something may have been missed: what is on the screen has to be asked for again. */
  readonly onGap: () => void
  readonly onState: (state: LiveState) => void
}

/** Events that arrive together are handed over together, so that a thousand a second cost ten renders. */
const GATHER_MS = 100

/**
 * Follows `/live`, of one station or of all, until `close`. The browser's own reconnecting gives up on an HTTP error, so
 * connecting again is done here.
 */
export class LiveStream {
  readonly #url: string
  readonly #handlers: LiveHandlers
  readonly #world: LiveWorld
  #source: EventSource | undefined
  #retry: number | undefined
  #gather: number | undefined
  #gathered: LiveEnvelope[] = []
  #failures = 0
  #wasLive = false

  constructor(stationId: string | undefined, handlers: LiveHandlers, world: LiveWorld = browserWorld) {
    this.#url = `${API}/live${queryString({ stationId })}`
    this.#handlers = handlers
    this.#world = world
    this.#connect()
  }

  close(): void {
    this.#source?.close()
    if (this.#retry !== undefined) this.#world.clearTimeout(this.#retry)
    if (this.#gather !== undefined) this.#world.clearTimeout(this.#gather)
  }

  #connect(): void {
    const source = this.#world.open(this.#url)
    this.#source = source
    source.onopen = () => this.#opened()
    source.onerror = () => this.#failed(source)
    source.addEventListener('resync', () => this.#handlers.onGap())
    for (const kind of LIVE_KINDS) {
      source.addEventListener(kind, (event: MessageEvent<string>) => this.#take(JSON.parse(event.data)))
    }
  }

  #opened(): void {
    this.#failures = 0
    this.#handlers.onState('live')
    if (this.#wasLive) this.#handlers.onGap()
    this.#wasLive = true
  }

  #failed(source: EventSource): void {
    source.close()
    this.#handlers.onState(this.#wasLive ? 'reconnecting' : 'connecting')
    this.#retry = this.#world.setTimeout(() => this.#connect(), backoffMs(this.#failures, this.#world.random()))
    this.#failures += 1
  }

  #take(envelope: LiveEnvelope): void {
    this.#gathered.push(envelope)
    this.#gather ??= this.#world.setTimeout(() => {
      const events = this.#gathered
      this.#gathered = []
      this.#gather = undefined
      this.#handlers.onEvents(events)
    }, GATHER_MS)
  }
}
