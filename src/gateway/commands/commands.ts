import type { Command, CommandKind } from '#domain/commands'
import type { OcppVersion } from '#ocpp/rpc'
import { announceWebPayment } from './announce-web-payment.ts'
import { cancelReservation } from './cancel-reservation.ts'
import { changeAvailability } from './change-availability.ts'
import { clearCache } from './clear-cache.ts'
import { clearTariffs } from './clear-tariffs.ts'
import type { CommandContext, CommandFile, PlannedCall, Unsupported } from './command-codec.ts'
import { customerInformation } from './customer-information.ts'
import { dataTransfer } from './data-transfer.ts'
import { getCustomReport } from './get-custom-report.ts'
import { getLocalListVersion } from './get-local-list-version.ts'
import { getReport } from './get-report.ts'
import { getTariffs } from './get-tariffs.ts'
import { getTransactionStatus } from './get-transaction-status.ts'
import { getVariables } from './get-variables.ts'
import { requestBatterySwap } from './request-battery-swap.ts'
import { reserveNow } from './reserve-now.ts'
import { reset } from './reset.ts'
import { sendLocalList } from './send-local-list.ts'
import { changeTransactionTariff, setDefaultTariff } from './set-default-tariff.ts'
import { setNetworkProfile } from './set-network-profile.ts'
import { setVariables } from './set-variables.ts'
import { startTransaction } from './start-transaction.ts'
import { stopTransaction } from './stop-transaction.ts'
import { trigger } from './trigger.ts'
import { unlock } from './unlock.ts'
import { updateCost } from './update-cost.ts'

/** Every command, in every version: one that is missing does not compile. */
const files: { readonly [K in CommandKind]: CommandFile<K> } = {
  'announce-web-payment': announceWebPayment,
  'cancel-reservation': cancelReservation,
  'change-availability': changeAvailability,
  'change-transaction-tariff': changeTransactionTariff,
  'clear-cache': clearCache,
  'clear-tariffs': clearTariffs,
  'customer-information': customerInformation,
  'data-transfer': dataTransfer,
  'get-custom-report': getCustomReport,
  'get-local-list-version': getLocalListVersion,
  'get-report': getReport,
  'get-tariffs': getTariffs,
  'get-transaction-status': getTransactionStatus,
  'get-variables': getVariables,
  'request-battery-swap': requestBatterySwap,
  'reserve-now': reserveNow,
  reset,
  'send-local-list': sendLocalList,
  'set-default-tariff': setDefaultTariff,
  'set-network-profile': setNetworkProfile,
  'set-variables': setVariables,
  'start-transaction': startTransaction,
  'stop-transaction': stopTransaction,
  trigger,
  unlock,
  'update-cost': updateCost,
}

/** The calls a command takes in a version, or why it cannot be said in it. */
export function planCommand<K extends CommandKind>(
  version: OcppVersion,
  { kind, request }: Pick<Command<K>, 'kind' | 'request'>,
  context: CommandContext,
): readonly PlannedCall[] | Unsupported {
  return files[kind][version](request, context)
}
