import type { CommandRequests } from '#domain/commands'
import { defined } from '../actions/defined.ts'
import { type CommandContext, type CommandFile, say, unsupported } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

const generation2 = {
  write: (
    { retries, retryIntervalS }: CommandRequests['publish-firmware'],
    { firmware, requestNumber }: CommandContext,
  ) => {
    const { location, checksum } = firmware ?? {}
    if (location === undefined || checksum === undefined) return unsupported('there is no firmware to offer')
    return [{ ...defined({ retries, retryInterval: retryIntervalS }), location, checksum, requestId: requestNumber }]
  },
  read: (answer: Parameters<typeof readStatus>[0], { requestNumber }: CommandContext) => {
    const { details, ...rest } = readStatus(answer)
    return { ...rest, details: { ...details, requestId: requestNumber } }
  },
  triggers: () => ['PublishFirmwareStatusNotification'],
}

/** PublishFirmware, to a local controller: 2.x L03. */
export const publishFirmware: CommandFile<'publish-firmware'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 has no local controllers'),
  'ocpp2.0.1': say('ocpp2.0.1', 'PublishFirmware', generation2),
  'ocpp2.1': say('ocpp2.1', 'PublishFirmware', generation2),
}
