import { WebSocket } from 'ws'
import type { StationConnection } from './connection.ts'
import type { StationConnections } from './station-connections.ts'

/** The part of ws's compression that frees what it holds between messages; ws exports the class, its types do not. */
interface Compression {
  cleanup(): void
}

/** A WebSocket that knows whose it is, so that one set of listeners serves all of them. */
export class StationSocket extends WebSocket {
  #connection: StationConnection | undefined
  #connections: StationConnections | undefined
  // ws keeps negotiated extensions here, by name.
  declare readonly _extensions: { readonly 'permessage-deflate'?: Compression }

  get isCompressed(): boolean {
    return this._extensions['permessage-deflate'] !== undefined
  }

  attach(connection: StationConnection, connections: StationConnections): void {
    this.#connection = connection
    this.#connections = connections
    this.on('message', onMessage)
    this.on('ping', onPing)
    this.on('pong', onPong)
    this.on('close', onClose)
  }

  /** Frees what zlib holds for this connection; it comes back when needed. Only while nothing is under way. */
  releaseCompression(): void {
    if (this.bufferedAmount === 0) this._extensions['permessage-deflate']?.cleanup()
  }

  message(data: Buffer, isBinary: boolean): void {
    if (this.#connection !== undefined) this.#connections?.receive(this.#connection, data, isBinary)
  }

  pinged(data: Buffer): void {
    this.ponged()
    this.#connection?.pong(data)
  }

  ponged(): void {
    if (this.#connection !== undefined) this.#connections?.seen(this.#connection)
  }

  closed(code: number, reason: string): void {
    if (this.#connection !== undefined) this.#connections?.closed(this.#connection, this, code, reason)
  }
}

function onMessage(this: WebSocket, data: unknown, isBinary: boolean): void {
  if (this instanceof StationSocket && Buffer.isBuffer(data)) this.message(data, isBinary)
}

function onPing(this: WebSocket, data: Buffer): void {
  if (this instanceof StationSocket) this.pinged(data)
}

function onPong(this: WebSocket): void {
  if (this instanceof StationSocket) this.ponged()
}

function onClose(this: WebSocket, code: number, reason: Buffer): void {
  if (this instanceof StationSocket) this.closed(code, reason.toString('utf8'))
}
