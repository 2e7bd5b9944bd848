import type * as v21 from '#ocpp/v21'
import { defined } from '../actions/defined.ts'
import { type CommandAnswer, type CommandFile, say, unsupported } from './command-codec.ts'
import { statusAnswer } from './status-answer.ts'

const readStatus = statusAnswer(new Set(['Accepted']))

function assignment({ tariffId, tariffKind, validFrom, evseIds, idTokens }: v21.TariffAssignmentType) {
  const kind = tariffKind === 'DefaultTariff' ? 'default' : 'driver'
  return defined({ tariffId, kind, validFrom, evseIds, tokens: idTokens })
}

/** GetTariffs: 2.1 I09. */
export const getTariffs: CommandFile<'get-tariffs'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 knows no tariffs'),
  'ocpp2.0.1': () => unsupported('tariffs came with OCPP 2.1'),
  'ocpp2.1': say('ocpp2.1', 'GetTariffs', {
    write: ({ evseId = 0 }) => [{ evseId }],
    read(answer): CommandAnswer {
      const { details, ...rest } = readStatus(answer)
      return { ...rest, details: { ...details, tariffs: (answer.tariffAssignments ?? []).map(assignment) } }
    },
  }),
}
