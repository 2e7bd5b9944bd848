import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Contract } from './contract-wallet.ts'
import { readRequest, writeMessage } from './iso-message.ts'

const LONGEST_BODY = 100_000

interface Answer {
  readonly status: number
  readonly body?: object
}

/** A pool of contract certificates, as it speaks with the operators of stations (OPCP 1.0, `ccp`). */
export class ContractPool {
  readonly #server: Server
  /** Contracts of each car, by its provisioning certificate; the default one first. */
  readonly contracts = new Map<string, readonly Contract[]>()
  /** What whoever asks has to show. */
  token = 'first-token'
  /** What its tokens are given out for, at `/oauth/token`. */
  readonly client = { id: 'operator', secret: 'what the pool knows the operator by', audience: 'contracts' }
  /** Tokens that were given out. */
  tokens = 0
  /** Cuts every connection. */
  isAway = false
  /** Takes requests and answers none. */
  isSilent = false
  /** In place of any answer. */
  nonsense: string | undefined
  /** Requests that were believed: which car, and which edition of ISO 15118. */
  readonly asked: { readonly pcid: string; readonly namespace: string }[] = []
  #heard: (() => void)[] = []

  private constructor(server: Server) {
    this.#server = server
    server.on('request', (request, response) => {
      if (this.isAway) {
        response.destroy()
        return
      }
      void this.#answer(request).then(({ status, body }) => {
        for (const tell of this.#heard.splice(0)) tell()
        if (this.isSilent) return
        response.writeHead(status, { 'Content-Type': 'application/json' })
        response.end(this.nonsense ?? (body === undefined ? '' : JSON.stringify(body)))
      })
    })
  }

  /** Listens on any free port of this machine. */
  static async open(): Promise<ContractPool> {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return new ContractPool(server)
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo
    return `http://127.0.0.1:${port}`
  }

  /** Resolves when the next request has been read. */
  next(): Promise<void> {
    return new Promise((resolve) => this.#heard.push(resolve))
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const body = await readBody(request)
    if (request.url === '/oauth/token') return this.#giveToken(body)
    if (request.method !== 'POST' || request.url !== '/v1/ccp/signedContractData') return { status: 405 }
    if (request.headers.authorization !== `Bearer ${this.token}`) return { status: 401 }
    const { certificateInstallationReq, xsdMsgDefNamespace }: Readonly<Record<string, unknown>> = Object(
      JSON.parse(body),
    )
    const asked = readRequest(String(certificateInstallationReq))
    if (asked === undefined) return { status: 400, body: { errorMessages: ['EXI format is invalid!'] } }
    this.asked.push({ pcid: asked.pcid, namespace: String(xsdMsgDefNamespace) })
    const all = this.contracts.get(asked.pcid) ?? []
    const found = asked.emaid === undefined ? all : all.filter(({ emaid }) => emaid === asked.emaid)
    if (found.length === 0) return { status: 404, body: { errorMessages: ['Contract or Vehicle not found.'] } }
    const emaidContent = found.map((contract) => ({
      messageDef: { certificateInstallationRes: writeMessage(contract), emaid: contract.emaid },
    }))
    return { status: 200, body: { CCPResponse: { emaidContent } } }
  }

  /** By client credentials (RFC 6749 §4.4). */
  #giveToken(body: string): Answer {
    const asked = new URLSearchParams(body)
    const { id, secret, audience } = this.client
    const isKnown = asked.get('client_id') === id && asked.get('client_secret') === secret
    if (!isKnown || asked.get('audience') !== audience) return { status: 401 }
    this.tokens += 1
    return { status: 200, body: { access_token: this.token, token_type: 'Bearer', expires_in: 3_600 } }
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of request) {
    const bytes = Buffer.from(piece)
    length += bytes.length
    if (length > LONGEST_BODY) return '{}'
    pieces.push(bytes)
  }
  return Buffer.concat(pieces).toString('utf8')
}
