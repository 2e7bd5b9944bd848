import { defined } from '../actions/defined.ts'
import { type CommandAnswer, type CommandFile, say, unsupported } from './command-codec.ts'

/** ClearTariffs: 2.1 I10. */
export const clearTariffs: CommandFile<'clear-tariffs'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 knows no tariffs'),
  'ocpp2.0.1': () => unsupported('tariffs came with OCPP 2.1'),
  'ocpp2.1': say('ocpp2.1', 'ClearTariffs', {
    write: ({ tariffIds, evseId }) => [defined({ tariffIds, evseId })],
    read({ clearTariffsResult }): CommandAnswer {
      const failed = clearTariffsResult.find(({ status }) => status !== 'Accepted')
      const tariffs = clearTariffsResult.map(({ tariffId, status }) => defined({ tariffId, status }))
      return { status: failed?.status ?? 'Accepted', accepted: failed === undefined, details: { tariffs } }
    },
  }),
}
