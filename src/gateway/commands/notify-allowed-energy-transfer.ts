import { transferWords } from '../actions/energy-transfer.ts'
import { type CommandFile, say, unsupported } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

const ONLY_2_1 = () => unsupported('the choice of energy transfers came with OCPP 2.1')

/** NotifyAllowedEnergyTransfer: 2.1 Q02. */
export const notifyAllowedEnergyTransfer: CommandFile<'notify-allowed-energy-transfer'> = {
  'ocpp1.6': ONLY_2_1,
  'ocpp2.0.1': ONLY_2_1,
  'ocpp2.1': say('ocpp2.1', 'NotifyAllowedEnergyTransfer', {
    write: ({ transfers }, { transactionReference: transactionId }) =>
      transactionId === undefined
        ? unsupported('the station has not named this transaction')
        : [{ transactionId, allowedEnergyTransfer: transfers.map((one) => transferWords[one]) }],
    read: readStatus,
  }),
}
