import type { IssuedCertificate } from './certificates.ts'
import { certificateIdIn, type OcspState } from './ocsp-response.ts'
import { type Responding, RevocationResponder } from './revocation-responder.ts'
import { VehicleAuthority } from './vehicle-authority.ts'

export interface StationWish {
  readonly commonName: string
  readonly organization?: string
  /** Where it says it may be asked about. Default by OCSP. */
  readonly asks?: readonly ('ocsp' | 'list')[]
  /** Default a list of its own, with everything on it. */
  readonly listPath?: string
}

/** A certificate authority of somebody else's: issues certificates to stations, and tells whoever asks if they still hold. */
export class StationAuthority {
  readonly responder: RevocationResponder
  /** Of the certificate it was asked about last. */
  state: OcspState = 'good'
  readonly #root: VehicleAuthority
  /** By name of the station. */
  readonly #issued = new Map<string, VehicleAuthority>()
  readonly #revoked = new Set<string>()

  private constructor(root: VehicleAuthority, responder: RevocationResponder) {
    this.#root = root
    this.responder = responder
    responder.respond = this.answer
  }

  static async start(name = 'Station Works'): Promise<StationAuthority> {
    return new StationAuthority(await VehicleAuthority.create(name), await RevocationResponder.start())
  }

  get cert(): string {
    return this.#root.cert
  }

  async issue({
    commonName,
    organization,
    asks = ['ocsp'],
    listPath = `/list/${commonName}`,
  }: StationWish): Promise<IssuedCertificate> {
    const issued = await this.#root.issue({
      commonName,
      ...(organization === undefined ? {} : { organization }),
      ...(asks.includes('ocsp') ? { ocspUrl: this.responder.url(`/ocsp/${commonName}`) } : {}),
      ...(asks.includes('list') ? { listUrl: this.responder.url(listPath) } : {}),
      notAfter: new Date(Date.now() + 365 * 86_400_000),
    })
    this.#issued.set(commonName, issued)
    return { cert: issued.cert, key: String(issued.key.export({ type: 'pkcs8', format: 'pem' })) }
  }

  revoke(commonName: string): void {
    this.#revoked.add(commonName)
  }

  /** As it should be; a test may put another way of answering in its place. */
  readonly answer: Responding = async (request, response, path) => {
    const days = { thisUpdate: new Date(Date.now() - 60_000), nextUpdate: new Date(Date.now() + 3_600_000) }
    if (path.startsWith('/list')) {
      const revoked = [...this.#revoked].flatMap((name) => this.#issued.get(name) ?? [])
      response.end(await this.#root.revocationList(revoked, days))
      return
    }
    const state = this.#revoked.has(path.replace('/ocsp/', '')) ? 'revoked' : this.state
    response.end(this.#root.respond(certificateIdIn(request), state, days))
  }

  close(): Promise<void> {
    return this.responder.close()
  }
}
