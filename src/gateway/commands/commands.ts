import type { Command, CommandKind } from '#domain/commands'
import type { OcppVersion } from '#ocpp/rpc'
import { changeAvailability } from './change-availability.ts'
import { clearCache } from './clear-cache.ts'
import type { CommandContext, CommandFile, PlannedCall, Saying, Unsupported } from './command-codec.ts'
import { dataTransfer } from './data-transfer.ts'
import { getReport } from './get-report.ts'
import { getVariables } from './get-variables.ts'
import { reset } from './reset.ts'
import { setVariables } from './set-variables.ts'
import { startTransaction } from './start-transaction.ts'
import { stopTransaction } from './stop-transaction.ts'
import { trigger } from './trigger.ts'
import { unlock } from './unlock.ts'

/** Every command, in every version: one that is missing does not compile. */
const files: { readonly [K in CommandKind]: CommandFile<K> } = {
  'change-availability': changeAvailability,
  'clear-cache': clearCache,
  'data-transfer': dataTransfer,
  'get-report': getReport,
  'get-variables': getVariables,
  reset,
  'set-variables': setVariables,
  'start-transaction': startTransaction,
  'stop-transaction': stopTransaction,
  trigger,
  unlock,
}

/** What a version that builds on another says differently. */
export type Sayings = { readonly [K in CommandKind]?: Saying<K> }

/** The calls a command takes in a version, or why it cannot be said in it. */
export function planCommand<K extends CommandKind>(
  version: OcppVersion,
  { kind, request }: Pick<Command<K>, 'kind' | 'request'>,
  context: CommandContext,
  changed: Sayings = {},
): readonly PlannedCall[] | Unsupported {
  const saying: Saying<K> = changed[kind] ?? files[kind][version]
  return saying(request, context)
}
