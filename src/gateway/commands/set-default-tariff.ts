import { type CommandFile, say, unsupported } from './command-codec.ts'
import { statusAnswer } from './status-answer.ts'
import { writeTariff } from './tariff-writing.ts'

const readStatus = statusAnswer(new Set(['Accepted']))
const tooOld = () => unsupported('tariffs came with OCPP 2.1; the running cost can be told with update-cost')

/** SetDefaultTariff: 2.1 I07. */
export const setDefaultTariff: CommandFile<'set-default-tariff'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 knows no tariffs'),
  'ocpp2.0.1': tooOld,
  'ocpp2.1': say('ocpp2.1', 'SetDefaultTariff', {
    write: ({ evseId = 0 }, { tariff }) =>
      tariff === undefined ? unsupported('there is no such tariff') : [{ evseId, tariff: writeTariff(tariff) }],
    read: (answer) => readStatus(answer),
  }),
}

/** ChangeTransactionTariff: 2.1 I11. */
export const changeTransactionTariff: CommandFile<'change-transaction-tariff'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 knows no tariffs'),
  'ocpp2.0.1': tooOld,
  'ocpp2.1': say('ocpp2.1', 'ChangeTransactionTariff', {
    write: (_, { tariff, transactionReference: transactionId }) => {
      if (transactionId === undefined) return unsupported('the station has not named this transaction')
      return tariff === undefined
        ? unsupported('there is no such tariff')
        : [{ transactionId, tariff: writeTariff(tariff) }]
    },
    read: (answer) => readStatus(answer),
  }),
}
