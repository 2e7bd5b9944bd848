import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import {
  BasicConstraintsExtension,
  cryptoProvider,
  KeyUsageFlags,
  KeyUsagesExtension,
  Pkcs10CertificateRequest,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'
import { TestAuthority } from './certificates.ts'
import { encode } from './ocsp-response.ts'

cryptoProvider.set(webcrypto)

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const DAY_MS = 86_400_000
const SIGNED_DATA = Buffer.from('06092a864886f70d010702', 'hex')
const DATA = Buffer.from('06092a864886f70d010701', 'hex')

export const EST_USER = { user: 'chargewright', password: 'what the authority knows us by' } as const

interface Issuer {
  readonly certificate: X509Certificate
  readonly keys: webcrypto.CryptoKeyPair
}

/** A certificate authority with a program that speaks EST (RFC 7030), as the test wants: right or wrong. */
export class EstServer {
  /** As https://127.0.0.1:34567/.well-known/est. */
  readonly url: string
  /** By which its own certificate is trusted, PEM. */
  readonly trust: string
  readonly root: Issuer
  readonly #issuing: Issuer
  /** Requests so far, each with its method and the end of its path. */
  readonly asked: string[] = []
  /** Subjects of the requests that came. */
  readonly subjects: string[] = []
  /** In place of an answer; undefined: as it should be. */
  misbehave: ((response: ServerResponse) => void) | undefined
  readonly #server: Server
  #serial = 0x20

  private constructor(server: Server, trust: string, root: Issuer, issuing: Issuer) {
    this.#server = server
    this.trust = trust
    this.root = root
    this.#issuing = issuing
    this.url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/.well-known/est`
    server.on('request', (request: IncomingMessage, response) => void this.#serve(request, response))
  }

  static async start(): Promise<EstServer> {
    const web = await TestAuthority.create('Of the web')
    const server = createServer(await web.issue({ commonName: '127.0.0.1' }))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const root = await newIssuer('Operator Root')
    return new EstServer(server, web.cert, root, await newIssuer('Operator Issuing', root))
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request
    const operation = url.replace(/^.*\//, '')
    this.asked.push(`${method} ${operation}`)
    const pieces: Buffer[] = []
    for await (const piece of request) pieces.push(piece)
    if (this.misbehave !== undefined) return this.misbehave(response)
    if (operation === 'cacerts') return answer(response, [this.#issuing.certificate, this.root.certificate])
    const { user, password } = EST_USER
    if (headers.authorization !== `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`) {
      response.writeHead(401).end()
      return
    }
    answer(response, [await this.#issue(Buffer.from(Buffer.concat(pieces).toString(), 'base64'))])
  }

  async #issue(der: Buffer): Promise<X509Certificate> {
    const csr = new Pkcs10CertificateRequest(new Uint8Array(der))
    this.subjects.push(csr.subject)
    this.#serial += 1
    return await X509CertificateGenerator.create({
      serialNumber: this.#serial.toString(16),
      issuer: this.#issuing.certificate.subject,
      subject: csr.subject,
      publicKey: csr.publicKey,
      signingKey: this.#issuing.keys.privateKey,
      signingAlgorithm: algorithm,
      ...validity(),
      extensions: [new BasicConstraintsExtension(false, undefined, true)],
    })
  }
}

/** "Certs-only": a signedData that signs nothing and holds certificates, in base64. */
function answer(response: ServerResponse, certificates: readonly X509Certificate[]): void {
  const [empty, version] = [encode(0x31), Buffer.of(2, 1, 1)]
  const bag = encode(0xa0, ...certificates.map(({ rawData }) => Buffer.from(rawData)))
  const signedData = encode(0x30, version, empty, encode(0x30, DATA), bag, empty)
  const message = encode(0x30, SIGNED_DATA, encode(0xa0, signedData))
  response.writeHead(200, { 'Content-Type': 'application/pkcs7-mime; smime-type=certs-only' })
  response.end(message.toString('base64').replaceAll(/(.{64})/g, '$1\r\n'))
}

async function newIssuer(commonName: string, signer?: Issuer): Promise<Issuer> {
  const keys = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.create({
    serialNumber: signer === undefined ? '01' : '02',
    issuer: signer?.certificate.subject ?? `CN=${commonName}`,
    subject: `CN=${commonName}`,
    publicKey: keys.publicKey,
    signingKey: signer?.keys.privateKey ?? keys.privateKey,
    signingAlgorithm: algorithm,
    ...validity(),
    extensions: [
      new BasicConstraintsExtension(true, signer === undefined ? 2 : 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
    ],
  })
  return { certificate, keys }
}

function validity() {
  return { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + 365 * DAY_MS) }
}
