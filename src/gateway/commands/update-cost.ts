import type { CommandRequests } from '#domain/commands'
import { type CommandAnswer, type CommandContext, type CommandFile, say, unsupported } from './command-codec.ts'

const generation2 = {
  write: ({ totalCost }: CommandRequests['update-cost'], { transactionReference }: CommandContext) =>
    transactionReference === undefined
      ? unsupported('the station has not named this transaction')
      : [{ transactionId: transactionReference, totalCost: Number(totalCost) }],
  read: (): CommandAnswer => ({ status: 'Accepted', accepted: true }),
}

/** CostUpdated: 2.x I02. */
export const updateCost: CommandFile<'update-cost'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 shows no cost'),
  'ocpp2.0.1': say('ocpp2.0.1', 'CostUpdated', generation2),
  'ocpp2.1': say('ocpp2.1', 'CostUpdated', generation2),
}
