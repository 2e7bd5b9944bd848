import type { Socket } from 'node:net'

/** How many sockets may be open at once, at all doors that share it. */
export class SocketBudget {
  readonly #most: number
  readonly #onFull: (most: number) => void
  #open = 0
  readonly #give = () => {
    this.#open -= 1
  }

  /** @param onFull told of each socket that is hung up on because there are so many */
  constructor(most: number, onFull: (most: number) => void = () => {}) {
    this.#most = most
    this.#onFull = onFull
  }

  /** Counts a socket until it is closed; one too many is closed at once, and false. */
  take(socket: Socket): boolean {
    if (this.#open >= this.#most) {
      socket.destroy()
      this.#onFull(this.#most)
      return false
    }
    this.#open += 1
    socket.once('close', this.#give)
    return true
  }
}
