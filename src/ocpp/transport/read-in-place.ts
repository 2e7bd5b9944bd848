import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** What one read of the kernel brings at most; libuv asks for so much. */
const READ_BYTES = 65_536

/**
 * Where all sockets of the process that are read in place leave what has come. A read is told of before the next one begins, on
 * whichever socket, so one is enough; whatever is to last longer than the telling has to be copied.
 */
export const readBuffer = Buffer.allocUnsafeSlow(READ_BYTES)

/** How much has come; false: no more for now, until the stream asks for it. */
export type OnRead = (bytes: number) => boolean

/** The stand-ins for `onread` on a socket: Node takes that option where a socket is opened, and has no way to give it one that was accepted. */
const KEYS = ['kBuffer', 'kBufferCb'] as const
const keys = new Map<string, symbol>()

/**
 * Lets the kernel write what comes on a socket into `readBuffer`, instead of a new buffer of 64 KB for each read that is then cut to
 * size: the allocation, its collection and the stream around it cost more than reading does. What `onRead` does not take it
 * pushes into the stream.
 * @returns false where this Node or this kind of socket has no such thing: it goes on as before
 */
export function readInPlace(socket: Duplex, onRead: OnRead): boolean {
  // On Windows a buffer is the kernel's from before the read until after it, for each socket.
  if (!(socket instanceof Socket) || process.platform === 'win32') return false
  const [buffer, callback] = KEYS.map((name) => keyOf(socket, name))
  const handle: unknown = Reflect.get(socket, '_handle')
  if (buffer === undefined || callback === undefined || !takesBuffer(handle)) return false
  handle.useUserBuffer(readBuffer)
  Reflect.set(socket, buffer, readBuffer)
  Reflect.set(socket, callback, onRead)
  return true
}

function keyOf(socket: Socket, name: string): symbol | undefined {
  const known = keys.get(name)
  if (known !== undefined) return known
  const key = Object.getOwnPropertySymbols(socket).find(({ description }) => description === name)
  if (key !== undefined) keys.set(name, key)
  return key
}

function takesBuffer(handle: unknown): handle is { useUserBuffer(buffer: Buffer): void } {
  return typeof handle === 'object' && handle !== null && 'useUserBuffer' in handle
}
