import type { CommandRequests } from '#domain/commands'
import type { PreparedProfile } from '#domain/smart-charging'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { defined } from '../actions/defined.ts'
import { writeProfile16, writeProfile21, writeProfile201 } from './charging-profile-codec.ts'
import {
  type CommandAnswer,
  type CommandContext,
  type CommandFile,
  say,
  type Unsupported,
  unsupported,
} from './command-codec.ts'
import { oneEvse } from './one-evse.ts'
import { readStatus } from './status-answer.ts'
import { tellingToken, types21, types201, writeGroup, writeIdToken } from './token-writing.ts'

type Request = CommandRequests['start-transaction']

/** The token, and its group so that the station lets the group stop it; what has no kind comes from the platform. */
function write<Type extends string, Profile extends object>(
  { evseId, token, tokenKind = 'rfid', groupId }: Request,
  { requestNumber, chargingProfile: prepared }: CommandContext,
  types: Readonly<Record<string, Type>>,
  central: Type,
  writeProfile: (prepared: PreparedProfile) => Profile | Unsupported,
) {
  const chargingProfile = prepared && writeProfile(prepared)
  if (chargingProfile !== undefined && 'unsupported' in chargingProfile) return chargingProfile
  return [
    defined({
      evseId: oneEvse(evseId),
      idToken: writeIdToken(token, tokenKind, types, central),
      groupIdToken: writeGroup(groupId, central),
      remoteStartId: requestNumber,
      chargingProfile,
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

const noLimits = unsupported('only OCPP 2.1 knows limits of a transaction')

/**
 * RemoteStartTransaction: 1.6 §5.11 · RequestStartTransaction: 2.x F01, F02. A charging profile that goes
 * along is one of its transaction, without naming it (D-16, 1.6 errata 3.41, F01.FR.08 to 11, K05). Limits are told with the
 * start of the transaction (2.1 F07.FR.01).
 */
export const startTransaction: CommandFile<'start-transaction'> = {
  'ocpp1.6': tellingToken(
    'ocpp1.6',
    say('ocpp1.6', 'RemoteStartTransaction', {
      whilePending: false,
      write: ({ evseId, token, limits }, { chargingProfile: prepared }) => {
        if (limits !== undefined) return noLimits
        const chargingProfile = prepared && writeProfile16(prepared)
        if (chargingProfile !== undefined && 'unsupported' in chargingProfile) return chargingProfile
        return [defined({ connectorId: oneEvse(evseId), idTag: token, chargingProfile })]
      },
      read: readStatus,
    }),
  ),
  'ocpp2.0.1': tellingToken(
    'ocpp2.0.1',
    say('ocpp2.0.1', 'RequestStartTransaction', {
      whilePending: false,
      write: (request, context) =>
        request.limits === undefined ? write(request, context, types201, 'Central', writeProfile201) : noLimits,
      read,
    }),
  ),
  'ocpp2.1': tellingToken(
    'ocpp2.1',
    say('ocpp2.1', 'RequestStartTransaction', {
      whilePending: false,
      write: (request, context) => write(request, context, types21, 'Central', writeProfile21),
      read,
    }),
  ),
}
