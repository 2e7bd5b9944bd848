import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { isChainGood, nameAll, readChain, responderOf } from '../../plug-and-charge/certificate-chain.ts'
import type { Contract } from '../../plug-and-charge/contract-wallet.ts'
import type { StationBody } from '../../station/body.ts'
import type { ShownContract, Token } from '../../station/transaction.ts'
import { rootsOf } from './roots.ts'

/** As many certificates as a request may name (2.x AuthorizeRequest). */
const MOST_NAMED = 4

/**
 * The token a car charges by: its contract, with the names of its certificates where the station can judge them (C07.FR.02),
 * or with the certificates where it lacks their root and the CSMS is to judge (C07.FR.06). Undefined: nobody can judge it.
 */
export function contractToken(body: StationBody, { emaid, chain: pem }: Contract): Token | undefined {
  const chain = readChain(pem)
  const roots = rootsOf(body)
  const isKnown = isChainGood(chain, roots, body.nowMs())
  if (!isKnown && !body.settings.centralContractValidation) return undefined
  const certificates = nameAll(chain, roots).flatMap(({ certificate, hashData }) => {
    const responderURL = responderOf(certificate)
    return responderURL === undefined ? [] : [{ ...hashData, responderURL }]
  })
  const contract = isKnown ? { isValid: true, certificates } : { isValid: false, chain: pem }
  return { value: emaid, type: 'eMAID', contract }
}

type Words = Pick<v201.AuthorizeRequest & v21.AuthorizeRequest, 'certificate' | 'iso15118CertificateHashData'>

export function wordContract({ chain, certificates = [] }: ShownContract): Words {
  if (chain !== undefined) return { certificate: chain }
  return certificates.length === 0 ? {} : { iso15118CertificateHashData: certificates.slice(0, MOST_NAMED) }
}
