import type { CommandRequests } from '#domain/commands'
import { type CommandContext, type CommandFile, say, unsupported } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

const UNNAMED = unsupported('the station has not named this transaction')

const generation2 = {
  whilePending: false,
  write: (_: CommandRequests['stop-transaction'], { transactionReference }: CommandContext) =>
    transactionReference === undefined ? UNNAMED : [{ transactionId: transactionReference }],
  read: readStatus,
}

/** RemoteStopTransaction: 1.6 §5.12 · RequestStopTransaction: 2.x F03. */
export const stopTransaction: CommandFile<'stop-transaction'> = {
  'ocpp1.6': say('ocpp1.6', 'RemoteStopTransaction', {
    whilePending: false,
    write: (_, { transactionReference }) => {
      const transactionId = Number(transactionReference)
      return Number.isSafeInteger(transactionId) ? [{ transactionId }] : UNNAMED
    },
    read: readStatus,
  }),
  'ocpp2.0.1': say('ocpp2.0.1', 'RequestStopTransaction', generation2),
  'ocpp2.1': say('ocpp2.1', 'RequestStopTransaction', generation2),
}
