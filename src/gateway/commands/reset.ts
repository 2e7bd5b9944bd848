import type { CommandRequests } from '#domain/commands'
import { type CommandFile, say, unsupported } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

const generation2 = {
  write: ({ when, evseId }: CommandRequests['reset']) => [
    {
      type: when === 'immediately' ? ('Immediate' as const) : ('OnIdle' as const),
      ...(evseId === undefined ? {} : { evseId }),
    },
  ],
  read: readStatus,
}

/** Reset: 1.6 §5.14 · 2.x B11, B12. */
export const reset: CommandFile<'reset'> = {
  'ocpp1.6': say('ocpp1.6', 'Reset', {
    // A soft reset ends transactions first; neither waits for them as OnIdle does, but soft comes nearest (§7.39).
    write: ({ when, evseId }) =>
      evseId === undefined
        ? [{ type: when === 'immediately' ? ('Hard' as const) : ('Soft' as const) }]
        : unsupported('OCPP 1.6 resets a station as a whole'),
    read: readStatus,
  }),
  'ocpp2.0.1': say('ocpp2.0.1', 'Reset', generation2),
  'ocpp2.1': say('ocpp2.1', 'Reset', generation2),
}
