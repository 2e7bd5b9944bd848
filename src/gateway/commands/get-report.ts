import type { CommandRequests } from '#domain/commands'
import type { ReportBaseEnumType } from '#ocpp/v201'
import { type CommandContext, type CommandFile, say, unsupported } from './command-codec.ts'
import { statusAnswer } from './status-answer.ts'

const bases = {
  configuration: 'ConfigurationInventory',
  full: 'FullInventory',
  summary: 'SummaryInventory',
} as const satisfies Record<CommandRequests['get-report']['base'], ReportBaseEnumType>

const readStatus = statusAnswer(new Set(['Accepted', 'EmptyResultSet']))

const generation2 = {
  write: ({ base }: CommandRequests['get-report'], { requestNumber }: CommandContext) => [
    { requestId: requestNumber, reportBase: bases[base] },
  ],
  read: (answer: Parameters<typeof readStatus>[0], { requestNumber }: CommandContext) => {
    const { details, ...rest } = readStatus(answer)
    return { ...rest, details: { ...details, requestId: requestNumber } }
  },
  triggers: () => ['NotifyReport'],
}

/** GetBaseReport: 2.x B07. The report itself comes in NotifyReport messages. */
export const getReport: CommandFile<'get-report'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 has no reports; get-variables without names gets all there is'),
  'ocpp2.0.1': say('ocpp2.0.1', 'GetBaseReport', generation2),
  'ocpp2.1': say('ocpp2.1', 'GetBaseReport', generation2),
}
