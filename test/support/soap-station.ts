import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { createServer as createTlsServer, request as httpsRequest } from 'node:https'
import { Mailbox } from './mailbox.ts'

export interface SoapAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

/** How a request differs from a proper one. */
export interface SoapWish {
  readonly identity?: string
  readonly namespace?: string
  /** Undefined for the next of its own; empty for none. */
  readonly messageId?: string
  readonly action?: string
  /** Where it says it listens; empty for nowhere. */
  readonly from?: string
  /** Header blocks besides, as XML. */
  readonly extra?: string
  readonly http?: Readonly<Record<string, string>>
  readonly encode?: (text: string) => Buffer
  readonly localAddress?: string
}

export const CS_15 = 'urn://Ocpp/Cs/2012/06/'
export const CS_16 = 'urn://Ocpp/Cs/2015/10/'

/** The hand of a test at the wire of a station that speaks SOAP: writes its XML itself, right or wrong. */
export class SoapStation {
  readonly url: string
  readonly identity: string
  readonly namespace: string
  readonly authorities: readonly string[]
  #lastId = 0

  constructor(
    url: string,
    identity: string,
    options: { readonly namespace?: string; readonly authorities?: readonly string[] } = {},
  ) {
    this.url = url
    this.identity = identity
    this.namespace = options.namespace ?? CS_16
    this.authorities = options.authorities ?? []
  }

  /** Sends a request whose body holds these elements, in the namespace of the central system's service. */
  say(action: string, elements = '', wish: SoapWish = {}): Promise<SoapAnswer> {
    return this.post(this.write(action, elements, wish), wish)
  }

  boot(wish: SoapWish = {}): Promise<SoapAnswer> {
    return this.say(
      'BootNotification',
      '<chargePointVendor>Acme</chargePointVendor><chargePointModel>One</chargePointModel>',
      wish,
    )
  }

  write(action: string, elements = '', wish: SoapWish = {}): string {
    this.#lastId += 1
    const { identity = this.identity, namespace = this.namespace, from = '', extra = '' } = wish
    const { messageId = `urn:uuid:${this.identity}-${this.#lastId}`, action: named = `/${action}` } = wish
    const body = `${action.slice(0, 1).toLowerCase()}${action.slice(1)}Request`
    return `<?xml version="1.0" encoding="UTF-8"?>
<env:Envelope xmlns:env="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing">
  <env:Header>
    ${identity === '' ? '' : `<ocpp:chargeBoxIdentity xmlns:ocpp="${namespace}" env:mustUnderstand="true">${identity}</ocpp:chargeBoxIdentity>`}
    ${named === '' ? '' : `<a:Action env:mustUnderstand="true">${named}</a:Action>`}
    ${messageId === '' ? '' : `<a:MessageID>${messageId}</a:MessageID>`}
    ${from === '' ? '' : `<a:From><a:Address>${from}</a:Address></a:From>`}
    <a:To env:mustUnderstand="true">${this.url}</a:To>${extra}
  </env:Header>
  <env:Body><${body} xmlns="${namespace}">${elements}</${body}></env:Body>
</env:Envelope>`
  }

  post(text: string, { http = {}, encode = Buffer.from, localAddress }: SoapWish = {}): Promise<SoapAnswer> {
    const url = new URL(this.url)
    const options = {
      method: 'POST',
      agent: false,
      headers: { 'Content-Type': 'application/soap+xml; charset=utf-8', ...http },
      ...(localAddress === undefined ? {} : { localAddress }),
    }
    return new Promise((resolve, reject) => {
      const sent =
        url.protocol === 'https:'
          ? httpsRequest(url, { ...options, ca: [...this.authorities] })
          : httpRequest(url, options)
      sent.once('error', reject)
      sent.once('response', (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.once('error', reject)
        response.once('end', () => {
          const { statusCode: status = 0, headers } = response
          resolve({ status, headers, text: Buffer.concat(chunks).toString() })
        })
      })
      sent.end(encode(text))
    })
  }
}

/** The text of the first element of this name, whatever its prefix. */
export function textOf({ text }: SoapAnswer, name: string): string | undefined {
  return new RegExp(`<(?:\\w+:)?${name}(?: [^>]*)?>([^<]*)<`).exec(text)?.[1]
}

/** Code and subcode of a fault. */
export function faultOf({ text }: SoapAnswer): string | undefined {
  const [code, subcode] = [...text.matchAll(/<soap:Value>\w+:(\w+)<\/soap:Value>/g)].map(([, word]) => word)
  return subcode === undefined ? code : `${code}/${subcode}`
}

export interface HeardCommand {
  readonly text: string
  readonly headers: IncomingHttpHeaders
  answer(status: number, text: string): void
}

/** Where a station listens: the test answers each request by hand. */
export class SoapEar {
  readonly heard = new Mailbox<HeardCommand>()
  readonly #server: Server
  readonly #host: string

  readonly #scheme: 'http' | 'https'

  private constructor(host: string, tls: { readonly cert: string; readonly key: string } | undefined) {
    this.#host = host
    this.#scheme = tls === undefined ? 'http' : 'https'
    const hear = (request: IncomingMessage, response: ServerResponse) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.once('end', () => {
        this.heard.push({
          text: Buffer.concat(chunks).toString(),
          headers: request.headers,
          answer: (status, text) => response.writeHead(status, { 'Content-Type': 'application/soap+xml' }).end(text),
        })
      })
    }
    this.#server = tls === undefined ? createServer(hear) : createTlsServer(tls, hear)
  }

  static async open(host = '127.0.0.1', tls?: { readonly cert: string; readonly key: string }): Promise<SoapEar> {
    const ear = new SoapEar(host, tls)
    await new Promise<void>((resolve) => ear.#server.listen({ host, port: 0 }, resolve))
    return ear
  }

  get url(): string {
    const bound = this.#server.address()
    if (bound === null || typeof bound === 'string') throw new Error('nobody listens')
    return `${this.#scheme}://${this.#host}:${bound.port}/`
  }

  close(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }
}

/** A response of the charge point's service. */
export function response(
  action: string,
  elements: string,
  relatesTo: string,
  namespace = 'urn://Ocpp/Cp/2015/10/',
): string {
  const body = `${action.slice(0, 1).toLowerCase()}${action.slice(1)}Response`
  return `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:Action>/${action}Response</a:Action><a:RelatesTo>${relatesTo}</a:RelatesTo></s:Header><s:Body><${body} xmlns="${namespace}">${elements}</${body}></s:Body></s:Envelope>`
}

export function fault(code: 'Sender' | 'Receiver', subcode: string, relatesTo: string): string {
  return `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:RelatesTo>${relatesTo}</a:RelatesTo></s:Header><s:Body><s:Fault><s:Code><s:Value>s:${code}</s:Value><s:Subcode><s:Value xmlns:o="urn://Ocpp/Cp/2015/10/">o:${subcode}</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">not today</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>`
}
