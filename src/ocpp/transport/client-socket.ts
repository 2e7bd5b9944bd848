import { WebSocket } from 'ws'
import type { OcppVersion } from '#ocpp/rpc'
import type { ClientHandler, OcppClientConnection } from './client.ts'

/** A station's end of a WebSocket. Listeners are shared; what they need they find on the socket. */
export class ClientSocket extends WebSocket {
  identity = ''
  handler: ClientHandler | undefined
  connection: OcppClientConnection | undefined

  /** The handshake is done: from now on frames and the close go to the handler. */
  opened(version: OcppVersion): OcppClientConnection {
    const connection = new ClientConnection(this, this.identity, version)
    this.connection = connection
    this.removeAllListeners('error')
    this.removeAllListeners('unexpected-response')
    this.on('error', ignore)
    this.on('message', onMessage)
    this.on('close', onClose)
    return connection
  }
}

class ClientConnection implements OcppClientConnection {
  readonly identity: string
  readonly version: OcppVersion
  readonly #socket: ClientSocket

  constructor(socket: ClientSocket, identity: string, version: OcppVersion) {
    this.#socket = socket
    this.identity = identity
    this.version = version
  }

  get isCompressed(): boolean {
    return this.#socket.extensions.includes('permessage-deflate')
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount
  }

  send(text: string): boolean {
    if (!this.isOpen) return false
    this.#socket.send(text)
    return true
  }

  close(code = 1000, reason = ''): void {
    this.#socket.close(code, reason)
  }

  terminate(): void {
    this.#socket.terminate()
  }

  ping(): void {
    if (this.isOpen) this.#socket.ping()
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }
}

function onMessage(this: WebSocket, data: unknown, isBinary: boolean): void {
  if (!(this instanceof ClientSocket) || this.connection === undefined || isBinary || !Buffer.isBuffer(data)) return
  this.handler?.onFrame(this.connection, data.toString('utf8'))
}

function onClose(this: WebSocket, code: number, reason: Buffer): void {
  if (!(this instanceof ClientSocket) || this.connection === undefined) return
  this.handler?.onClose?.(this.connection, code, reason.toString('utf8'))
}

/** A close follows every error, and tells. */
function ignore(): void {}
