import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a responder does with a request it has read whole; what it does not answer it leaves hanging. */
export type Responding = (request: Buffer, response: ServerResponse, path: string) => void | Promise<void>

/** A program that answers questions about revocation over HTTP, as the test wants: right or wrong. */
export class RevocationResponder {
  /** As 127.0.0.1:34567. */
  readonly host: string
  /** Requests so far, each with its method and path. */
  readonly asked: string[] = []
  respond: Responding = (_, response) => void response.end()
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
    const { port } = server.address() as AddressInfo
    this.host = `127.0.0.1:${port}`
    server.on('request', (request: IncomingMessage, response) => void this.#serve(request, response))
  }

  static async start(): Promise<RevocationResponder> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return new RevocationResponder(server)
  }

  url(path = '/'): string {
    return `http://${this.host}${path}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request
    this.asked.push(`${method} ${url}`)
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    await this.respond(Buffer.concat(pieces), response, url)
  }
}
