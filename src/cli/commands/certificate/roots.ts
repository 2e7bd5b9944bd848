import type { Command } from 'commander'
import { answer } from '../../answer.ts'
import { type ApiCommandOptions, apiCommand, openApi } from '../../api-command.ts'
import type { Surroundings } from '../../surroundings.ts'

export function addCertificateRoots(certificate: Command, around: Surroundings): void {
  apiCommand(certificate, 'roots', 'Show the roots that stations and others are to trust, as PEM')
    .addHelpText('after', '\nExample:\n  chargewright certificate roots > roots.pem')
    .action(async (options: ApiCommandOptions) => {
      const roots = await openApi(options, around).call('listAuthorityRoots')
      answer(around, options.json, roots, () => roots.items.map((root) => `${root.certificate.trim()}\n`).join(''))
    })
}
