import type { CommandRequests } from '#domain/commands'
import { defined } from '../actions/defined.ts'
import { type CommandAnswer, type CommandFile, say } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

const codec = {
  write: ({ vendorId, messageId, data }: CommandRequests['data-transfer']) => [defined({ vendorId, messageId, data })],
  read: (answer: Parameters<typeof readStatus>[0] & { readonly data?: unknown }): CommandAnswer => {
    const read = readStatus(answer)
    return answer.data === undefined ? read : { ...read, details: { ...read.details, data: answer.data } }
  },
}

/** DataTransfer to a station: 1.6 §5.6 · 2.x P01. */
export const dataTransfer: CommandFile<'data-transfer'> = {
  'ocpp1.6': say('ocpp1.6', 'DataTransfer', codec),
  'ocpp2.0.1': say('ocpp2.0.1', 'DataTransfer', codec),
  'ocpp2.1': say('ocpp2.1', 'DataTransfer', codec),
}
