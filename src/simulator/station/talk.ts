import type { Clock, Logger } from '#kernel'
import type { JsonObject, OcppVersion } from '#ocpp/rpc'
import type { Mischief, MischiefTools } from '../misbehaviour/mischief.ts'
import { Dialogue } from '../wire/dialogue.ts'
import type { Reply } from './dialect.ts'
import type { Line } from './line.ts'
import type { StationNotice } from './observer.ts'
import type { Settings } from './settings.ts'

export interface TalkOptions {
  readonly version: OcppVersion
  readonly clock: Clock
  readonly logger: Logger
  readonly settings: Settings
  readonly mischief: Mischief
  readonly retryKeepsId: boolean
  readonly newMessageId: () => string
  readonly line: () => Line
  readonly answer: (action: string, payload: JsonObject) => Reply
  readonly notice: (notice: StationNotice) => void
}

/** The dialogue of a station over its line, and the places where its mischief looks in. */
export class Talk {
  readonly dialogue: Dialogue
  readonly #options: TalkOptions
  #connection = 0

  constructor(options: TalkOptions) {
    this.#options = options
    this.dialogue = this.#begin(options)
  }

  /** There is a new connection; before anything is said on it. */
  connected(): void {
    this.#connection += 1
    this.#options.mischief.opened?.(this.#tools())
  }

  #begin({ settings, mischief, line, ...options }: TalkOptions): Dialogue {
    const { rewrite, reorder, write } = mischief
    return new Dialogue({
      ...options,
      patience: () => ({
        timeoutMs: settings.messageTimeoutS * 1000,
        attempts: settings.messageAttempts,
        attemptIntervalMs: settings.messageAttemptIntervalS * 1000,
      }),
      rewrite: (action, payload) => rewrite?.(action, payload) ?? payload,
      write: (text, kind) => {
        if (write === undefined) line().send(text)
        else write(text, kind, this.#tools())
      },
      ...(reorder === undefined ? {} : { reorder }),
    })
  }

  #tools(): MischiefTools {
    const connection = this.#connection
    const { clock, line, newMessageId } = this.#options
    return {
      newMessageId,
      send: (text) => line().send(text),
      hangUp: () => {
        line().cut()
        line().connect()
      },
      stopReading: () => line().stopReading(),
      after: (delayMs, then) => {
        clock.after(delayMs, () => {
          if (this.#connection === connection && line().open) then()
        })
      },
    }
  }
}
