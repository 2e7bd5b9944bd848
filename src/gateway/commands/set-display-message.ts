import type { CommandRequests } from '#domain/commands'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { defined } from '../actions/defined.ts'
import {
  type CommandAnswer,
  type CommandContext,
  type CommandFile,
  say,
  type Unsupported,
  unsupported,
} from './command-codec.ts'
import { priorityWords, readMessage, stateWords, writeWording } from './display-codec.ts'
import { writeComponent } from './monitor-codec.ts'
import { statusAnswer } from './status-answer.ts'

type Request = CommandRequests['set-display-message']

/** MessageContentType in the schemas of 2.0.1; 2.1 takes twice as many. */
const LONGEST_201 = 512

const readStatus = statusAnswer(new Set(['Accepted']))

/** O01.FR.04: a message of no transaction names none. */
function write(request: Request, context: CommandContext): { message: v21.MessageInfoType } | Unsupported {
  const { messageId, priority, state, startsAt, endsAt, component, wordings } = request
  const [message, ...messageExtra] = wordings.map(writeWording)
  if (message === undefined) return unsupported('a message needs a wording')
  return {
    message: defined({
      id: messageId ?? context.requestNumber,
      priority: priorityWords[priority],
      state: state && stateWords[state],
      startDateTime: startsAt,
      endDateTime: endsAt,
      transactionId: context.transactionReference,
      display: component === undefined ? undefined : writeComponent({ ...request, component }),
      message,
      messageExtra: messageExtra.length === 0 ? undefined : messageExtra,
    }),
  }
}

function write201(request: Request, context: CommandContext) {
  const written = write(request, context)
  if ('unsupported' in written) return written
  const { message: content, state, messageExtra, ...rest } = written.message
  if (messageExtra !== undefined) return unsupported('OCPP 2.0.1 has messages in one language only')
  if (content.content.length > LONGEST_201) return unsupported(`OCPP 2.0.1 has ${LONGEST_201} characters at most`)
  if (content.format === 'QRCODE') return unsupported('OCPP 2.0.1 has no QR codes on displays')
  if (state === 'Suspended' || state === 'Discharging') return unsupported(`OCPP 2.0.1 has no state ${state}`)
  const { format } = content
  return [{ message: defined({ ...rest, state, message: { ...content, format } }) }]
}

function read(
  payload: v201.SetDisplayMessageResponse | v21.SetDisplayMessageResponse,
  _: CommandContext,
  { message: sent }: v201.SetDisplayMessageRequest | v21.SetDisplayMessageRequest,
): CommandAnswer {
  const { details, ...answer } = readStatus(payload)
  const message = answer.accepted ? readMessage(sent, new Date(Number.NaN)) : undefined
  return {
    ...answer,
    details: { ...details, messageId: sent.id },
    ...(message === undefined ? {} : { display: { kind: 'set', message } }),
  }
}

/** SetDisplayMessage: 2.x O01, O02, O06. */
export const setDisplayMessage: CommandFile<'set-display-message'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 has no messages on displays'),
  'ocpp2.0.1': say('ocpp2.0.1', 'SetDisplayMessage', { write: write201, read }),
  'ocpp2.1': say('ocpp2.1', 'SetDisplayMessage', {
    write(request: Request, context) {
      const written = write(request, context)
      return 'unsupported' in written ? written : [written]
    },
    read,
  }),
}
