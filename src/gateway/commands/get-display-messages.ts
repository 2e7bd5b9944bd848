import type { CommandRequests } from '#domain/commands'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { defined } from '../actions/defined.ts'
import { type CommandAnswer, type CommandContext, type CommandFile, say, unsupported } from './command-codec.ts'
import { priorityWords, stateWords } from './display-codec.ts'
import { statusAnswer } from './status-answer.ts'

type Request = CommandRequests['get-display-messages']

// Unknown: it has none of those (O03.FR.06, O04.FR.02).
const readStatus = statusAnswer(new Set(['Accepted', 'Unknown']))

function read(
  payload: v201.GetDisplayMessagesResponse | v21.GetDisplayMessagesResponse,
  _: CommandContext,
  { requestId, id, priority, state }: v201.GetDisplayMessagesRequest | v21.GetDisplayMessagesRequest,
): CommandAnswer {
  const { details, ...answer } = readStatus(payload)
  const criteria = priority !== undefined || state !== undefined
  const report = {
    kind: 'report',
    requestId,
    whole: !criteria && id === undefined,
    empty: answer.status === 'Unknown',
    // One that has another priority or state may well be there.
    ids: criteria ? [] : (id ?? []),
  } as const
  return {
    ...answer,
    details: { ...details, requestId },
    ...(answer.accepted ? { display: report } : {}),
  }
}

function write({ ids = [], priority }: Request, { requestNumber }: CommandContext) {
  return defined({
    requestId: requestNumber,
    id: ids.length === 0 ? undefined : [...new Set(ids)],
    priority: priority && priorityWords[priority],
  })
}

const triggers = () => ['NotifyDisplayMessages']

/** GetDisplayMessages: 2.x O03, O04. The messages themselves come in NotifyDisplayMessages. */
export const getDisplayMessages: CommandFile<'get-display-messages'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 has no messages on displays'),
  'ocpp2.0.1': say('ocpp2.0.1', 'GetDisplayMessages', {
    write(request: Request, context) {
      const state = request.state && stateWords[request.state]
      if (state === 'Suspended' || state === 'Discharging') return unsupported(`OCPP 2.0.1 has no state ${state}`)
      return [defined({ ...write(request, context), state })]
    },
    read,
    triggers,
  }),
  'ocpp2.1': say('ocpp2.1', 'GetDisplayMessages', {
    write: (request: Request, context) => [
      defined({ ...write(request, context), state: request.state && stateWords[request.state] }),
    ],
    read,
    triggers,
  }),
}
