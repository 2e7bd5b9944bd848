import { type CommandFile, say } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

const codec = { write: () => [{}], read: readStatus }

/** ClearCache: 1.6 §5.4 · 2.x C11. */
export const clearCache: CommandFile<'clear-cache'> = {
  'ocpp1.6': say('ocpp1.6', 'ClearCache', codec),
  'ocpp2.0.1': say('ocpp2.0.1', 'ClearCache', codec),
  'ocpp2.1': say('ocpp2.1', 'ClearCache', codec),
}
