import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

/** Where all sockets leave what they have read, one read at a time; a buffer of its own for each read costs more than reading. */
const read = Buffer.alloc(65_536)

const SHORT = 126
const TWO_BYTES = 126
const EIGHT_BYTES = 127
const MASKED = 0x80
const FINAL_TEXT = 0x81
const TEXT = 1
const PING = 9
const CLOSE = 8

/** Hears a text by its bytes, which stand from `from` to `to` and last no longer than the call. */
export type OnText = (data: Buffer, from: number, to: number) => void

/**
 * The client's end of a WebSocket with as little work as it can be done with (RFC 6455), so that the load generator leaves the machine to
 * the server: what it sends is made in one piece under the mask 0, and what it reads is looked at once.
 */
export class LoadSocket {
  readonly #socket: Socket
  readonly #onText: OnText
  #rest: Buffer | undefined

  private constructor(socket: Socket, onText: OnText) {
    this.#socket = socket
    this.#onText = onText
  }

  /** @throws Error when the server does not upgrade the connection. */
  static open(url: string, subprotocol: string, onText: OnText, onClose: () => void): Promise<LoadSocket> {
    const { hostname, port, pathname } = new URL(url)
    return new Promise((resolve, reject) => {
      let hear = (said: Buffer) => {
        answer = Buffer.concat([answer, said])
        const end = answer.indexOf('\r\n\r\n')
        if (end < 0) return
        const [status = ''] = answer.toString('latin1', 0, end).split('\r\n')
        if (!status.startsWith('HTTP/1.1 101')) {
          refuse(new Error(`The server answered ${status}`))
          return
        }
        const opened = new LoadSocket(socket, onText)
        hear = (text) => opened.#read(text)
        socket.off('close', refuseClosed)
        socket.on('close', onClose)
        resolve(opened)
        opened.#read(answer.subarray(end + 4))
      }
      let answer = Buffer.alloc(0)
      const callback = (bytes: number) => {
        hear(read.subarray(0, bytes))
        return true
      }
      const socket = connect({ host: hostname, port: Number(port), noDelay: true, onread: { buffer: read, callback } })
      const refuse = (reason: Error) => {
        socket.destroy()
        reject(reason)
      }
      const refuseClosed = () => refuse(new Error('The connection ended before its upgrade'))
      socket.on('error', refuse)
      socket.on('close', refuseClosed)
      socket.write(
        `GET ${pathname} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}\r\nSec-WebSocket-Version: 13\r\n` +
          `Sec-WebSocket-Protocol: ${subprotocol}\r\n\r\n`,
      )
    })
  }

  /** Sends what {@link clientFrame} made. */
  send(frame: Buffer): void {
    this.#socket.write(frame)
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #read(data: Buffer): void {
    const all = this.#rest === undefined ? data : Buffer.concat([this.#rest, data])
    let at = 0
    for (;;) {
      const end = this.#readFrame(all, at)
      if (end === undefined) break
      at = end
    }
    this.#rest = at === all.length ? undefined : Buffer.from(all.subarray(at))
  }

  /** Where the frame that begins at `at` ends; undefined while it is not whole. */
  #readFrame(data: Buffer, at: number): number | undefined {
    if (data.length - at < 2) return undefined
    const opcode = (data[at] ?? 0) & 0x0f
    let length = data[at + 1] ?? 0
    let from = at + 2
    if (length === TWO_BYTES) {
      if (data.length - at < 4) return undefined
      length = data.readUInt16BE(from)
      from += 2
    } else if (length === EIGHT_BYTES) throw new RangeError('The load generator expects no answers that large')
    const to = from + length
    if (data.length < to) return undefined
    if (opcode === TEXT) this.#onText(data, from, to)
    else if (opcode === PING) this.#pong(data.subarray(from, to))
    else if (opcode === CLOSE) this.#socket.end()
    return to
  }

  #pong(payload: Buffer): void {
    this.#socket.write(Buffer.concat([Buffer.from([0x8a, MASKED | payload.length, 0, 0, 0, 0]), payload]))
  }
}

/** A text of ASCII as a client sends it, under the mask 0 (RFC 6455 §5.3). */
export function clientFrame(text: string): Buffer {
  const { length } = text
  if (length > 0xffff) throw new RangeError('The load generator sends no messages that large')
  const head = length < SHORT ? 6 : 8
  const frame = Buffer.alloc(head + length)
  frame[0] = FINAL_TEXT
  frame[1] = MASKED | (length < SHORT ? length : TWO_BYTES)
  if (length >= SHORT) frame.writeUInt16BE(length, 2)
  frame.write(text, head, 'latin1')
  return frame
}
