import type { Command, CommandKind } from '#domain/commands'
import type { OcppVersion } from '#ocpp/rpc'
import { changeAvailability } from './change-availability.ts'
import { clearCache } from './clear-cache.ts'
import type { CommandContext, CommandFile, PlannedCall, Unsupported } from './command-codec.ts'
import { dataTransfer } from './data-transfer.ts'
import { getLogCommand } from './get-log.ts'
import { getReport } from './get-report.ts'
import { getVariables } from './get-variables.ts'
import { publishFirmware } from './publish-firmware.ts'
import { reset } from './reset.ts'
import { setVariables } from './set-variables.ts'
import { startTransaction } from './start-transaction.ts'
import { stopTransaction } from './stop-transaction.ts'
import { trigger } from './trigger.ts'
import { unlock } from './unlock.ts'
import { unpublishFirmware } from './unpublish-firmware.ts'
import { updateFirmware } from './update-firmware.ts'

/** Every command, in every version: one that is missing does not compile. */
const files: { readonly [K in CommandKind]: CommandFile<K> } = {
  'change-availability': changeAvailability,
  'clear-cache': clearCache,
  'data-transfer': dataTransfer,
  'get-log': getLogCommand,
  'get-report': getReport,
  'get-variables': getVariables,
  'publish-firmware': publishFirmware,
  reset,
  'set-variables': setVariables,
  'start-transaction': startTransaction,
  'stop-transaction': stopTransaction,
  trigger,
  unlock,
  'unpublish-firmware': unpublishFirmware,
  'update-firmware': updateFirmware,
}

/** The calls a command takes in a version, or why it cannot be said in it. */
export function planCommand<K extends CommandKind>(
  version: OcppVersion,
  { kind, request }: Pick<Command<K>, 'kind' | 'request'>,
  context: CommandContext,
): readonly PlannedCall[] | Unsupported {
  return files[kind][version](request, context)
}
