import type { CommandRequests } from '#domain/commands'
import type { OcppVersion } from '#ocpp/rpc'
import { defined } from '../actions/defined.ts'
import type { CallWatch } from './call-watch.ts'
import {
  type CommandAnswer,
  type CommandContext,
  type CommandFile,
  type PlannedCall,
  type Saying,
  say,
  unsupported,
} from './command-codec.ts'
import { listCalls } from './send-local-list.ts'
import { statusAnswer } from './status-answer.ts'
import { tellingToken, types21, types201, writeIdToken } from './token-writing.ts'

type Request = CommandRequests['customer-information']

const readStatus = statusAnswer(new Set(['Accepted']))

function write<Type extends string>(
  request: Request,
  { requestNumber }: CommandContext,
  types: Readonly<Record<string, Type>>,
  central: Type,
) {
  const { token, tokenKind = 'rfid', certificate, customerIdentifier, report, clear } = request
  const named = [token, certificate, customerIdentifier].filter((each) => each !== undefined)
  // N09.FR.04, N10.FR.08; more than one is Invalid to the station (N09.FR.09).
  if (named.length !== 1) return unsupported('say who is meant, by a token, a certificate or an identifier')
  if (!report && !clear) return unsupported('ask for a report, for clearing, or for both')
  return [
    defined({
      ...{ requestId: requestNumber, report, clear },
      idToken: token === undefined ? undefined : writeIdToken(token, tokenKind, types, central),
      customerCertificate: certificate,
      customerIdentifier,
    }),
  ]
}

function read(answer: Parameters<typeof readStatus>[0], { requestNumber }: CommandContext): CommandAnswer {
  const { details, ...rest } = readStatus(answer)
  return { ...rest, details: { ...details, requestId: requestNumber } }
}

const triggers = () => ['NotifyCustomerInformation']

/** CustomerInformation: 2.x N09, N10. What the station knows comes in NotifyCustomerInformation messages. */
export const customerInformation: CommandFile<'customer-information'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 does not ask for what a station knows of customers'),
  'ocpp2.0.1': withList(
    'ocpp2.0.1',
    say('ocpp2.0.1', 'CustomerInformation', {
      write: (request, context) => write(request, context, types201, 'Central'),
      ...{ read, triggers },
    }),
  ),
  'ocpp2.1': withList(
    'ocpp2.1',
    say('ocpp2.1', 'CustomerInformation', {
      write: (request, context) => write(request, context, types21, 'Central'),
      ...{ read, triggers },
    }),
  ),
}

/**
 * The station leaves its local list alone, so a token that is to be forgotten is taken off it by us, and stays off: once
 * the station has agreed, and not where it refuses (N10.FR.02).
 */
function withList(version: OcppVersion, saying: Saying<'customer-information'>): Saying<'customer-information'> {
  const telling = tellingToken(version, saying)
  return (request, context) => {
    const calls = telling(request, context)
    const { token } = request
    if ('unsupported' in calls || token === undefined || context.listPlan === undefined) return calls
    const watch: CallWatch = {
      async settled(end, { localLists }, stationId) {
        if (end.outcome === 'answered' && end.answer.accepted) await localLists.exclude(stationId, token)
      },
    }
    const agreed = (call: PlannedCall): PlannedCall => ({
      ...call,
      watch,
      instead: ({ accepted }) => (accepted ? undefined : []),
    })
    return [...calls.map(agreed), ...listCalls(version, context, 'changes')]
  }
}
