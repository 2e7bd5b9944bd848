import type { RevocationAnswer, RevocationQuestion } from '#domain/certificates'
import type { CertificateStatusRequestInfoType, CertificateStatusType } from '#ocpp/v21'
import type { Action } from './action.ts'
import { readHashData } from './certificate-codec.ts'
import { wordFor } from './word.ts'

interface Asked {
  /** As they came, because the answer names them again. */
  readonly requests: readonly CertificateStatusRequestInfoType[]
  readonly questions: readonly RevocationQuestion[]
  readonly at: Date
}

interface Answered extends Asked {
  readonly answers: readonly RevocationAnswer[]
}

const sources = { OCSP: 'ocsp', CRL: 'crl' } as const
const states = { good: 'Good', revoked: 'Revoked', unknown: 'Unknown' } as const

function write({ requests, answers, at }: Answered): { certificateStatus: CertificateStatusType[] } {
  return {
    certificateStatus: requests.map(({ certificateHashData, source }, index) => {
      const answer = answers[index]
      const answered = answer?.status === 'answered' ? answer : undefined
      return {
        certificateHashData,
        source,
        status: answered === undefined ? 'Failed' : states[answered.state],
        // What failed, and what says no time, is to be asked again the next time.
        nextUpdate: (answered?.nextUpdate ?? at).toISOString(),
      }
    }),
  }
}

/** GetCertificateChainStatus: 2.1 M07, one answer for each certificate asked about (M07.FR.08). */
export const getCertificateChainStatus = {
  versions: {
    'ocpp2.1': {
      action: 'GetCertificateChainStatus',
      read: ({ certificateStatusRequests }, { receivedAt }) => ({
        at: receivedAt,
        requests: certificateStatusRequests,
        questions: certificateStatusRequests.map(({ certificateHashData, source, urls }) => ({
          hashData: readHashData(certificateHashData),
          source: wordFor(sources, source) ?? 'ocsp',
          urls,
        })),
      }),
      write,
    },
  },
  handle: async (asked, _, { certificates }) => ({
    ...asked,
    answers: await Promise.all(asked.questions.map((question) => certificates.askRevocation(question))),
  }),
} satisfies Action<Asked, Answered>
