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
  readonly #silent = new Set<Socket>()
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
    const leave = () => {
      this.#silent.delete(socket)
      socket.destroy()
    }
    this.#silent.add(socket)
    socket.setTimeout(this.#patienceMs, leave)
    socket.once('end', leave)
    socket.once('error', leave)
    socket.once('data', (said) => {
      this.#silent.delete(socket)
      socket.setTimeout(0, leave)
      socket.off('end', leave)
      socket.pause()
      socket.unshift(said)
      this.#waiting.push({ socket, leave })
      if (!this.#pumping) this.#pumpNextTurn()
    })
  }

  /** Hangs up on all who are not in. */
  destroy(): void {
    for (const socket of this.#silent) socket.destroy()
    for (const { socket } of this.#waiting.splice(0)) socket.destroy()
    this.#silent.clear()
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
