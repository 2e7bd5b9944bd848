import type { CommandRequests, LogKind } from '#domain/commands'
import type * as v16 from '#ocpp/v16'
import { defined } from '../actions/defined.ts'
import { type CommandAnswer, type CommandContext, type CommandFile, say, unsupported } from './command-codec.ts'
import { statusAnswer } from './status-answer.ts'

type Request = CommandRequests['get-log']

const logTypes = { diagnostics: 'DiagnosticsLog', security: 'SecurityLog' } as const satisfies Partial<
  Record<LogKind, v16.LogEnumType>
>
const logTypes21 = { ...logTypes, 'data-collector': 'DataCollectorLog' } as const satisfies Record<LogKind, string>

const NO_PLACE = unsupported('there is no place to put the log')

const readStatus = statusAnswer(new Set(['Accepted', 'AcceptedCanceled']))

function read(
  answer: Parameters<typeof readStatus>[0] & { readonly filename?: string },
  { requestNumber }: CommandContext,
): CommandAnswer {
  const { details, ...rest } = readStatus(answer)
  return { ...rest, details: { ...details, ...defined({ fileName: answer.filename }), requestId: requestNumber } }
}

function getLog<T>(logType: T, { from, to, retries, retryIntervalS }: Request, context: CommandContext) {
  if (context.logLocation === undefined) return NO_PLACE
  const log = { ...defined({ oldestTimestamp: from, latestTimestamp: to }), remoteLocation: context.logLocation }
  const patience = defined({ retries, retryInterval: retryIntervalS })
  return [{ ...patience, logType, requestId: context.requestNumber, log }]
}

const extended = {
  write: (request: Request, context: CommandContext) =>
    request.log === 'data-collector'
      ? unsupported('only OCPP 2.1 has logs of data collectors')
      : getLog(logTypes[request.log], request, context),
  read,
  triggers: () => ['LogStatusNotification'],
}

const withExtension = say<'ocpp1.6', 'GetLog', 'get-log'>('ocpp1.6', 'GetLog', extended)

const plain = say<'ocpp1.6', 'GetDiagnostics', 'get-log'>('ocpp1.6', 'GetDiagnostics', {
  write: ({ log, from, to, retries, retryIntervalS }, { logLocation }) => {
    if (log !== 'diagnostics') return unsupported('the station is not known to have the security extension')
    if (logLocation === undefined) return NO_PLACE
    const range = defined({ startTime: from, stopTime: to, retries, retryInterval: retryIntervalS })
    return [{ ...range, location: logLocation }]
  },
  // §5.9: without the name of a file there is nothing to upload.
  read: ({ fileName }) =>
    fileName === undefined || fileName === ''
      ? { status: 'Rejected', accepted: false, details: { reasonCode: 'NoDiagnostics' } }
      : { status: 'Accepted', accepted: true, details: { fileName } },
  triggers: () => ['DiagnosticsStatusNotification'],
})

/** GetDiagnostics: 1.6 §5.9 · GetLog: security whitepaper N01 for 1.6 · 2.x N01. */
export const getLogCommand: CommandFile<'get-log'> = {
  'ocpp1.6': (request, context) => (context.hasSecurityExtension ? withExtension : plain)(request, context),
  'ocpp2.0.1': say('ocpp2.0.1', 'GetLog', extended),
  'ocpp2.1': say('ocpp2.1', 'GetLog', {
    ...extended,
    write: (request, context) => getLog(logTypes21[request.log], request, context),
  }),
}
