import { createHash } from 'node:crypto'
import { newId } from '#kernel'
import { type JsonObject, parseFrame } from '#ocpp/rpc'
import type { ConnectionHandler, OcppConnection } from '#ocpp/transport'
import { type Fault, faultOfRpcError, faultStatus } from './fault.ts'
import type { HttpExchange } from './http-exchange.ts'
import { isTransactionRelated } from './messages.ts'
import type { Envelope } from './read-envelope.ts'
import type { SoapMessage } from './read-message.ts'
import { type CallerParts, SoapCaller } from './soap-caller.ts'
import { type Manner, writeFault, writeResponse } from './write-message.ts'

/** A message id that is one in 1.6-J too; others go by a hash. */
const MESSAGE_ID = /^[\x21-\x7e]{1,36}$/
const POLICY_VIOLATION = 1008
const INTERNAL_ERROR = 1011
const COME_BACK_S = 5
/** Times the same request may wait for its one answer. */
const MOST_REPEATS = 8

export interface SoapConnectionParts extends CallerParts {
  readonly handler: ConnectionHandler
  readonly remoteAddress: string
  /** What `authenticate` gave along. */
  readonly tag: unknown
  /** What the station showed when it was let in. */
  readonly proof: string
  ended(connection: SoapConnection): void
}

/** A request of the station that waits for its answer; the same one may come again meanwhile. */
interface Waiting {
  readonly frame: string
  readonly message: SoapMessage
  readonly relatesTo: string | undefined
  readonly exchanges: HttpExchange[]
}

/**
 * A station that speaks SOAP, as if it held a connection: requests come in as the frames 1.6-J has for them, and frames go
 * out as responses, faults, and requests of our own.
 */
export class SoapConnection implements OcppConnection {
  readonly version = 'ocpp1.6'
  readonly connectedAtMs: number
  readonly bufferedBytes = 0
  /** When what the station shows was last judged. */
  judgedAtMs: number
  lastSeenAtMs: number
  isOpen = true
  readonly #parts: SoapConnectionParts
  readonly #caller: SoapCaller
  readonly #waiting = new Map<string, Waiting>()
  #paused = false
  #worded: string | undefined

  constructor(parts: SoapConnectionParts) {
    this.#parts = parts
    const { remoteAddress } = parts
    this.#caller = new SoapCaller(parts, { url: undefined, remoteAddress, ours: undefined, slash: true })
    this.connectedAtMs = parts.clock.nowMs()
    this.judgedAtMs = this.connectedAtMs
    this.lastSeenAtMs = this.connectedAtMs
  }

  get identity(): string {
    return this.#parts.identity
  }

  get remoteAddress(): string {
    return this.#parts.remoteAddress
  }

  get tag(): unknown {
    return this.#parts.tag
  }

  /** Something is on its way, in either direction. */
  get isBusy(): boolean {
    return this.#waiting.size > 0 || this.#caller.isAsking
  }

  /** True when whoever shows this, in this version, is the one this was opened for. */
  isOf(version: CallerParts['version'], proof: string): boolean {
    return this.isOpen && this.#parts.version === version && this.#parts.proof === proof
  }

  /** Takes a request; its answer is given once there is one. */
  receive(exchange: HttpExchange, { messageId, from, to }: Envelope, message: SoapMessage, said: string): void {
    this.#seen()
    const { remoteAddress } = exchange.peer
    this.#caller.whereabouts = { url: from, remoteAddress, ours: to, slash: message.slash }
    if (!this.isOpen || this.#paused) {
      void exchange.refuse(503, 'come back later', COME_BACK_S)
      return
    }
    const [id, frame] = this.#frameOf(messageId ?? newId(this.lastSeenAtMs), message)
    const same = this.#waiting.get(id)
    if (same !== undefined) {
      if (same.exchanges.length < MOST_REPEATS) same.exchanges.push(exchange)
      else void exchange.refuse(503, 'come back later', COME_BACK_S)
      return
    }
    this.#waiting.set(id, { frame, message, relatesTo: messageId, exchanges: [exchange] })
    try {
      this.#parts.handler.onFrame(this, frame, said)
    } catch (error) {
      // A bug costs this request: nobody will answer it.
      this.#waiting.delete(id)
      throw error
    }
  }

