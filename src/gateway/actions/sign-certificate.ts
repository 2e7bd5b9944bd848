import type { CertificateUse, NewSigningRequest, SigningRefusal, SigningVerdict } from '#domain/certificates'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { Action, StationCall } from './action.ts'
import { readHashData } from './certificate-codec.ts'
import { defined } from './defined.ts'
import { wordFor } from './word.ts'

const uses: Readonly<Record<string, CertificateUse>> = {
  ChargingStationCertificate: 'station',
  V2GCertificate: 'v2g',
  V2G20Certificate: 'v2g-20',
} satisfies Record<v21.CertificateSigningUseEnumType | v201.CertificateSigningUseEnumType, CertificateUse>

/** Words of 2.1 appendix 5 (reason codes), which 2.0.1 stations read as well. */
const reasonCodes = {
  unreadable: 'InvalidCSR',
  'unsupported-key': 'InvalidCSR',
  'bad-signature': 'InvalidCSR',
  'weak-key': 'InvalidCSR',
  'revoked-key': 'InvalidCSR',
  'weak-signature': 'InvalidCSR',
  'wrong-organization': 'InvalidCSR',
  'wrong-name': 'InvalidCSR',
  'use-not-served': 'UnsupportedParam',
  'unknown-root': 'UnsupportedParam',
  'too-many': 'Unspecified',
} as const satisfies Record<SigningRefusal, string>

const generation2 = {
  action: 'SignCertificate',
  read: (payload: v201.SignCertificateRequest | v21.SignCertificateRequest, { station }: StationCall) => {
    const { stationId, partyId } = station
    const { csr, certificateType } = payload
    return defined({
      ...{ stationId, partyId, csr },
      use: certificateType === undefined ? undefined : wordFor(uses, certificateType),
      requestNumber: 'requestId' in payload ? payload.requestId : undefined,
      root:
        'hashRootCertificate' in payload && payload.hashRootCertificate !== undefined
          ? readHashData(payload.hashRootCertificate)
          : undefined,
    })
  },
  write: (verdict: SigningVerdict) =>
    verdict.status === 'accepted'
      ? { status: 'Accepted' as const }
      : {
          status: 'Rejected' as const,
          statusInfo: { reasonCode: reasonCodes[verdict.reason], additionalInfo: verdict.reason },
        },
} as const

/**
 * SignCertificate: security whitepaper A02 and A03 for 1.6 · 2.x A02, A03. The certificate follows by itself, once the
 * answer is on its way (F-08).
 */
export const signCertificate = {
  versions: {
    'ocpp1.6': {
      action: 'SignCertificate',
      read: ({ csr }, { station: { stationId, partyId } }) => ({ stationId, partyId, csr }),
      write: ({ status }) => ({ status: status === 'accepted' ? 'Accepted' : 'Rejected' }),
    },
    'ocpp2.0.1': generation2,
    'ocpp2.1': generation2,
  },
  handle: (request, _, { certificates }) => certificates.requestSigning(request),
  afterwards(verdict, { receivedAt }, { certificates }) {
    if (verdict.status === 'accepted') void certificates.deliver(verdict.certificateId, receivedAt)
  },
} satisfies Action<NewSigningRequest, SigningVerdict>
