import type { CommandRequests } from '#domain/commands'
import { type CommandContext, type CommandFile, say, unsupported } from './command-codec.ts'
import { statusAnswer } from './status-answer.ts'

const generation2 = {
  write: (_: CommandRequests['unpublish-firmware'], { firmware }: CommandContext) =>
    firmware?.checksum === undefined
      ? unsupported('the MD5 of the firmware is not known')
      : [{ checksum: firmware.checksum }],
  // L04.FR.03 and 04: a file that is not there, or is being fetched, is not taken away.
  read: statusAnswer(new Set(['Unpublished'])),
}

/** UnpublishFirmware, to a local controller: 2.x L04. */
export const unpublishFirmware: CommandFile<'unpublish-firmware'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 has no local controllers'),
  'ocpp2.0.1': say('ocpp2.0.1', 'UnpublishFirmware', generation2),
  'ocpp2.1': say('ocpp2.1', 'UnpublishFirmware', generation2),
}
