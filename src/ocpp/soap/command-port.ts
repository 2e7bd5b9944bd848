import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { AppError, newId } from '#kernel'
import type { ErrorFrame, ResultFrame } from '#ocpp/rpc'
import { directPeer } from '#ocpp/transport'
import { type Fault, FaultError, faultOfRpcError, faultStatus } from './fault.ts'
import { HttpExchange } from './http-exchange.ts'
import { type Envelope, readEnvelope } from './read-envelope.ts'
import { readRequest, type SoapMessage } from './read-message.ts'
import type { SoapVersion } from './soap-version.ts'
import { writeFault, writeResponse } from './write-message.ts'
import type { Xml } from './write-xml.ts'

export interface CommandPortOptions {
  readonly identity: string
  readonly version: SoapVersion
  /** Address of this machine to listen at. */
  readonly host: string
  /** A command, as the frame 1.6-J has for it. */
  onFrame(text: string): void
}

interface Waiting {
  readonly exchange: HttpExchange
  readonly message: SoapMessage
  readonly relatesTo: string | undefined
}

const LIMIT = 1024 * 1024

/** Where a station listens for commands of its central system (1.6-S §3.7). */
export class CommandPort {
  readonly #options: CommandPortOptions
  readonly #server: Server
  readonly #waiting = new Map<string, Waiting>()
  readonly #budget = { underWay: 0, limit: 4 * LIMIT }
  /** Answers on their way out. */
  #answering = 0
  #closed = false

  private constructor(options: CommandPortOptions) {
    this.#options = options
    this.#server = createServer((request, response) => this.#handle(request, response))
  }

  /**
   * Opens any free port.
   * @throws whatever `listen` fails with, such as EADDRNOTAVAIL
   */
  static async open(options: CommandPortOptions): Promise<CommandPort> {
    const port = new CommandPort(options)
    await new Promise<void>((resolve, reject) => {
      port.#server.once('error', reject)
      port.#server.listen({ host: options.host, port: 0 }, resolve)
    })
    // A simulated station alone keeps no process alive.
    port.#server.unref()
    return port
  }

  get address(): string {
    const bound = this.#server.address()
    if (bound === null || typeof bound === 'string') throw new AppError('unavailable', 'the port is closed')
    const host = bound.family === 'IPv6' ? `[${bound.address}]` : bound.address
    return `http://${host}:${bound.port}/`
  }

  /** Answers a command. */
  answer(frame: ResultFrame | ErrorFrame): void {
    const waiting = this.#waiting.get(frame.messageId)
    this.#waiting.delete(frame.messageId)
    if (waiting === undefined) return
    const { exchange, message, relatesTo } = waiting
    if (frame.type === 'result') {
      const header = { messageId: `urn:uuid:${newId()}`, relatesTo }
      const manner = { version: message.version, service: 'Cp', slash: message.slash } as const
      this.#answer(exchange, 200, writeResponse(manner, header, message.action, frame.payload))
    } else this.#fault(exchange, relatesTo, faultOfRpcError(frame.wireCode, frame.description))
  }

  /** Takes nothing more, and hangs up once the answers that were given are out: that to a reset is the last. */
  close(): void {
    this.#closed = true
    this.#server.close()
    this.#waiting.clear()
    if (this.#answering === 0) this.#server.closeAllConnections()
  }

  #answer(exchange: HttpExchange, status: number, message: Xml): void {
    this.#answering += 1
    const done = () => {
      this.#answering -= 1
      if (this.#closed && this.#answering === 0) this.#server.closeAllConnections()
    }
    exchange.answer(status, message).then(done, done)
  }

  #handle(request: IncomingMessage, response: ServerResponse): void {
    const exchange = new HttpExchange(request, response, directPeer(request))
    this.#take(exchange).catch(() => exchange.refuse(500, 'internal error'))
  }

  async #take(exchange: HttpExchange): Promise<void> {
    let envelope: Envelope | undefined
    try {
      envelope = readEnvelope(await exchange.read(LIMIT, this.#budget))
      const { identity, messageId } = envelope
      if (identity !== this.#options.identity) throw new FaultError('IdentityMismatch', 'another station is meant')
      const message = readRequest(envelope, 'Cp')
      const id = (messageId ?? newId()).replace(/^urn:uuid:/i, '').slice(0, 255)
      this.#waiting.set(id, { exchange, message, relatesTo: messageId })
      this.#options.onFrame(JSON.stringify([2, id, message.action, message.payload]))
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown
      const fault =
        thrown instanceof FaultError ? thrown.fault : { code: 'ProtocolError' as const, reason: thrown.message }
      this.#fault(exchange, envelope?.messageId, fault)
    }
  }

  #fault(exchange: HttpExchange, relatesTo: string | undefined, fault: Fault): void {
    const manner = { version: this.#options.version, service: 'Cp', slash: true } as const
    const header = { messageId: `urn:uuid:${newId()}`, relatesTo }
    this.#answer(exchange, faultStatus(fault), writeFault(manner, header, fault))
  }
}
