import {
  bootNotification,
  heartbeat,
  meterValues,
  PLACES,
  startTransaction,
  statusNotification,
  transactionStart,
  transactionUpdate,
} from './frames.ts'
import { clientFrame, LoadSocket } from './load-socket.ts'
import { RepeatedFrame } from './repeated-frame.ts'

export type LoadVersion = 'ocpp1.6' | 'ocpp2.0.1'
export type LoadKind = 'heartbeat' | 'meter-values' | 'transaction-event' | 'mix'

/** Hears of every answer: when it was meant to be asked for, so that a queue in the client counts as latency too. */
export type OnAnswer = (station: LoadStation, intendedMs: number, ok: boolean) => void

/** One station of the load generator: asks one thing at a time, as OCPP has it, and keeps what is due meanwhile. */
export class LoadStation {
  readonly identity: string
  readonly #version: LoadVersion
  #socket: LoadSocket | undefined
  #sequence = 0
  #frame: RepeatedFrame | undefined
  #awaiting: { id: string; intendedMs: number } | undefined
  #due: number[] = []
  #onAnswer: OnAnswer = () => {}
  #waiting: ((payload: Record<string, unknown>) => void) | undefined

  constructor(identity: string, version: LoadVersion) {
    this.identity = identity
    this.#version = version
  }

  async connect(url: string): Promise<void> {
    const own = `${url}/${this.identity}`
    const onText = (text: string) => this.#onText(text)
    this.#socket = await LoadSocket.open(own, this.#version, onText, () => {
      this.#socket = undefined
    })
  }

  /** BootNotification and StatusNotification, each answered: from then on the station is usable. */
  async boot(): Promise<void> {
    await this.#ask((id) => bootNotification[this.#version](id))
    await this.#ask((id) => statusNotification[this.#version](id, new Date().toISOString()))
  }

  /** Gets ready to say one kind of thing; opens a transaction where that needs one. */
  async prepare(kind: LoadKind, index: number): Promise<void> {
    this.#frame = new RepeatedFrame(await this.#template(kind, index))
  }

  async #template(kind: LoadKind, index: number): Promise<string> {
    if (kind === 'heartbeat' || (kind === 'mix' && index % 4 === 0)) return heartbeat
    const at = new Date().toISOString()
    if (this.#version === 'ocpp2.0.1') {
      const transactionId = `tx-${this.identity}`
      await this.#ask((id) => transactionStart(id, at, transactionId))
      return transactionUpdate(transactionId)
    }
    const answer = await this.#ask((id) => startTransaction(id, at))
    return meterValues(Number(answer.transactionId ?? 1))
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
    this.#socket?.destroy()
  }

  #onText(text: string): void {
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
    const id = `${this.identity}-${this.#sequence}`.padStart(PLACES.id.length, '0')
    this.#awaiting = { id, intendedMs }
    const frame = this.#frame?.say(id, this.#sequence, new Date().toISOString())
    if (frame !== undefined) this.#socket?.send(frame)
  }

  #ask(frame: (id: string) => string): Promise<Record<string, unknown>> {
    const id = `${this.identity}-ask-${Math.random().toString(36).slice(2, 8)}`.slice(-36)
    this.#awaiting = { id, intendedMs: performance.now() }
    return new Promise((resolve) => {
      this.#waiting = resolve
      this.#socket?.send(clientFrame(frame(id)))
    })
  }
}
