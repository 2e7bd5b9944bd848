import type { CommandRequests, ReportCriterion, ReportTarget } from '#domain/commands'
import type { ComponentCriterionEnumType } from '#ocpp/v201'
import { defined } from '../actions/defined.ts'
import { type CommandAnswer, type CommandContext, type CommandFile, say, unsupported } from './command-codec.ts'
import { messagePieces, TOO_LONG } from './message-pieces.ts'
import { statusAnswer } from './status-answer.ts'

const criteriaWords = {
  active: 'Active',
  available: 'Available',
  enabled: 'Enabled',
  problem: 'Problem',
} as const satisfies Record<ReportCriterion, ComponentCriterionEnumType>

const readStatus = statusAnswer(new Set(['Accepted', 'EmptyResultSet']))
const HIGHEST_NUMBER = 2 ** 31 - 1

function writeTarget({ component, componentInstance, evseId, connectorId, name, instance }: ReportTarget) {
  const evse = evseId === undefined ? undefined : defined({ id: evseId, connectorId })
  return defined({
    component: defined({ name: component, instance: componentInstance, evse }),
    variable: name === undefined ? undefined : defined({ name, instance }),
  })
}

const generation2 = {
  write: (request: CommandRequests['get-custom-report'], context: CommandContext) => {
    const { criteria = [], targets = [] } = request
    if (criteria.length === 0 && targets.length === 0) return unsupported('a full report is asked for by get-report')
    const componentCriteria = criteria.length === 0 ? undefined : criteria.map((each) => criteriaWords[each])
    const groups = targets.length === 0 ? [undefined] : messagePieces(targets.map(writeTarget), context)
    if (groups === undefined) return unsupported(TOO_LONG)
    // Each is a report of its own, so that the parts of one are not taken for those of another.
    const requestId = (at: number) => ((context.requestNumber - 1 + at) % HIGHEST_NUMBER) + 1
    return groups.map((componentVariable, at) =>
      defined({ requestId: requestId(at), componentCriteria, componentVariable }),
    )
  },
  read: (
    answer: Parameters<typeof readStatus>[0],
    _: CommandContext,
    { requestId }: { readonly requestId: number },
  ): CommandAnswer => {
    const { details, ...rest } = readStatus(answer)
    return { ...rest, details: { ...details, requestIds: [requestId] } }
  },
  triggers: () => ['NotifyReport'],
}

/** GetReport: 2.x B08, in as many requests as the station's limits ask for (F-05). */
export const getCustomReport: CommandFile<'get-custom-report'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 has no reports; get-variables without names gets all there is'),
  'ocpp2.0.1': say('ocpp2.0.1', 'GetReport', generation2),
  'ocpp2.1': say('ocpp2.1', 'GetReport', generation2),
}
