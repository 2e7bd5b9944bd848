import type { CommandRequests } from '#domain/commands'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { defined } from '../actions/defined.ts'
import { type CommandAnswer, type CommandContext, type CommandFile, say, unsupported } from './command-codec.ts'

type Response = v201.GetTransactionStatusResponse | v21.GetTransactionStatusResponse

const generation2 = {
  write: (_: CommandRequests['get-transaction-status'], { transactionReference }: CommandContext) => [
    defined({ transactionId: transactionReference }),
  ],
  /**
   * Shown and nothing more: a transaction that is over at the station, with messages still waiting there, ends here when
   * its end is told (E-10).
   */
  read: ({ ongoingIndicator, messagesInQueue }: Response): CommandAnswer => ({
    status: 'Accepted',
    accepted: true,
    details: defined({ ongoing: ongoingIndicator, messagesInQueue }),
  }),
}

/** GetTransactionStatus: 2.x E14. */
export const getTransactionStatus: CommandFile<'get-transaction-status'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 cannot ask for the status of a transaction'),
  'ocpp2.0.1': say('ocpp2.0.1', 'GetTransactionStatus', generation2),
  'ocpp2.1': say('ocpp2.1', 'GetTransactionStatus', generation2),
}