  /** Notes what the station said and nobody understood. */
  misread(text: string, reason: string): void {
    this.#seen()
    this.#parts.handler.unreadable?.(this, text, reason)
  }

  send(text: string): boolean {
    if (!this.isOpen) return false
    const frame = parseFrame(text, this.version)
    switch (frame.type) {
      case 'call':
        void this.#ask(frame.messageId, frame.action, frame.payload)
        return true
      case 'result':
        return this.#settle(frame.messageId, ({ message, relatesTo, exchanges }) => {
          const header = { messageId: this.#newMessageId(), relatesTo }
          const answer = writeResponse(mannerOf(message), header, message.action, frame.payload)
          this.#worded = answer
          for (const exchange of exchanges) void exchange.answer(200, answer)
        })
      case 'error':
        return this.#settle(frame.messageId, (waiting) => {
          this.#fault(waiting, faultOfRpcError(frame.wireCode, frame.description))
        })
      default:
        return false
    }
  }

  worded(): string | undefined {
    const worded = this.#worded
    this.#worded = undefined
    return worded
  }

  lacks(action: string, payload: JsonObject): string | undefined {
    return this.#caller.lacks(action, payload)
  }

  /** Ends it: what waits is to be sent again, unless the station did what it must not. */
  close(code: number, reason: string): void {
    if (!this.isOpen) return
    this.isOpen = false
    this.#caller.end()
    for (const waiting of this.#waiting.values()) {
      if (code === POLICY_VIOLATION && !isTransactionRelated(waiting.message.action)) {
        this.#fault(waiting, { code: 'SecurityError', reason })
      } else for (const exchange of waiting.exchanges) void exchange.refuse(503, reason, COME_BACK_S)
    }
    this.#waiting.clear()
    this.#parts.ended(this)
    queueMicrotask(() => this.#parts.handler.onClose(this, code, reason))
  }

  terminate(): void {
    this.close(1006, 'gone')
  }

  /** Further requests are told to come back. */
  pause(): void {
    this.#paused = true
  }

  resume(): void {
    this.#paused = false
  }

  /** Some stations give all their messages one id; what is said then tells them apart. */
  #frameOf(messageId: string, { action, payload }: SoapMessage): readonly [id: string, frame: string] {
    const write = (id: string) => JSON.stringify([2, id, action, payload])
    const id = frameId(messageId)
    const frame = write(id)
    const other = this.#waiting.get(id)
    if (other === undefined || other.frame === frame) return [id, frame]
    const unlike = hash(frame)
    return [unlike, write(unlike)]
  }

  #settle(id: string, answer: (waiting: Waiting) => void): boolean {
    const waiting = this.#waiting.get(id)
    if (waiting === undefined) return false
    this.#waiting.delete(id)
    answer(waiting)
    return true
  }

  #fault({ message, relatesTo, exchanges }: Waiting, fault: Fault): void {
    const text = writeFault(mannerOf(message), { messageId: this.#newMessageId(), relatesTo }, fault)
    this.#worded = text
    for (const exchange of exchanges) void exchange.answer(faultStatus(fault), text)
  }

  async #ask(messageId: string, action: string, payload: JsonObject): Promise<void> {
    const heard = await this.#caller.ask(messageId, action, payload, (text) => {
      this.#worded = text
    })
    if (!this.isOpen) return
    try {
      if (heard === undefined) {
        this.#parts.handler.undelivered?.(this, messageId)
        return
      }
      this.#seen()
      this.#parts.handler.onFrame(this, heard.frame, heard.said)
    } catch {
      this.close(INTERNAL_ERROR, 'internal error')
    }
  }

  #seen(): void {
    this.lastSeenAtMs = this.#parts.clock.nowMs()
  }

  #newMessageId(): string {
    return `urn:uuid:${newId(this.#parts.clock.nowMs())}`
  }
}

function mannerOf({ version, slash }: SoapMessage): Manner {
  return { version, service: 'Cs', slash }
}

/** The id a message goes by behind the door. */
function frameId(messageId: string): string {
  const id = messageId.replace(/^(?:urn:)?uuid:/i, '')
  return MESSAGE_ID.test(id) ? id : hash(messageId)
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 36)
}
