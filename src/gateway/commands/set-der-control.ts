import { derFaultOf } from '#domain/der-control'
import { kindWords, writeSettings } from '../actions/der-control.ts'
import { type CommandFile, say, unsupported } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

const ONLY_2_1 = () => unsupported('control of feeding the grid came with OCPP 2.1')

/** SetDERControl: 2.1 R04. */
export const setDerControl: CommandFile<'set-der-control'> = {
  'ocpp1.6': ONLY_2_1,
  'ocpp2.0.1': ONLY_2_1,
  'ocpp2.1': say('ocpp2.1', 'SetDERControl', {
    write: ({ controlId, control }) => {
      const fault = derFaultOf(control)
      if (fault !== undefined) return unsupported(fault)
      const { kind, isDefault } = control
      return [{ controlId, isDefault, controlType: kindWords[kind], ...writeSettings(control) }]
    },
    read: (answer) => {
      const { details, ...rest } = readStatus(answer)
      return { ...rest, details: { ...details, superseded: answer.supersededIds ?? [] } }
    },
  }),
}
