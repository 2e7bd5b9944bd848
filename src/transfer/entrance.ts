import type { Server, Socket } from 'node:net'
import { AttemptBudget } from '#domain/files'
import type { Clock } from '#kernel'

/** Connections of one address at a time: a station needs one, behind one address there may be many. */
const MOST_OF_ONE_ADDRESS = 16
/** Connections for each transfer there may be: some are still signing in, some are saying goodbye. */
const CONNECTIONS_PER_TRANSFER = 2
/** Wrong passwords one address may show in an hour. */
const WRONG_PER_HOUR = 60

/** Lets connections in as long as there is room, and remembers who has tried to guess. */
export class Entrance {
  readonly #wrong: AttemptBudget
  readonly #atOnce: number
  readonly #inside = new Set<Socket>()
  readonly #byAddress = new Map<string, number>()
  #underWay = 0

  constructor(clock: Clock, transfersAtOnce: number) {
    this.#wrong = new AttemptBudget(clock, WRONG_PER_HOUR)
    this.#atOnce = transfersAtOnce
  }

  /** False when the connection was closed at once. Otherwise it counts until it closes. */
  letIn(socket: Socket): boolean {
    const address = socket.remoteAddress ?? ''
    const there = this.#byAddress.get(address) ?? 0
    socket.on('error', () => socket.destroy())
    if (
      this.#inside.size >= this.#atOnce * CONNECTIONS_PER_TRANSFER ||
      there >= MOST_OF_ONE_ADDRESS ||
      !this.#wrong.mayTry(address)
    ) {
      socket.destroy()
      return false
    }
    this.#inside.add(socket)
    this.#byAddress.set(address, there + 1)
    socket.once('close', () => {
      this.#inside.delete(socket)
      const left = (this.#byAddress.get(address) ?? 1) - 1
      if (left > 0) this.#byAddress.set(address, left)
      else this.#byAddress.delete(address)
    })
    return true
  }

  /** Somebody at this address has shown a wrong password. */
  wrong(address: string): void {
    this.#wrong.count(address)
  }

  mayTry(address: string): boolean {
    return this.#wrong.mayTry(address)
  }

  /** Carries out a transfer, or gives undefined where too many are under way. */
  async transfer<T>(work: () => Promise<T>): Promise<{ readonly result: T } | undefined> {
    if (this.#underWay >= this.#atOnce) return undefined
    this.#underWay += 1
    try {
      return { result: await work() }
    } finally {
      this.#underWay -= 1
    }
  }

  /** Closes every connection. */
  clear(): void {
    for (const socket of this.#inside) socket.destroy()
  }
}

/** Listens, and says at which port. @throws the system's error when that cannot be had */
export async function listening(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}

export function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}
