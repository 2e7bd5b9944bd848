import type { Command } from 'commander'
import type { Surroundings } from '../../surroundings.ts'
import { type SendOptions, send, sendCommand } from '../command/send/send-command.ts'

export function addCertificateRenew(certificate: Command, around: Surroundings): void {
  sendCommand(certificate, 'renew <station>', 'Have a station ask for a new certificate')
    .addHelpText(
      'after',
      `
The station makes a new key and has it signed; \`certificate list\` shows how that goes. The certificate it has now counts
until it has connected with the new one. Stations of OCPP 1.6 need the security extension for that.

Example:
  chargewright certificate renew CS-1`,
    )
    .action((station: string, options: SendOptions) =>
      send(station, { kind: 'trigger', request: { message: 'sign-certificate' } }, options, around),
    )
}
