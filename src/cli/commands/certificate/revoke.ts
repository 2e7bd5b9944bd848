import type { Command } from 'commander'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import type { Surroundings } from '../../surroundings.ts'

export function addCertificateRevoke(certificate: Command, around: Surroundings): void {
  apiCommand(certificate, 'revoke <station> <certificate>', 'Let a station in with this certificate no more, for ever')
    .addHelpText(
      'after',
      `
A station that is connected with it is disconnected. The certificate is named by its id: chargewright certificate list CS-1

Example:
  chargewright certificate revoke CS-1 0199…`,
    )
    .action(async (id: string, certificateId: string, options: ApiCommandOptions) => {
      const api = openApi(options, around)
      const revoked = await api.call('revokeStationCertificate', { params: { id, certificateId } })
      answer(around, options.json, revoked, () => `Revoked ${revoked.subject} (${revoked.id}).\n`)
    })
}
