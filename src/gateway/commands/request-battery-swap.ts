import { type CommandAnswer, type CommandFile, say, unsupported } from './command-codec.ts'
import { statusAnswer } from './status-answer.ts'
import { types21, writeIdToken } from './token-writing.ts'

const readStatus = statusAnswer(new Set(['Accepted']))
const tooOld = () => unsupported('swapping batteries came with OCPP 2.1')

/** RequestBatterySwap: 2.1 S02. The token was found good before (S02.FR.03). */
export const requestBatterySwap: CommandFile<'request-battery-swap'> = {
  'ocpp1.6': tooOld,
  'ocpp2.0.1': tooOld,
  'ocpp2.1': say('ocpp2.1', 'RequestBatterySwap', {
    write: ({ token, tokenKind = 'rfid' }, { requestNumber: requestId }) => [
      { requestId, idToken: writeIdToken(token, tokenKind, types21, 'Central') },
    ],
    read(answer, { requestNumber: requestId }): CommandAnswer {
      const { details, ...rest } = readStatus(answer)
      return { ...rest, details: { ...details, requestId } }
    },
  }),
}
