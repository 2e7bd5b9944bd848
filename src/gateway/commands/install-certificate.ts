import { certificateProblem } from '#domain/certificates'
import type { CommandRequests } from '#domain/commands'
import { uses16, uses21, uses201, useWord } from './certificate-uses.ts'
import { type CommandFile, say, type Unsupported, unsupported } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

/** Longest certificate, characters: 1.6 and 2.0.1, and 2.1. */
const SHORT_LIMIT = 5_500
const LONG_LIMIT = 10_000

function write<Word>(
  { use, certificate }: CommandRequests['install-certificate'],
  certificateType: Word | undefined,
  limit: number,
): readonly { certificateType: Word; certificate: string }[] | Unsupported {
  if (certificateType === undefined) return unsupported(`this version has no ${use.replaceAll('-', ' ')}`)
  if (certificate.length > limit) return unsupported(`a certificate has at most ${limit} characters in this version`)
  const problem = certificateProblem(certificate)
  return problem === undefined ? [{ certificateType, certificate }] : unsupported(problem)
}

/** InstallCertificate: security whitepaper M05 for 1.6 · 2.x M05. */
export const installCertificate: CommandFile<'install-certificate'> = {
  'ocpp1.6': say('ocpp1.6', 'InstallCertificate', {
    write: (request) => write(request, useWord(uses16, request.use), SHORT_LIMIT),
    read: readStatus,
  }),
  'ocpp2.0.1': say('ocpp2.0.1', 'InstallCertificate', {
    write: (request) => write(request, useWord(uses201, request.use), SHORT_LIMIT),
    read: readStatus,
  }),
  'ocpp2.1': say('ocpp2.1', 'InstallCertificate', {
    write: (request) => write(request, useWord(uses21, request.use), LONG_LIMIT),
    read: readStatus,
  }),
}
