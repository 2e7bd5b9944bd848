import type { X509Certificate } from 'node:crypto'
import { isChainGood, isCurrent, readChain, responderOf } from './certificate-chain.ts'
import { type InstallationResponse, readResponse, writeMessage } from './iso-message.ts'
import type { Secc } from './secc.ts'

/** What a car charges by without a card. */
export type Contract = InstallationResponse

export interface WalletOptions {
  /** The car, as the pool of contracts knows it. */
  readonly pcid: string
  readonly protocol?: 'iso15118-2' | 'iso15118-20'
  readonly contracts?: readonly Contract[]
  /** How many contracts there is room for (ISO 15118-20); default 4. */
  readonly room?: number
  /** Those it wants before all others (ISO 15118-20). */
  readonly prioritized?: readonly string[]
  /** What it shows in the TLS handshake (ISO 15118-20), PEM, without its root. */
  readonly vehicleChain?: string
  /** Roots by which it trusts stations, PEM. */
  readonly v2gRoots: readonly string[]
}

const MONTH_MS = 30 * 86_400_000

/** The contracts of one car, which drives from station to station with them (ISO 15118 Plug & Charge). */
export class ContractWallet {
  readonly pcid: string
  readonly protocol: 'iso15118-2' | 'iso15118-20'
  readonly room: number
  readonly prioritized: readonly string[]
  readonly vehicleChain: readonly X509Certificate[]
  readonly #roots: readonly X509Certificate[]
  #contracts: readonly Contract[]
  /** What it heard when it asked for a contract. */
  heard: 'nothing' | 'installed' | 'failed' = 'nothing'
  /** How many more contracts it was told it may have (ISO 15118-20 RemainingContractCertificateChains). */
  remaining: number | undefined

  constructor(options: WalletOptions) {
    const { pcid, protocol = 'iso15118-2', contracts = [], room = 4, prioritized = [], vehicleChain = '' } = options
    this.pcid = pcid
    this.protocol = protocol
    this.room = room
    this.prioritized = prioritized
    this.vehicleChain = readChain(vehicleChain)
    this.#roots = options.v2gRoots.flatMap(readChain)
    this.#contracts = contracts
  }

  get contracts(): readonly Contract[] {
    return this.#contracts
  }

  /** In the TLS handshake: it trusts a station whose chain is of its roots, with a good response for each that can be asked about. */
  trusts(secc: Secc, nowMs: number): boolean {
    if (!isChainGood(secc.chain, this.#roots, nowMs)) return false
    return secc.chain.every(
      (certificate) => responderOf(certificate) === undefined || secc.staple(certificate, nowMs)?.isGood === true,
    )
  }

  /** It has no contract that holds, or one that soon will not. Undefined: it wants nothing. */
  wish(nowMs: number): 'Install' | 'Update' | undefined {
    const contract = this.best(nowMs)
    if (contract === undefined) return 'Install'
    return endMs(contract) - nowMs < MONTH_MS ? 'Update' : undefined
  }

  /** CertificateInstallationReq or CertificateUpdateReq. */
  ask(action: 'Install' | 'Update', nowMs: number): string {
    const emaid = action === 'Update' ? this.best(nowMs)?.emaid : undefined
    return writeMessage({ pcid: this.pcid, ...(emaid === undefined ? {} : { emaid }) })
  }

  /** CertificateInstallationRes or CertificateUpdateRes; false when it cannot be read. */
  take(message: string, remaining?: number): boolean {
    const contract = readResponse(message)
    if (contract === undefined || readChain(contract.chain).length === 0) {
      this.fail()
      return false
    }
    const others = this.#contracts.filter(({ emaid }) => emaid !== contract.emaid)
    this.#contracts = [...others, contract].slice(-this.room)
    this.remaining = remaining
    this.heard = 'installed'
    return true
  }

  /** The station had nothing for it. */
  fail(): void {
    this.heard = 'failed'
  }

  /** The contract it charges by: the one it wants most of those that have not run out. */
  best(nowMs: number): Contract | undefined {
    const good = this.#contracts.filter(({ chain }) => {
      const [own] = readChain(chain)
      return own !== undefined && isCurrent(own, nowMs)
    })
    const wanted = this.prioritized.flatMap((emaid) => good.find((contract) => contract.emaid === emaid) ?? [])
    return wanted[0] ?? good[0]
  }
}

function endMs({ chain }: Contract): number {
  return Date.parse(readChain(chain)[0]?.validTo ?? '')
}
