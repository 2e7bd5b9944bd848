import type { CommandRequests } from '#domain/commands'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { defined } from '../actions/defined.ts'
import { type CommandAnswer, type CommandContext, type CommandFile, say } from './command-codec.ts'
import { readStatus } from './status-answer.ts'
import { types21, types201, writeGroup, writeIdToken } from './token-writing.ts'

type Request = CommandRequests['start-transaction']

/** The token, and its group so that the station lets the group stop it; what has no kind comes from the platform. */
function write<Type extends string>(
  { evseId, token, tokenKind = 'rfid', groupId }: Request,
  { requestNumber }: CommandContext,
  types: Readonly<Record<string, Type>>,
  central: Type,
) {
  return [
    defined({
      evseId,
      idToken: writeIdToken(token, tokenKind, types, central),
      groupIdToken: writeGroup(groupId, central),
      remoteStartId: requestNumber,
    }),
  ]
}

/** `Accepted` is not a start yet; the remoteStartId finds the transaction when it comes (F01). */
function read(
  answer: v201.RequestStartTransactionResponse | v21.RequestStartTransactionResponse,
  { requestNumber }: CommandContext,
): CommandAnswer {
  const { details, ...rest } = readStatus(answer)
  const { transactionId } = answer
  return { ...rest, details: { ...details, remoteStartId: requestNumber, ...defined({ transactionId }) } }
}

/** RemoteStartTransaction: 1.6 §5.11 · RequestStartTransaction: 2.x F01, F02. No charging profile goes along (D-16). */
export const startTransaction: CommandFile<'start-transaction'> = {
  'ocpp1.6': say('ocpp1.6', 'RemoteStartTransaction', {
    whilePending: false,
    write: ({ evseId, token }) => [defined({ connectorId: evseId, idTag: token })],
    read: readStatus,
  }),
  'ocpp2.0.1': say('ocpp2.0.1', 'RequestStartTransaction', {
    whilePending: false,
    write: (request, context) => write(request, context, types201, 'Central'),
    read,
  }),
  'ocpp2.1': say('ocpp2.1', 'RequestStartTransaction', {
    whilePending: false,
    write: (request, context) => write(request, context, types21, 'Central'),
    read,
  }),
}
