import type { Command, CommandKind } from '#domain/commands'
import type { OcppVersion } from '#ocpp/rpc'
import { changeAvailability } from './change-availability.ts'
import { clearCache } from './clear-cache.ts'
import type { CommandContext, CommandFile, PlannedCall, Unsupported } from './command-codec.ts'
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

/** The calls a command takes in a version, or why it cannot be said in it. */
export function planCommand<K extends CommandKind>(
  version: OcppVersion,
  { kind, request }: Pick<Command<K>, 'kind' | 'request'>,
  context: CommandContext,
): readonly PlannedCall[] | Unsupported {
  return files[kind][version](request, context)
}

/** Why a version cannot say a kind of command at all, whatever is asked; undefined where it can. */
export function whyLacking(kind: CommandKind, version: OcppVersion): string | undefined {
  const saying = files[kind][version]
  return looksAtNothing(saying) ? saying().unsupported : undefined
}

/** A version that lacks a command looks neither at the request nor at the station: `() => unsupported(…)`. */
function looksAtNothing(saying: (...given: never[]) => unknown): saying is () => Unsupported {
  return saying.length === 0
}
