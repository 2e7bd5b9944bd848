import { X509Certificate } from 'node:crypto'
import { AppError, type Clock, type Logger } from '#kernel'
import { hashDataOf, isIssuerNamed, sameHashData } from '../hash-data.ts'
import { createRevocation, type RevocationQuestion } from '../revocation/revocation-service.ts'
import { X509Certificate as Asn1Certificate } from '../x509.ts'
import type { ContractProvider, ContractStanding, ShownContract, VehicleCertificates } from './contract.ts'
import { type ChainLink, contractIdOf, isSameContract, readChain, responderUrls } from './contract-chain.ts'
import { RemainingContracts } from './remaining-contracts.ts'

export interface VehicleOptions {
  readonly clock: Clock
  readonly logger: Logger
  /** Hosts that may be asked about revocation. Default none. */
  readonly responders?: readonly string[]
  /** Roots of contract certificates, PEM. Default none: no chain can be verified. */
  readonly contractAuthorities?: readonly string[]
  /** Default none: no vehicle gets a contract certificate. */
  readonly contractProvider?: ContractProvider
}

/** Certificates of vehicles: asked about, judged, and fetched for them from whoever makes them. */
export function createVehicleCertificates(options: VehicleOptions): VehicleCertificates {
  const { clock, logger, responders = [], contractAuthorities = [], contractProvider } = options
  const authorities = contractAuthorities.map((pem) => new X509Certificate(pem))
  const askRevocation = createRevocation({ clock, logger, responders })
  const remaining = new RemainingContracts(clock)

  /** C07.FR.05: what nobody vouches for is not good. */
  async function judgeRevocation(questions: readonly RevocationQuestion[]): Promise<ContractStanding> {
    const answers = await Promise.all(questions.map(askRevocation))
    const states = answers.map((answer) => (answer.status === 'answered' ? answer.state : 'unknown'))
    if (states.includes('revoked')) return 'revoked'
    return states.length > 0 && states.every((state) => state === 'good') ? 'valid' : 'unverifiable'
  }

  /** About certificates that were not shown: where their issuer is known, nobody else is believed. */
  function told({ certificates = [] }: ShownContract): RevocationQuestion[] {
    return certificates.map(({ hashData, responderUrl }) => {
      const issuer = authorities.find(({ raw }) => isIssuerNamed(new Asn1Certificate(raw), hashData))
      return { hashData, source: 'ocsp', urls: [responderUrl], ...(issuer && { issuer }) }
    })
  }

  async function judgeChain(chain: string, contract: ShownContract): Promise<ContractStanding> {
    const reading = readChain(chain, authorities, new Date(clock.nowMs()))
    if (reading.status !== 'valid') return reading.status
    const [leaf] = reading.links
    if (leaf === undefined || !isSameContract(contractIdOf(leaf.certificate), contract.emaid)) return 'unverifiable'
    return await judgeRevocation(reading.links.map((link) => questionAbout(link, contract)))
  }

  return {
    askRevocation,
    judgeContract(contract) {
      if (contract.chain !== undefined) return judgeChain(contract.chain, contract)
      return judgeRevocation(told(contract))
    },
    async contractCertificate(request) {
      const { maximumContracts } = request
      const next = remaining.next(request)
      if (next !== undefined) return { status: 'found', ...next }
      if (contractProvider === undefined)
        return { status: 'failed', reason: 'no provider of contract certificates is set' }
      try {
        const [exiResponse, ...more] = await contractProvider.contracts(request)
        if (exiResponse === undefined) return { status: 'failed', reason: 'there is no contract for this vehicle' }
        if (maximumContracts === undefined) return { status: 'found', exiResponse }
        const wanted = more.slice(0, Math.max(0, maximumContracts - 1))
        remaining.keep(request, wanted)
        return { status: 'found', exiResponse, remaining: wanted.length }
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        logger.warn('The provider of contract certificates failed', { stationId: request.stationId, code: error.code })
        return { status: 'failed', reason: error.message }
      }
    },
  }
}

/** About a certificate that was shown: asked where it says itself, and where the station was told. */
function questionAbout({ certificate, issuer }: ChainLink, { certificates = [] }: ShownContract): RevocationQuestion {
  const [own, signer] = [new Asn1Certificate(certificate.raw), new Asn1Certificate(issuer.raw)]
  const named = certificates.find(
    ({ hashData }) =>
      hashData.algorithm !== 'unknown' && sameHashData(hashDataOf(own, signer, hashData.algorithm), hashData),
  )
  const hashData = named?.hashData ?? hashDataOf(own, signer)
  const urls = responderUrls(certificate)
  return { hashData, source: 'ocsp', urls: named === undefined ? urls : [named.responderUrl, ...urls], issuer }
}
