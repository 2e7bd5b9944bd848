import type { Writable } from 'node:stream'
import { WebSocket } from 'ws'
import { type Deflate, releaseAfterEachMessage } from './compression.ts'
import type { StationConnection } from './connection.ts'
import type { StationConnections } from './station-connections.ts'
import { textFrame } from './text-frame.ts'

/** A WebSocket that knows whose it is, so that one set of listeners serves all of them. */
export class StationSocket extends WebSocket {
  #connection: StationConnection | undefined
  #connections: StationConnections | undefined
  // ws keeps negotiated extensions here, by name.
  declare readonly _extensions: { readonly 'permessage-deflate'?: Deflate }
  // And here what it writes to, while the connection stands.
  declare readonly _socket: Writable | null

  get isCompressed(): boolean {
    return this._extensions['permessage-deflate'] !== undefined
  }

  attach(connection: StationConnection, connections: StationConnections): void {
    this.#connection = connection
    this.#connections = connections
    const deflate = this._extensions['permessage-deflate']
    if (deflate !== undefined) releaseAfterEachMessage(deflate)
    this.on('message', onMessage)
    this.on('ping', onPing)
    this.on('pong', onPong)
    this.on('close', onClose)
  }

  /**
   * Sends a text message. ws hands header and payload to the kernel as two pieces; an answer is short and goes as one, which costs a third
   * less.
   */
  sendText(text: string): void {
    if (this.isCompressed || this._socket === null) this.send(text)
    else this._socket.write(textFrame(text))
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
