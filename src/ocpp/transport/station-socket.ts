import type { Duplex } from 'node:stream'
import { WebSocket } from 'ws'
import { type Deflate, releaseAfterEachMessage } from './compression.ts'
import type { StationConnection } from './connection.ts'
import { readBuffer, readInPlace } from './read-in-place.ts'
import type { StationConnections } from './station-connections.ts'
import { textFrame } from './text-frame.ts'
import { frameBytes, wholeText, wholeTextEnd } from './whole-text.ts'

/** What ws has read of a message that is not whole yet, or is still inflating; it begins each frame in state 0. */
interface Receiver {
  readonly _state: number
  readonly _bufferedBytes: number
  readonly _fragmented: number
}

const read = frameBytes(readBuffer)

/** A WebSocket that knows whose it is, so that one set of listeners serves all of them. */
export class StationSocket extends WebSocket {
  #connection: StationConnection | undefined
  #connections: StationConnections | undefined
  // ws keeps negotiated extensions here, by name.
  declare readonly _extensions: { readonly 'permessage-deflate'?: Deflate }
  // And here what it reads from and writes to, while the connection stands.
  declare readonly _socket: Duplex | null
  declare readonly _receiver: Receiver | null

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
    const socket = this._socket
    if (socket === null) return
    const inPlace = readInPlace(socket, (bytes) => this.#read(socket, bytes))
    if (!inPlace) socket.on('data', ({ length }: Buffer) => this.#came(0, length))
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
    if (this.#connection === undefined) return
    this.#came(1)
    if (isBinary) this.#connections?.receiveBinary(this.#connection)
    else this.#connections?.receive(this.#connection, data.toString('utf8'))
  }

  pinged(data: Buffer): void {
    this.ponged()
    this.#connection?.pong(data)
  }

  ponged(): void {
    this.#came(1)
    if (this.#connection !== undefined) this.#connections?.seen(this.#connection)
  }

  closed(code: number, reason: string): void {
    if (this.#connection !== undefined) this.#connections?.closed(this.#connection, this, code, reason)
  }

  /**
   * Takes the whole text messages that have come, which is what stations send; ws gets everything from the first byte that is something
   * else, and until it has read it to its end.
   */
  #read(socket: Duplex, count: number): boolean {
    const texts: string[] = []
    let taken = 0
    let end = this.#isAtRest(socket) ? this.#wholeTextEnd(0, count) : 0
    while (end > 0) {
      const text = wholeText(read, taken, end)
      if (text === undefined) break
      texts.push(text)
      taken = end
      end = this.#wholeTextEnd(taken, count)
    }
    this.#came(texts.length, count)
    const rest = taken < count ? Buffer.from(readBuffer.subarray(taken, count)) : undefined
    for (const text of texts) if (this.#connection !== undefined) this.#connections?.receive(this.#connection, text)
    return rest === undefined || socket.push(rest)
  }

  /**
   * All that came before has been taken: ws has no part of a message, the stream nothing that waits to be read. While it is not to be
   * read, the stream goes on by itself until it has enough.
   */
  #isAtRest(socket: Duplex): boolean {
    const receiver = this._receiver
    return (
      receiver !== null &&
      !this.isPaused &&
      receiver._state === 0 &&
      receiver._bufferedBytes === 0 &&
      receiver._fragmented === 0 &&
      socket.readableLength === 0
    )
  }

  #came(messages: number, bytes = 0): void {
    if (this.#connection !== undefined) this.#connections?.came(this.#connection, messages, bytes)
  }

  #wholeTextEnd(start: number, count: number): number {
    return wholeTextEnd(readBuffer, start, count, this.#connections?.maxFrameBytes ?? 0)
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
