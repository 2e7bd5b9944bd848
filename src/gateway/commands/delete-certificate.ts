import type { CommandRequests } from '#domain/commands'
import { writeHashData } from '../actions/certificate-codec.ts'
import { type CommandContext, type CommandFile, say, unsupported } from './command-codec.ts'
import { statusAnswer } from './status-answer.ts'

const codec = {
  // M04.FR.07: by the hashes the station itself has told, so with an algorithm it knows.
  write: (_: CommandRequests['delete-certificate'], { installedCertificate: named }: CommandContext) => {
    if (named === undefined) return unsupported('the station has not told of such a certificate')
    if (named.algorithm === 'unknown')
      return unsupported('the station names it by a hash algorithm that does not exist')
    return [{ certificateHashData: writeHashData(named, named.algorithm) }]
  },
  read: statusAnswer(new Set(['Accepted'])),
}

/** DeleteCertificate: security whitepaper M04 for 1.6 · 2.x M04. */
export const deleteCertificate: CommandFile<'delete-certificate'> = {
  'ocpp1.6': say('ocpp1.6', 'DeleteCertificate', codec),
  'ocpp2.0.1': say('ocpp2.0.1', 'DeleteCertificate', codec),
  'ocpp2.1': say('ocpp2.1', 'DeleteCertificate', codec),
}
