import type { RefusalReason, Verdict } from '#domain/authorization'
import type { ContractStanding, ShownContract } from '#domain/certificates'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { readHashData } from './certificate-codec.ts'
import { defined } from './defined.ts'
import { writeIdTokenInfo } from './token-codec.ts'

/** What a request shows of a contract; nothing for a token without certificates. */
export function readContract(request: v201.AuthorizeRequest | v21.AuthorizeRequest): { contract?: ShownContract } {
  const { certificate, iso15118CertificateHashData, idToken } = request
  if (certificate === undefined && iso15118CertificateHashData === undefined) return {}
  const certificates = iso15118CertificateHashData?.map((data) => ({
    hashData: readHashData(data),
    responderUrl: data.responderURL,
  }))
  return { contract: defined({ chain: certificate, certificates, emaid: idToken.idToken }) }
}

/** C07.FR.13 and 14: a contract whose certificates hold and whose token does not is cancelled, unless it is only not for now. */
const cancels = {
  unknown: true,
  invalid: true,
  expired: true,
  blocked: true,
  concurrent: false,
  'no-credit': false,
  'not-here': false,
  'wrong-kind': false,
} as const satisfies Record<RefusalReason, boolean>

type Answer = Pick<v201.AuthorizeResponse & v21.AuthorizeResponse, 'idTokenInfo' | 'certificateStatus'>

/** C07.FR.13 to 17: what is wrong with the certificates is wrong with the token. */
export function writeContract(verdict: Verdict, contract: ContractStanding): Answer {
  switch (contract) {
    case 'expired':
      return { idTokenInfo: { status: 'Expired' }, certificateStatus: 'CertificateExpired' }
    case 'revoked':
      return { idTokenInfo: { status: 'Invalid' }, certificateStatus: 'CertificateRevoked' }
    case 'unverifiable':
      return { idTokenInfo: { status: 'Invalid' }, certificateStatus: 'CertChainError' }
    case 'valid': {
      const cancelled = verdict.status === 'refused' && cancels[verdict.reason]
      const certificateStatus = cancelled ? 'ContractCancelled' : 'Accepted'
      return { idTokenInfo: writeIdTokenInfo(verdict), certificateStatus }
    }
  }
}
