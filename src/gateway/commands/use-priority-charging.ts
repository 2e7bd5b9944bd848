import { type CommandFile, say, unsupported } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

const ONLY_2_1 = () => unsupported('priority charging came with OCPP 2.1')

/** UsePriorityCharging: 2.1 K21. That it takes effect is told by NotifyPriorityCharging. */
export const usePriorityCharging: CommandFile<'use-priority-charging'> = {
  'ocpp1.6': ONLY_2_1,
  'ocpp2.0.1': ONLY_2_1,
  'ocpp2.1': say('ocpp2.1', 'UsePriorityCharging', {
    write: ({ activate }, { transactionReference: transactionId }) =>
      transactionId === undefined
        ? unsupported('the station has not named this transaction')
        : [{ transactionId, activate }],
    read: readStatus,
  }),
}
