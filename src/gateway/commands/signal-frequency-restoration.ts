import { type CommandFile, say, unsupported } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

const ONLY_2_1 = () => unsupported('frequency restoration came with OCPP 2.1')

/** AFRRSignal: 2.1 Q08. */
export const signalFrequencyRestoration: CommandFile<'signal-frequency-restoration'> = {
  'ocpp1.6': ONLY_2_1,
  'ocpp2.0.1': ONLY_2_1,
  'ocpp2.1': say('ocpp2.1', 'AFRRSignal', {
    write: ({ signal }, { signalledAt }) =>
      signalledAt === undefined ? unsupported('a signal holds from a moment') : [{ timestamp: signalledAt, signal }],
    read: readStatus,
  }),
}
