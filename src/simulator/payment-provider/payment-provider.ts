import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isDeepStrictEqual } from 'node:util'

const ORDER_TYPES = ['settle', 'capture', 'refund'] as const

/** What a management system asks a provider to take, or to give back. */
export interface TakenOrder {
  readonly type: (typeof ORDER_TYPES)[number]
  readonly paymentId: string
  /** Which order of its payment. */
  readonly number: number
  readonly reference: string
  readonly amount: string
  /** What is to have been taken in all with it. */
  readonly total: string
  readonly currency?: string
}

const LONGEST_BODY = 100_000
const CLOCK_DOUBT_S = 300

/**
 * The program of a payment service provider, or of a kiosk: holds money, takes what it is told, once for a payment, and each
 * correction of it once.
 */
export class PaymentProvider {
  readonly #server: Server
  readonly #orders = new Map<string, TakenOrder>()
  #heard: (() => void)[] = []
  /** What signs what it believes. */
  secret = ''
  /** Requests it still answers with 503 before it works again. */
  failures = 0
  /** Requests it still answers with 422: it will never do that. */
  refusals = 0
  /** Requests it still takes without answering: the connection is cut. */
  silences = 0
  /** Requests that came, believed or not. */
  requests = 0
  /** Requests it did not believe. */
  rejected = 0

  constructor(server: Server) {
    this.#server = server
    server.on('request', (request, response) => {
      void this.#hear(request).then((status) => {
        if (status === undefined) response.destroy()
        else response.writeHead(status).end()
        for (const tell of this.#heard.splice(0)) tell()
      })
    })
  }

  /** Listens on any free port of this machine. */
  static async open(): Promise<PaymentProvider> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return new PaymentProvider(server)
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo
    return `http://127.0.0.1:${port}/settle`
  }

  /** What it has taken. */
  get orders(): readonly TakenOrder[] {
    return [...this.#orders.values()]
  }

  /** Resolves with the next request, whatever becomes of it. */
  next(): Promise<void> {
    return new Promise((resolve) => this.#heard.push(resolve))
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #hear(request: IncomingMessage): Promise<number | undefined> {
    this.requests += 1
    const body = await readBody(request)
    if (this.failures > 0) {
      this.failures -= 1
      return 503
    }
    const order = this.#isBelieved(request, body) ? readOrder(body) : undefined
    const key = order === undefined || order.number === 1 ? order?.paymentId : `${order.paymentId}-${order.number}`
    if (order === undefined || key === undefined || request.headers['idempotency-key'] !== key) {
      this.rejected += 1
      return 401
    }
    if (this.refusals > 0) {
      this.refusals -= 1
      return 422
    }
    const before = this.#orders.get(key)
    // What was told once is never something else under the same key.
    if (before !== undefined && !isDeepStrictEqual(before, order)) return 409
    this.#orders.set(key, order)
    if (this.silences === 0) return 202
    this.silences -= 1
    return undefined
  }

  #isBelieved({ headers }: IncomingMessage, body: string): boolean {
    const [, seconds, sent] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['x-chargewright-signature'])) ?? []
    if (seconds === undefined || sent === undefined) return false
    if (Math.abs(Date.now() / 1000 - Number(seconds)) > CLOCK_DOUBT_S) return false
    const due = createHmac('sha256', this.secret).update(`${seconds}.${body}`).digest()
    return timingSafeEqual(due, Buffer.from(sent, 'hex'))
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk)
    length += bytes.length
    if (length > LONGEST_BODY) return ''
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function readOrder(body: string): TakenOrder | undefined {
  const read: Record<string, unknown> = Object(JSON.parse(body))
  const { paymentId, number, reference, amount, total, currency } = read
  const type = ORDER_TYPES.find((known) => known === read.type)
  if (type === undefined || typeof paymentId !== 'string' || typeof reference !== 'string') return undefined
  if (typeof amount !== 'string' || typeof total !== 'string' || typeof number !== 'number') return undefined
  return { type, paymentId, number, reference, amount, total, ...(typeof currency === 'string' ? { currency } : {}) }
}
