import { certificateIdIn, type OcspState } from './ocsp-response.ts'
import { RevocationResponder } from './revocation-responder.ts'
import { type IssueWish, VehicleAuthority } from './vehicle-authority.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

interface Branch {
  readonly issuer: VehicleAuthority
  /** Path at the responder by which it is asked about what it has issued. */
  readonly path: string
}

export interface CarChain {
  readonly chain: string
  /** The car's own certificate. */
  readonly own: VehicleAuthority
  /** Where the list is that it may be on. */
  readonly listPath: string
}

/**
 * The authorities of Plug & Charge: a V2G root over stations and cars, a root over contracts, and one responder that speaks
 * for all of them, each under a path of its own.
 */
export class V2gWorld {
  readonly responder: RevocationResponder
  readonly v2gRoot: VehicleAuthority
  readonly contractRoot: VehicleAuthority
  /** Between the V2G root and stations, asked about at `/v2g`; it answers at `/stations`. */
  readonly stations: VehicleAuthority
  /** Between the root of contracts and contracts, asked about at `/mo`; it answers at `/contracts`. */
  readonly provider: VehicleAuthority
  /** What is said at a path; good unless it is here. */
  readonly states = new Map<string, OcspState>()
  /** Cars that are on the lists of their makers. */
  readonly listed: VehicleAuthority[] = []
  /** Whether it is said until when an answer holds; only then may it be kept. */
  lasts = false
  /** Between the V2G root and cars, asked about at `/v2g`; each has a list of its own, by its path. */
  readonly #makers = new Map<string, VehicleAuthority>()
  /** Nobody answers at these paths. */
  readonly away = new Set<string>()

  private constructor(
    responder: RevocationResponder,
    roots: [VehicleAuthority, VehicleAuthority],
    subs: readonly VehicleAuthority[],
  ) {
    this.responder = responder
    ;[this.v2gRoot, this.contractRoot] = roots
    const [stations = roots[0], provider = roots[1]] = subs
    this.stations = stations
    this.provider = provider
    responder.respond = async (request, response, path) => {
      const days = {
        thisUpdate: new Date(Date.now() - HOUR_MS),
        ...(this.lasts ? { nextUpdate: new Date(Date.now() + DAY_MS) } : {}),
      }
      const maker = this.#makers.get(path)
      const branch = this.#branches().find((one) => one.path === path)
      if (this.away.has(path)) response.destroy()
      else if (maker !== undefined) response.end(await maker.revocationList(this.listed, days))
      else if (branch === undefined) response.writeHead(404).end()
      else response.end(branch.issuer.respond(certificateIdIn(request), this.states.get(path) ?? 'good', days))
    }
  }

  static async open(): Promise<V2gWorld> {
    const responder = await RevocationResponder.start()
    const v2g = await VehicleAuthority.create('V2G Root')
    const contracts = await VehicleAuthority.create('MO Root')
    const ocspUrl = responder.url('/v2g')
    const subs = [
      await v2g.issue({ commonName: 'CPO Sub', ca: true, ocspUrl }),
      await contracts.issue({ commonName: 'MO Sub', ca: true, ocspUrl: responder.url('/mo') }),
    ]
    return new V2gWorld(responder, [v2g, contracts], subs)
  }

  /** A V2G chain for a station, PEM. */
  async stationChain(commonName: string): Promise<string> {
    const own = await this.stations.issue({ commonName, ocspUrl: this.responder.url('/stations') })
    return chainOf(own, this.stations)
  }

  /** A chain for a car of ISO 15118-20, PEM, of a maker of its own: its certificate is asked about by a list. */
  async carChain(commonName: string): Promise<CarChain> {
    const maker = await this.v2gRoot.issue({ commonName: 'OEM Sub', ca: true, ocspUrl: this.responder.url('/v2g') })
    const listPath = `/makers/${this.#makers.size}.crl`
    this.#makers.set(listPath, maker)
    const own = await maker.issue({ commonName, listUrl: this.responder.url(listPath) })
    return { chain: chainOf(own, maker), own, listPath }
  }

  async contract(emaid: string, more: Partial<IssueWish> = {}): Promise<{ emaid: string; chain: string }> {
    const notAfter = new Date(Date.now() + 365 * DAY_MS)
    const ocspUrl = this.responder.url('/contracts')
    const own = await this.provider.issue({ commonName: emaid, notAfter, ocspUrl, ...more })
    return { emaid, chain: chainOf(own, this.provider) }
  }

  /** Everything is good again, and nobody has asked. */
  reset(): void {
    this.states.clear()
    this.away.clear()
    this.listed.length = 0
    this.lasts = false
    this.responder.asked.length = 0
  }

  close(): Promise<void> {
    return this.responder.close()
  }

  #branches(): readonly Branch[] {
    return [
      { issuer: this.v2gRoot, path: '/v2g' },
      { issuer: this.contractRoot, path: '/mo' },
      { issuer: this.stations, path: '/stations' },
      { issuer: this.provider, path: '/contracts' },
    ]
  }
}

function chainOf(...certificates: readonly VehicleAuthority[]): string {
  return certificates.map(({ cert }) => cert).join('\n')
}
