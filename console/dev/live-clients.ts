import type { ServerResponse } from 'node:http'
import type { LiveEnvelope } from '../src/api/types.ts'

/** Everybody who follows `/live`. */
export class LiveClients {
  readonly #clients = new Map<ServerResponse, string | undefined>()

  add(response: ServerResponse, stationId: string | undefined): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(': welcome\n\n')
    this.#clients.set(response, stationId)
    response.on('close', () => this.#clients.delete(response))
  }

  send(envelope: LiveEnvelope): void {
    const text = `event: ${envelope.kind}\ndata: ${JSON.stringify(envelope)}\n\n`
    for (const [response, stationId] of this.#clients) {
      if (stationId === undefined ? envelope.kind !== 'message' : stationId === envelope.stationId) response.write(text)
    }
  }

  resync(): void {
    for (const response of this.#clients.keys()) response.write('event: resync\ndata: {}\n\n')
  }

  /** Breaks every stream, as a restart of the platform would. */
  drop(): void {
    for (const response of this.#clients.keys()) response.destroy()
    this.#clients.clear()
  }

  get size(): number {
    return this.#clients.size
  }
}
