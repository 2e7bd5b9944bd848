import type { Certificates } from '#domain/certificates'
import type { Command } from '#domain/commands'
import type { CommandAnswer } from './command-codec.ts'

/** What a station's answers say about its certificates. */
export async function learnCertificates(
  certificates: Certificates,
  { stationId, kind, request }: Pick<Command, 'stationId' | 'kind' | 'request'>,
  answers: readonly CommandAnswer[],
): Promise<void> {
  for (const { installed } of answers) {
    if (installed !== undefined) await certificates.recordInstalled(stationId, installed.uses, installed.told)
  }
  const [answer] = answers
  if (answer === undefined) return
  if (kind === 'certificate-signed' && 'chain' in request) {
    await certificates.answered(stationId, request.chain, answer.accepted)
  }
  const gone = answer.accepted || answer.status === 'NotFound'
  if (kind === 'delete-certificate' && 'installedId' in request && gone) {
    await certificates.forgetInstalled(stationId, request.installedId)
  }
}
