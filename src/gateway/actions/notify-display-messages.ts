import type { DisplayPart } from '#domain/display-messages'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { readMessage } from '../commands/display-codec.ts'
import type { Action, StationCall } from './action.ts'

type Request = v201.NotifyDisplayMessagesRequest | v21.NotifyDisplayMessagesRequest

const generation2 = {
  action: 'NotifyDisplayMessages',
  read: ({ requestId, tbc = false, messageInfo = [] }: Request, { station, receivedAt }: StationCall): DisplayPart => ({
    stationId: station.stationId,
    requestId,
    toBeContinued: tbc,
    messages: messageInfo.flatMap((info) => readMessage(info, receivedAt) ?? []),
  }),
  write: () => ({}),
} as const

/** NotifyDisplayMessages: 2.x O03, O04. */
export const notifyDisplayMessages = {
  versions: { 'ocpp2.0.1': generation2, 'ocpp2.1': generation2 },
  keyless: true,
  async handle(part, _, { displayMessages }) {
    await displayMessages.recordPart(part)
  },
} satisfies Action<DisplayPart, void>
