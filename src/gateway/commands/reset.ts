import type { CommandRequests } from '#domain/commands'
import { defined } from '../actions/defined.ts'
import { type CommandFile, say, unsupported } from './command-codec.ts'
import { oneEvse } from './one-evse.ts'
import { readStatus } from './status-answer.ts'

const NO_RESUMING = unsupported('only OCPP 2.1 goes on with transactions after a reset')

const types = { immediately: 'Immediate', 'when-idle': 'OnIdle' } as const
const types21 = { ...types, 'immediately-and-resume': 'ImmediateAndResume' } as const

function write<Type extends string>(type: Type, request: CommandRequests['reset']) {
  return [defined({ type, evseId: oneEvse(request.evseId) })]
}

/** Reset: 1.6 §5.14 · 2.x B11, B12. */
export const reset: CommandFile<'reset'> = {
  'ocpp1.6': say('ocpp1.6', 'Reset', {
    // A soft reset ends transactions first; neither waits for them as OnIdle does, but soft comes nearest (§7.42).
    write: ({ when, evseId }) => {
      if (when === 'immediately-and-resume') return NO_RESUMING
      if (oneEvse(evseId) !== undefined) return unsupported('OCPP 1.6 resets a station as a whole')
      return [{ type: when === 'immediately' ? ('Hard' as const) : ('Soft' as const) }]
    },
    read: readStatus,
  }),
  'ocpp2.0.1': say('ocpp2.0.1', 'Reset', {
    write: (request) => (request.when === 'immediately-and-resume' ? NO_RESUMING : write(types[request.when], request)),
    read: readStatus,
  }),
  'ocpp2.1': say('ocpp2.1', 'Reset', {
    write: (request) => write(types21[request.when], request),
    read: readStatus,
  }),
}
