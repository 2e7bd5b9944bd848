import type { CommandRequests } from '#domain/commands'
import { type CommandAnswer, type CommandContext, type CommandFile, say, unsupported } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

const generation2 = {
  write: ({ severity }: CommandRequests['set-monitoring-level']) => [{ severity }],
  read: (
    payload: Parameters<typeof readStatus>[0],
    _: CommandContext,
    { severity }: { readonly severity: number },
  ): CommandAnswer => {
    const answer = readStatus(payload)
    return answer.accepted ? { ...answer, monitoring: { kind: 'level', severity } } : answer
  },
}

/** SetMonitoringLevel: 2.x N05. */
export const setMonitoringLevel: CommandFile<'set-monitoring-level'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 has no monitoring of variables'),
  'ocpp2.0.1': say('ocpp2.0.1', 'SetMonitoringLevel', generation2),
  'ocpp2.1': say('ocpp2.1', 'SetMonitoringLevel', generation2),
}
