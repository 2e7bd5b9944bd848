import type { CommandRequests, MonitoredPlace } from '#domain/commands'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import { defined } from '../actions/defined.ts'
import { type CommandAnswer, type CommandContext, type CommandFile, say, unsupported } from './command-codec.ts'
import { messagePieces, TOO_LONG } from './message-pieces.ts'
import { writeComponent } from './monitor-codec.ts'
import { statusAnswer } from './status-answer.ts'

type Request = CommandRequests['get-monitoring-report']

const criterionWords = {
  threshold: 'ThresholdMonitoring',
  delta: 'DeltaMonitoring',
  periodic: 'PeriodicMonitoring',
} as const satisfies Record<NonNullable<Request['criteria']>[number], v201.MonitoringCriterionEnumType>

const MAX_REQUEST_NUMBER = 2 ** 31 - 1
const readStatus = statusAnswer(new Set(['Accepted', 'EmptyResultSet']))

function writePlace(place: MonitoredPlace) {
  const { name, instance } = place
  const variable = name === undefined ? undefined : defined({ name, instance })
  return defined({ component: writeComponent(place), variable })
}

const generation2 = {
  // As many reports as it takes to name all places (N02.FR.07), each with a number of its own.
  write: ({ criteria = [], places = [] }: Request, context: CommandContext) => {
    const monitoringCriteria = criteria.length === 0 ? undefined : criteria.map((word) => criterionWords[word])
    const pieces = places.length === 0 ? [undefined] : messagePieces(places.map(writePlace), context)
    if (pieces === undefined) return unsupported(TOO_LONG)
    return pieces.map((componentVariable, at) =>
      defined({
        requestId: ((context.requestNumber + at - 1) % MAX_REQUEST_NUMBER) + 1,
        monitoringCriteria,
        componentVariable,
      }),
    )
  },
  read: (
    payload: Parameters<typeof readStatus>[0],
    _: CommandContext,
    {
      requestId,
      monitoringCriteria,
      componentVariable,
    }: v201.GetMonitoringReportRequest | v21.GetMonitoringReportRequest,
  ): CommandAnswer => {
    const { details, ...answer } = readStatus(payload)
    const whole = monitoringCriteria === undefined && componentVariable === undefined
    const empty = answer.status === 'EmptyResultSet'
    return {
      ...answer,
      details: { ...details, requestIds: [requestId] },
      ...(answer.accepted ? { monitoring: { kind: 'report', requestId, whole, empty } } : {}),
    }
  },
  triggers: () => ['NotifyMonitoringReport'],
}

/** GetMonitoringReport: 2.x N02. The report itself comes in NotifyMonitoringReport messages. */
export const getMonitoringReport: CommandFile<'get-monitoring-report'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 has no monitoring of variables'),
  'ocpp2.0.1': say('ocpp2.0.1', 'GetMonitoringReport', generation2),
  'ocpp2.1': say('ocpp2.1', 'GetMonitoringReport', generation2),
}
