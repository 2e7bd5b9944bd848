import {
  bootNotification,
  heartbeat,
  meterValues,
  startTransaction,
  statusNotification,
  transactionStart,
  transactionUpdate,
} from './frames.ts'
import { clientFrame, LoadSocket, type OnText } from './load-socket.ts'
import { RepeatedFrame } from './repeated-frame.ts'

export type LoadVersion = 'ocpp1.6' | 'ocpp2.0.1'
export type LoadKind = 'heartbeat' | 'meter-values' | 'transaction-event' | 'mix'

/** Where an answer says what it is, and to what: `[3,"id",…`. */
const KIND_AT = 1
const ID_AT = 4
/** CALLRESULT, as the digit on the wire. */
const RESULT = 51

/** Hears of every answer: when it was meant to be asked for, so that a queue in the client counts as latency too. */
export type OnAnswer = (station: LoadStation, intendedMs: number, ok: boolean) => void

/** One station of the load generator: asks one thing at a time, as OCPP has it, and keeps what is due meanwhile. */
export class LoadStation {
  readonly identity: string
  readonly #version: LoadVersion
  #socket: LoadSocket | undefined
  #sequence = 0
  #frame: RepeatedFrame | undefined
  #isAwaiting = false
  #intendedMs = 0
  #due: number[] = []
  #onAnswer: OnAnswer = () => {}
  #asked: { readonly id: string; resolve(payload: Record<string, unknown>): void } | undefined

  constructor(identity: string, version: LoadVersion) {
    this.identity = identity
    this.#version = version
  }

  async connect(url: string): Promise<void> {
    const own = `${url}/${this.identity}`
    const onText: OnText = (data, from, to) => this.#onText(data, from, to)
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
    this.#frame = new RepeatedFrame(await this.#template(kind, index), this.identity)
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
    if (!this.#isAwaiting) this.#send(intendedMs)
    else this.#due.push(intendedMs)
  }

  close(): void {
    this.#socket?.destroy()
  }

  #onText(data: Buffer, from: number, to: number): void {
    if (!this.#isAwaiting) return
    if (this.#asked !== undefined) {
      this.#hearAnswer(data.toString('latin1', from, to))
      return
    }
    if (this.#frame?.hasIdAt(data, from + ID_AT) !== true) return
    this.#isAwaiting = false
    const intendedMs = this.#intendedMs
    const next = this.#due.shift()
    if (next !== undefined) this.#send(next)
    this.#onAnswer(this, intendedMs, data[from + KIND_AT] === RESULT)
  }

  #hearAnswer(text: string): void {
    const asked = this.#asked
    if (asked === undefined || !text.startsWith(asked.id, ID_AT)) return
    this.#isAwaiting = false
    this.#asked = undefined
    asked.resolve(JSON.parse(text)[2] ?? {})
  }

  #send(intendedMs: number): void {
    if (this.#frame === undefined) return
    this.#sequence += 1
    this.#isAwaiting = true
    this.#intendedMs = intendedMs
    this.#socket?.send(this.#frame.say(this.#sequence))
  }

  #ask(frame: (id: string) => string): Promise<Record<string, unknown>> {
    const id = `${this.identity}-ask-${Math.random().toString(36).slice(2, 8)}`.slice(-36)
    this.#isAwaiting = true
    return new Promise((resolve) => {
      this.#asked = { id, resolve }
      this.#socket?.send(clientFrame(frame(id)))
    })
  }
}
