import type { CommandRequests } from '#domain/commands'
import type { MonitoringBaseEnumType } from '#ocpp/v201'
import { type CommandAnswer, type CommandContext, type CommandFile, say, unsupported } from './command-codec.ts'
import { readStatus } from './status-answer.ts'

type Base = CommandRequests['set-monitoring-base']['base']

const bases = {
  all: 'All',
  'factory-default': 'FactoryDefault',
  'hard-wired-only': 'HardWiredOnly',
} as const satisfies Record<Base, MonitoringBaseEnumType>

const words = { All: 'all', FactoryDefault: 'factory-default', HardWiredOnly: 'hard-wired-only' } as const

const generation2 = {
  write: ({ base }: CommandRequests['set-monitoring-base']) => [{ monitoringBase: bases[base] }],
  read: (
    payload: Parameters<typeof readStatus>[0],
    _: CommandContext,
    { monitoringBase }: { readonly monitoringBase: MonitoringBaseEnumType },
  ): CommandAnswer => {
    const answer = readStatus(payload)
    return answer.accepted ? { ...answer, monitoring: { kind: 'base', base: words[monitoringBase] } } : answer
  },
}

/** SetMonitoringBase: 2.x N03. */
export const setMonitoringBase: CommandFile<'set-monitoring-base'> = {
  'ocpp1.6': () => unsupported('OCPP 1.6 has no monitoring of variables'),
  'ocpp2.0.1': say('ocpp2.0.1', 'SetMonitoringBase', generation2),
  'ocpp2.1': say('ocpp2.1', 'SetMonitoringBase', generation2),
}
