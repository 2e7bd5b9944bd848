import type { Command, CommandKind } from '#domain/commands'
import type { OcppVersion } from '#ocpp/rpc'
import { adjustPeriodicEventStream } from './adjust-periodic-event-stream.ts'
import { changeAvailability } from './change-availability.ts'
import { clearCache } from './clear-cache.ts'
import { clearDisplayMessage } from './clear-display-message.ts'
import { clearVariableMonitoring } from './clear-variable-monitoring.ts'
import type { CommandContext, CommandFile, PlannedCall, Unsupported } from './command-codec.ts'
import { dataTransfer } from './data-transfer.ts'
import { getDisplayMessages } from './get-display-messages.ts'
import { getMonitoringReport } from './get-monitoring-report.ts'
import { getPeriodicEventStreams } from './get-periodic-event-streams.ts'
import { getReport } from './get-report.ts'
import { getVariables } from './get-variables.ts'
import { reset } from './reset.ts'
import { setDisplayMessage } from './set-display-message.ts'
import { setMonitoringBase } from './set-monitoring-basis.ts'
import { setMonitoringLevel } from './set-monitoring-level.ts'
import { setVariableMonitoring } from './set-variable-monitoring.ts'
import { setVariables } from './set-variables.ts'
import { startTransaction } from './start-transaction.ts'
import { stopTransaction } from './stop-transaction.ts'
import { trigger } from './trigger.ts'
import { unlock } from './unlock.ts'

/** Every command, in every version: one that is missing does not compile. */
const files: { readonly [K in CommandKind]: CommandFile<K> } = {
  'adjust-periodic-event-stream': adjustPeriodicEventStream,
  'change-availability': changeAvailability,
  'clear-cache': clearCache,
  'clear-display-message': clearDisplayMessage,
  'clear-variable-monitoring': clearVariableMonitoring,
  'data-transfer': dataTransfer,
  'get-display-messages': getDisplayMessages,
  'get-monitoring-report': getMonitoringReport,
  'get-periodic-event-streams': getPeriodicEventStreams,
  'get-report': getReport,
  'get-variables': getVariables,
  reset,
  'set-display-message': setDisplayMessage,
  'set-monitoring-base': setMonitoringBase,
  'set-monitoring-level': setMonitoringLevel,
  'set-variable-monitoring': setVariableMonitoring,
  'set-variables': setVariables,
  'start-transaction': startTransaction,
  'stop-transaction': stopTransaction,
  trigger,
  unlock,
}

/** The calls a command takes in a version, or why it cannot be said in it. */
export function planCommand<K extends CommandKind>(
  version: OcppVersion,
  { kind, request }: Pick<Command<K>, 'kind' | 'request'>,
  context: CommandContext,
): readonly PlannedCall[] | Unsupported {
  return files[kind][version](request, context)
}
