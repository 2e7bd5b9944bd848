import { type ClientHandler, connectOcpp, type OcppClientConnection } from '#ocpp/transport'
import {
  bootNotification,
  type FrameMaker,
  heartbeat,
  meterValues,
  startTransaction,
  statusNotification,
  transactionEvent,
} from './frames.ts'

export type LoadVersion = 'ocpp1.6' | 'ocpp2.0.1'
export type LoadKind = 'heartbeat' | 'meter-values' | 'transaction-event' | 'mix'

/** Hears of every answer: when it was meant to be asked for, so that a queue in the client counts as latency too. */
export type OnAnswer = (station: LoadStation, intendedMs: number, ok: boolean) => void

/** One station of the load generator: asks one thing at a time, as OCPP has it, and keeps what is due meanwhile. */
export class LoadStation implements ClientHandler {
  readonly identity: string
  readonly #version: LoadVersion
  #connection: OcppClientConnection | undefined
  #sequence = 0
  #frames: FrameMaker = heartbeat
  #awaiting: { id: string; intendedMs: number } | undefined
  #due: number[] = []
  #onAnswer: OnAnswer = () => {}
  #waiting: ((payload: Record<string, unknown>) => void) | undefined

  constructor(identity: string, version: LoadVersion) {
    this.identity = identity
    this.#version = version
  }

  async connect(url: string): Promise<void> {
    this.#connection = await connectOcpp({ url, identity: this.identity, versions: [this.#version], handler: this })
  }

  /** BootNotification and StatusNotification, each answered: from then on the station is usable. */
  async boot(): Promise<void> {
    await this.#ask((id) => bootNotification[this.#version](id))
    await this.#ask((id) => statusNotification[this.#version](id, new Date().toISOString()))
  }

  /** Gets ready to say one kind of thing; opens a transaction where that needs one. */
  async prepare(kind: LoadKind, index: number): Promise<void> {
    if (kind === 'heartbeat' || (kind === 'mix' && index % 4 === 0)) this.#frames = heartbeat
    else if (this.#version === 'ocpp2.0.1') this.#frames = transactionEvent(`tx-${this.identity}`)
    else {
      const answer = await this.#ask((id) => startTransaction(id, new Date().toISOString()))
      this.#frames = meterValues(Number(answer.transactionId ?? 1))
    }
  }

  listen(onAnswer: OnAnswer): void {
    this.#onAnswer = onAnswer
  }

  /** Says the next thing, now or when what is on the way has been answered. */
  due(intendedMs: number): void {
    if (this.#awaiting === undefined) this.#send(intendedMs)
    else this.#due.push(intendedMs)
  }

  close(): void {
    this.#connection?.terminate()
  }

  onFrame(_connection: OcppClientConnection, text: string): void {
    const awaiting = this.#awaiting
    if (awaiting === undefined || !text.startsWith(`"${awaiting.id}"`, 3)) return
    this.#awaiting = undefined
    if (this.#waiting !== undefined) {
      const resolve = this.#waiting
      this.#waiting = undefined
      resolve(JSON.parse(text)[2] ?? {})
      return
    }
    const next = this.#due.shift()
    if (next !== undefined) this.#send(next)
    this.#onAnswer(this, awaiting.intendedMs, text.startsWith('[3,'))
  }

  #send(intendedMs: number): void {
    this.#sequence += 1
    const id = `${this.identity}-${this.#sequence}`.slice(-36)
    this.#awaiting = { id, intendedMs }
    this.#connection?.send(this.#frames.make(id, this.#sequence, new Date().toISOString()))
  }

  #ask(frame: (id: string) => string): Promise<Record<string, unknown>> {
    const id = `${this.identity}-ask-${Math.random().toString(36).slice(2, 8)}`.slice(-36)
    this.#awaiting = { id, intendedMs: performance.now() }
    return new Promise((resolve) => {
      this.#waiting = resolve
      this.#connection?.send(frame(id))
    })
  }
}
