import { defined } from '../actions/defined.ts'
import { kindWords } from '../actions/der-control.ts'
import { type CommandFile, say, unsupported } from './command-codec.ts'
import { statusAnswer } from './status-answer.ts'

const ONLY_2_1 = () => unsupported('control of feeding the grid came with OCPP 2.1')

/** ClearDERControl: 2.1 R04. A station that has none like it is as it should be. */
export const clearDerControls: CommandFile<'clear-der-controls'> = {
  'ocpp1.6': ONLY_2_1,
  'ocpp2.0.1': ONLY_2_1,
  'ocpp2.1': say('ocpp2.1', 'ClearDERControl', {
    write: ({ isDefault, kind, controlId }) => [
      defined({ isDefault, controlType: kind && kindWords[kind], controlId }),
    ],
    read: statusAnswer(new Set(['Accepted', 'NotFound'])),
  }),
}
