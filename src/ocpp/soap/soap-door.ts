import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { AppError, type Clock, type Counter, type Logger, newId } from '#kernel'
import { directPeer, type PeerReader } from '#ocpp/transport'
import { readAsker } from './asker.ts'
import { type Fault, FaultError, faultStatus } from './fault.ts'
import { type ByteBudget, HttpExchange } from './http-exchange.ts'
import { isTransactionRelated } from './messages.ts'
import { type Envelope, readEnvelope } from './read-envelope.ts'
import { readRequest, type SoapMessage } from './read-message.ts'
import { defaultSoapLimits, type SoapLimits } from './soap-limits.ts'
import { type Refused, type SessionsOptions, SoapSessions } from './soap-sessions.ts'
import { writeFault } from './write-message.ts'

export interface SoapDoorOptions extends SessionsOptions {
  readonly limits?: Partial<SoapLimits>
  readonly logger: Logger
  /** Default: whoever is at the other end of the connection. */
  readonly readPeer?: PeerReader
}

const SERVICE_RESTART = 1012
/** Spread over which stations that are told to come back later do so, in seconds. */
const COME_BACK_S = 30

/** Where stations come in that speak OCPP over SOAP: turns HTTP requests into messages of sessions. */
export class SoapDoor {
  readonly #options: SoapDoorOptions
  readonly #readPeer: PeerReader
  readonly #limits: SoapLimits
  readonly #sessions: SoapSessions
  readonly #budget: ByteBudget
  readonly #requests: Counter<'result'>
  /** What is under way on each socket. */
  readonly #underWay = new Map<Socket, Set<HttpExchange>>()
  #closing = false

