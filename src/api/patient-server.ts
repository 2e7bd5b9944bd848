import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http'
import type { Socket } from 'node:net'

/** Requests that may wait on one connection for the answer to the one before. Browsers send none ahead. */
export const MOST_WAITING = 100

/**
 * An HTTP server that answers one request of a connection at a time, and looks at all others before the next one of it: a
 * client that sends requests without waiting for answers (RFC 9112 §9.3.2) keeps nobody waiting but itself. One that sends more
 * than a hundred ahead is disconnected.
 */
export function createPatientServer(options: ServerOptions, answer: RequestListener): Server {
  const turns = new WeakMap<Socket, Turns>()
  return createServer(options, (request, response) => {
    const { socket } = request
    if (socket.destroyed) return
    const own = turns.get(socket) ?? new Turns(answer)
    turns.set(socket, own)
    own.take({ request, response })
  })
}

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse<IncomingMessage> & { req: IncomingMessage }
}

/** The requests of one connection, one after the other. */
class Turns {
  private readonly waiting: Exchange[] = []
  private readonly answer: RequestListener
  private busy = false

  constructor(answer: RequestListener) {
    this.answer = answer
  }

  take(exchange: Exchange): void {
    if (!this.busy) this.begin(exchange)
    else if (this.waiting.length < MOST_WAITING) this.waiting.push(exchange)
    else exchange.request.socket.destroy()
  }

  private begin({ request, response }: Exchange): void {
    this.busy = true
    response.once('close', () => setImmediate(() => this.next()))
    this.answer(request, response)
  }

  private next(): void {
    this.busy = false
    const exchange = this.waiting.shift()
    if (exchange !== undefined && !exchange.request.socket.destroyed) this.begin(exchange)
  }
}
