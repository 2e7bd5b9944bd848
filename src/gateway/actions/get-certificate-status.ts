import type { RevocationAnswer, RevocationQuestion } from '#domain/certificates'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { Action } from './action.ts'
import { readHashData } from './certificate-codec.ts'

/** Room for the response, in characters of base64. */
const ROOM_201 = 5_500
const ROOM_21 = 18_000

/** Words of the appendix of reason codes. */
const reasonCodes = {
  'not-allowed': 'InvalidURL',
  'no-answer': 'Unspecified',
  'useless-answer': 'Unspecified',
  busy: 'Unspecified',
} as const satisfies Record<Extract<RevocationAnswer, { status: 'failed' }>['reason'], string>

const read = ({
  ocspRequestData,
}: v201.GetCertificateStatusRequest | v21.GetCertificateStatusRequest): RevocationQuestion => ({
  hashData: readHashData(ocspRequestData),
  source: 'ocsp',
  urls: [ocspRequestData.responderURL],
})

const write = (room: number) => (answer: RevocationAnswer) => {
  if (answer.status === 'failed') {
    const statusInfo = { reasonCode: reasonCodes[answer.reason], additionalInfo: answer.reason }
    return { status: 'Failed' as const, statusInfo }
  }
  // M06.FR.08 and 09: the OCSPResponse as it came, which is DER.
  const ocspResult = answer.response.toString('base64')
  if (ocspResult.length <= room) return { status: 'Accepted' as const, ocspResult }
  return { status: 'Failed' as const, statusInfo: { reasonCode: 'TooLargeElement', additionalInfo: 'too-long' } }
}

/** GetCertificateStatus: 2.x M06. */
export const getCertificateStatus = {
  versions: {
    'ocpp2.0.1': { action: 'GetCertificateStatus', read, write: write(ROOM_201) },
    'ocpp2.1': { action: 'GetCertificateStatus', read, write: write(ROOM_21) },
  },
  handle: (question, _, { certificates }) => certificates.askRevocation(question),
} satisfies Action<RevocationQuestion, RevocationAnswer>
