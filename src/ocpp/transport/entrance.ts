import type { Socket } from 'node:net'

/** Sockets let in at one turn of the event loop. */
export const AT_ONCE = 32

/**
 * Lets peers in that have begun to speak, a few at a time. Reading and judging a handshake takes many times what a message takes;
 * when a whole region comes back at once, the messages of those who are there already would otherwise stand behind all of it.
 */
export class Entrance {
  readonly #letIn: (socket: Socket) => void
  readonly #patienceMs: number
  /** Who has been accepted and is no connection of the server's yet, by its address. */
  readonly #outside = new Map<string, { readonly socket: Socket; gone(): void }>()
  readonly #waiting: { readonly socket: Socket; leave(): void }[] = []
  #pumping = false

  /**
   * @param letIn takes over a paused socket; what it has said so far is there to be read
   * @param patienceMs whoever says nothing for so long is hung up on
   */
  constructor(letIn: (socket: Socket) => void, patienceMs: number) {
    this.#letIn = letIn
    this.#patienceMs = patienceMs
  }

  /** Takes a socket that has just been accepted. */
  enter(socket: Socket): void {
    const peer = addressOf(socket)
    const leave = () => socket.destroy()
    const gone = () => {
      // The next one from there may have come before this one's end was told.
      if (this.#outside.get(peer)?.socket === socket) this.#outside.delete(peer)
    }
    this.#outside.set(peer, { socket, gone })
    socket.once('close', gone)
    socket.setTimeout(this.#patienceMs, leave)
    socket.once('end', leave)
    socket.once('error', leave)
    socket.once('data', (said) => {
      socket.setTimeout(0, leave)
      socket.off('end', leave)
      socket.pause()
      socket.unshift(said)
      this.#waiting.push({ socket, leave })
      if (!this.#pumping) this.#pumpNextTurn()
    })
  }

  /** This peer is in: from here on it is its server that ends the connection. */
  entered(socket: Socket): void {
    const peer = addressOf(socket)
    const one = this.#outside.get(peer)
    one?.socket.off('close', one.gone)
    this.#outside.delete(peer)
  }

  /** Hangs up on all who are not in. */
  destroy(): void {
    for (const { socket } of this.#outside.values()) socket.destroy()
    this.#waiting.length = 0
  }

  /** What goes wrong with one costs nobody who waits behind it. */
  #admit(socket: Socket): void {
    try {
      this.#letIn(socket)
    } catch {
      socket.destroy()
    }
  }

  #pumpNextTurn(): void {
    this.#pumping = true
    setImmediate(() => {
      for (const { socket, leave } of this.#waiting.splice(0, AT_ONCE)) {
        if (socket.destroyed) continue
        socket.off('error', leave)
        this.#admit(socket)
      }
      if (this.#waiting.length > 0) this.#pumpNextTurn()
      else this.#pumping = false
    })
  }
}

/** A socket and the one that TLS makes of it have the same. */
function addressOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}
