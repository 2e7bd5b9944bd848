import { certificateProblem } from '#domain/certificates'
import type { CommandRequests } from '#domain/commands'
import { defined } from '../actions/defined.ts'
import { type CommandContext, type CommandFile, say, type Unsupported, unsupported } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

type Request = CommandRequests['certificate-signed']

/** The longest chain any version has room for, characters. */
const LONGEST_CHAIN = 10_000

/** A02.FR.16: a station may have room for less than the specification has. */
function refusal({ chain }: Request, { longestChain = LONGEST_CHAIN }: CommandContext): Unsupported | undefined {
  const limit = Math.min(longestChain, LONGEST_CHAIN)
  if (chain.length > limit) return unsupported(`the chain has ${chain.length} characters, the station takes ${limit}`)
  const problem = certificateProblem(chain)
  return problem === undefined ? undefined : unsupported(problem)
}

const uses = { station: 'ChargingStationCertificate', v2g: 'V2GCertificate' } as const

/** CertificateSigned: security whitepaper A02 and A03 for 1.6 · 2.x A02, A03. */
export const certificateSigned: CommandFile<'certificate-signed'> = {
  'ocpp1.6': say('ocpp1.6', 'CertificateSigned', {
    write: (request, context) => refusal(request, context) ?? [{ certificateChain: request.chain }],
    read: readStatus,
  }),
  'ocpp2.0.1': say('ocpp2.0.1', 'CertificateSigned', {
    write: (request, context) => {
      const { chain, use } = request
      if (use === 'v2g-20') return unsupported('OCPP 2.0.1 has no certificates for ISO 15118-20')
      return (
        refusal(request, context) ?? [
          // A02.FR.14: named as the station named it.
          defined({ certificateChain: chain, certificateType: use === undefined ? undefined : uses[use] }),
        ]
      )
    },
    read: readStatus,
  }),
  'ocpp2.1': say('ocpp2.1', 'CertificateSigned', {
    write: (request, context) => {
      const { chain, use, requestNumber } = request
      const all = { ...uses, 'v2g-20': 'V2G20Certificate' } as const
      const certificateType = use === undefined ? undefined : all[use]
      // A02.FR.25: with the number of the request it answers.
      return (
        refusal(request, context) ?? [defined({ certificateChain: chain, certificateType, requestId: requestNumber })]
      )
    },
    read: readStatus,
  }),
}
