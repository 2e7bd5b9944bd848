import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Whom a VAT number belongs to, as the register tells it. */
export interface RegisteredCompany {
  readonly name: string
  /** In lines, the city in the last. */
  readonly address: string
}

/** A register of VAT numbers that speaks as that of the European Union does (VIES). */
export class VatRegister {
  readonly #server: Server
  /** By country and number, as DE123456789. */
  readonly companies = new Map<string, RegisteredCompany>()
  /** Paths that were asked for. */
  readonly asked: string[] = []
  /** In place of an answer: the connection is cut, the member state is away, or what comes is no answer. */
  trouble: 'cut' | 'member-state-away' | 'nonsense' | undefined

  private constructor(server: Server) {
    this.#server = server
    server.on('request', ({ url = '' }, response) => {
      this.asked.push(url)
      if (this.trouble === 'cut') response.destroy()
      else response.writeHead(200, { 'Content-Type': 'application/json' }).end(this.#answer(url))
    })
  }

  /** Listens on any free port of this machine. */
  static async open(): Promise<VatRegister> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return new VatRegister(server)
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo
    return `http://127.0.0.1:${port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  #answer(url: string): string {
    if (this.trouble === 'nonsense') return '<html>closed on Sundays</html>'
    const [, country = '', number = ''] = /^\/ms\/([A-Z]{2})\/vat\/(.+)$/.exec(url) ?? []
    if (this.trouble !== undefined) return JSON.stringify({ isValid: false, userError: 'MS_UNAVAILABLE' })
    const company = this.companies.get(`${country}${decodeURIComponent(number)}`)
    if (company === undefined)
      return JSON.stringify({ isValid: false, userError: 'INVALID', name: '---', address: '---' })
    return JSON.stringify({ isValid: true, userError: 'VALID', ...company })
  }
}