  constructor(options: SoapDoorOptions) {
    this.#options = options
    this.#readPeer = options.readPeer ?? directPeer
    this.#limits = { ...defaultSoapLimits, ...options.limits }
    this.#sessions = new SoapSessions(options, this.#limits)
    this.#budget = { underWay: 0, limit: this.#limits.maxBytesUnderWay }
    this.#requests = options.metrics.counter(
      'ocpp_soap_requests_total',
      'Requests of stations over SOAP: taken, refused with a fault, unreadable, or told to come back',
      ['result'],
    )
  }

  get sessionCount(): number {
    return this.#sessions.size
  }

  /** Takes what is posted. */
  readonly requests = (request: IncomingMessage, response: ServerResponse): boolean => {
    if (request.method !== 'POST') return false
    this.#handle(request, response)
    return true
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const exchange = this.#begin(request, response)
    if (exchange === undefined) return
    this.#serve(exchange).catch((error: unknown) => {
      this.#options.logger.error('a SOAP request failed', { error })
      return exchange.refuse(500, 'internal error')
    })
  }

  /** Answers go out in the order of the requests: of whoever sends on and on all would have to be kept. */
  #begin(request: IncomingMessage, response: ServerResponse): HttpExchange | undefined {
    const { socket } = request
    const its = this.#underWay.get(socket) ?? new Set()
    if (its.size >= this.#limits.maxRequestsOfSocket) {
      socket.destroy()
      return undefined
    }
    const exchange = new HttpExchange(request, response, this.#readPeer(request))
    this.#underWay.set(socket, its.add(exchange))
    void exchange.gone.then(() => {
      its.delete(exchange)
      if (its.size === 0) this.#underWay.delete(socket)
    })
    return exchange
  }

  /** Takes no more requests, has those in hand answered for as long as `deadlineMs`, and ends all sessions. */
  async close({ deadlineMs = 10_000 }: { readonly deadlineMs?: number } = {}): Promise<void> {
    this.#closing = true
    this.#sessions.stop()
    const { clock, handler } = this.#options
    const sessions = this.#sessions.all()
    await inTime(
      clock,
      deadlineMs,
      sessions.map((session) => handler.settled?.(session)),
    )
    for (const session of sessions) session.close(SERVICE_RESTART, 'service restart')
    await inTime(
      clock,
      deadlineMs,
      [...this.#underWay.values()].flatMap((its) => [...its].map(({ gone }) => gone)),
    )
  }

  /** Whoever takes too long over a message is hung up on: what has come of it takes room. */
  async #read(exchange: HttpExchange): Promise<string> {
    const { bodyTimeoutMs, maxMessageBytes } = this.#limits
    const timer = this.#options.clock.after(bodyTimeoutMs, () => exchange.request.destroy())
    try {
      return await exchange.read(maxMessageBytes, this.#budget)
    } finally {
      timer.cancel()
    }
  }

  async #serve(exchange: HttpExchange): Promise<void> {
    let envelope: Envelope | undefined
    try {
      if (this.#closing) throw new AppError('too-many', 'closing')
      const text = await this.#read(exchange)
      envelope = readEnvelope(text)
      const asker = readAsker(exchange.request, exchange.peer, envelope, this.#options.clock.nowMs())
      const admission = await this.#sessions.admit(asker)
      if (!admission.accept) return await this.#refuse(exchange, envelope, admission)
      const message = readMessage(envelope)
      if (message instanceof FaultError && !isOurs(envelope)) throw message
      if (this.#closing) throw new AppError('too-many', 'closing')
      const session = this.#sessions.enter(asker, admission.tag)
      if ('accept' in session) return await this.#refuse(exchange, envelope, session)
      if (message instanceof FaultError) {
        session.misread(text, message.message)
        throw message
      }
      this.#requests.add(1, { result: 'taken' })
      session.receive(exchange, envelope, message, text)
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown
      await this.#refuseUnread(exchange, envelope, thrown)
    }
  }

  /** A fault where the station is to blame (1.6-S §4); what is to be sent again gets none. */
  async #refuse(exchange: HttpExchange, envelope: Envelope, { status, reason, retryAfterS }: Refused): Promise<void> {
    if (status === 429 || status === 503) return this.#comeBack(exchange, status, reason, retryAfterS)
    const code = status === 404 ? 'IdentityMismatch' : 'SecurityError'
    await this.#fault(exchange, envelope, { code, reason }, status === 401 ? 401 : 400)
  }

  async #refuseUnread(exchange: HttpExchange, envelope: Envelope | undefined, thrown: AppError): Promise<void> {
    if (thrown instanceof FaultError) return this.#fault(exchange, envelope, thrown.fault)
    switch (thrown.code) {
      case 'too-many':
      case 'unavailable':
        return this.#comeBack(exchange, 503, thrown.message)
      case 'too-large':
        return this.#unreadable(exchange, 413, thrown.message)
      case 'unsupported':
        return this.#unreadable(exchange, 415, thrown.message)
      default:
        return this.#fault(exchange, envelope, { code: 'ProtocolError', reason: thrown.message })
    }
  }

  async #fault(
    exchange: HttpExchange,
    envelope: Envelope | undefined,
    fault: Fault,
    status: number = faultStatus(fault),
  ): Promise<void> {
    this.#requests.add(1, { result: 'refused' })
    this.#told(exchange, status, fault.reason)
    const { version = 'ocpp1.6', slash = true } = envelope?.namespace ?? {}
    const manner = { version: version === 'ocpp1.2' ? 'ocpp1.6' : version, service: 'Cs', slash } as const
    const messageId = `urn:uuid:${newId(this.#options.clock.nowMs())}`
    await exchange.answer(status, writeFault(manner, { messageId, relatesTo: envelope?.messageId }, fault))
  }

  async #unreadable(exchange: HttpExchange, status: number, reason: string): Promise<void> {
    this.#requests.add(1, { result: 'unreadable' })
    this.#told(exchange, status, reason)
    await exchange.refuse(status, reason)
  }

  async #comeBack(exchange: HttpExchange, status: number, reason: string, retryAfterS?: number): Promise<void> {
    this.#requests.add(1, { result: 'come-back' })
    this.#told(exchange, status, reason)
    await exchange.refuse(status, reason, retryAfterS ?? 1 + Math.random() * COME_BACK_S)
  }

  /** Debug: whoever floods must not flood the log as well. */
  #told({ peer: { remoteAddress } }: HttpExchange, status: number, reason: string): void {
    this.#options.logger.debug('a SOAP request was refused', { remoteAddress, status, reason })
  }
}

/** 1.6-S §3.5 wants a fault for what has no id; of messages on which energy hangs nothing is lost for that. */
function readMessage(envelope: Envelope): SoapMessage | FaultError {
  try {
    const message = readRequest(envelope, 'Cs')
    if (envelope.messageId !== undefined || isTransactionRelated(message.action)) return message
    return new FaultError('ProtocolError', 'the message has no MessageID')
  } catch (thrown) {
    if (thrown instanceof FaultError) return thrown
    throw thrown
  }
}

/** Of a version spoken here, so that its sender can be taken for a station. */
function isOurs({ namespace }: Envelope): boolean {
  return namespace !== undefined && namespace.version !== 'ocpp1.2' && namespace.service === 'Cs'
}

async function inTime(clock: Clock, deadlineMs: number, work: readonly (Promise<void> | undefined)[]): Promise<void> {
  let late = () => {}
  const deadline = new Promise<void>((resolve) => {
    late = resolve
  })
  const timer = clock.after(deadlineMs, late)
  await Promise.race([Promise.all(work), deadline])
  timer.cancel()
}
