import type { Command, CommandKind } from '#domain/commands'
import type { OcppVersion } from '#ocpp/rpc'
import { adjustPeriodicEventStream } from './adjust-periodic-event-stream.ts'
import { announceWebPayment } from './announce-web-payment.ts'
import { cancelReservation } from './cancel-reservation.ts'
import { certificateSigned } from './certificate-signed.ts'
import { changeAvailability } from './change-availability.ts'
import { clearCache } from './clear-cache.ts'
import { clearChargingProfile } from './clear-charging-profile.ts'
import { clearDerControls } from './clear-der-controls.ts'
import { clearDisplayMessage } from './clear-display-message.ts'
import { clearTariffs } from './clear-tariffs.ts'
import { clearVariableMonitoring } from './clear-variable-monitoring.ts'
import type { CommandContext, CommandFile, PlannedCall, Saying, Unsupported } from './command-codec.ts'
import { customerInformation } from './customer-information.ts'
import { dataTransfer } from './data-transfer.ts'
import { deleteCertificate } from './delete-certificate.ts'
import { getChargingProfiles } from './get-charging-profiles.ts'
import { getCompositeSchedule } from './get-composite-schedule.ts'
import { getCustomReport } from './get-custom-report.ts'
import { getDerControls } from './get-der-controls.ts'
import { getDisplayMessages } from './get-display-messages.ts'
import { getInstalledCertificates } from './get-installed-certificates.ts'
import { getLocalListVersion } from './get-local-list-version.ts'
import { getLogCommand } from './get-log.ts'
import { getMonitoringReport } from './get-monitoring-report.ts'
import { getPeriodicEventStreams } from './get-periodic-event-streams.ts'
import { getReport } from './get-report.ts'
import { getTariffs } from './get-tariffs.ts'
import { getTransactionStatus } from './get-transaction-status.ts'
import { getVariables } from './get-variables.ts'
import { installCertificate } from './install-certificate.ts'
import { notifyAllowedEnergyTransfer } from './notify-allowed-energy-transfer.ts'
import { publishFirmware } from './publish-firmware.ts'
import { requestBatterySwap } from './request-battery-swap.ts'
import { reserveNow } from './reserve-now.ts'
import { reset } from './reset.ts'
import { sendLocalList } from './send-local-list.ts'
import { setChargingProfile } from './set-charging-profile.ts'
import { changeTransactionTariff, setDefaultTariff } from './set-default-tariff.ts'
import { setDerControl } from './set-der-control.ts'
import { setDisplayMessage } from './set-display-message.ts'
import { setMonitoringBase } from './set-monitoring-basis.ts'
import { setMonitoringLevel } from './set-monitoring-level.ts'
import { setNetworkProfile } from './set-network-profile.ts'
import { setVariableMonitoring } from './set-variable-monitoring.ts'
import { setVariables } from './set-variables.ts'
import { signalFrequencyRestoration } from './signal-frequency-restoration.ts'
import { startTransaction } from './start-transaction.ts'
import { stopTransaction } from './stop-transaction.ts'
import { trigger } from './trigger.ts'
import { unlock } from './unlock.ts'
import { unpublishFirmware } from './unpublish-firmware.ts'
import { updateCost } from './update-cost.ts'
import { updateDynamicSchedule } from './update-dynamic-schedule.ts'
import { updateFirmware } from './update-firmware.ts'
import { usePriorityCharging } from './use-priority-charging.ts'

/** Every command, in every version: one that is missing does not compile. */
const files: { readonly [K in CommandKind]: CommandFile<K> } = {
  'adjust-periodic-event-stream': adjustPeriodicEventStream,
  'announce-web-payment': announceWebPayment,
  'cancel-reservation': cancelReservation,
  'certificate-signed': certificateSigned,
  'change-availability': changeAvailability,
  'change-transaction-tariff': changeTransactionTariff,
  'clear-cache': clearCache,
  'clear-charging-profile': clearChargingProfile,
  'clear-der-controls': clearDerControls,
  'clear-display-message': clearDisplayMessage,
  'clear-variable-monitoring': clearVariableMonitoring,
  'clear-tariffs': clearTariffs,
  'customer-information': customerInformation,
  'data-transfer': dataTransfer,
  'delete-certificate': deleteCertificate,
  'get-charging-profiles': getChargingProfiles,
  'get-composite-schedule': getCompositeSchedule,
  'get-custom-report': getCustomReport,
  'get-der-controls': getDerControls,
  'get-display-messages': getDisplayMessages,
  'get-installed-certificates': getInstalledCertificates,
  'get-local-list-version': getLocalListVersion,
  'get-log': getLogCommand,
  'get-monitoring-report': getMonitoringReport,
  'get-periodic-event-streams': getPeriodicEventStreams,
  'get-report': getReport,
  'get-tariffs': getTariffs,
  'get-transaction-status': getTransactionStatus,
  'get-variables': getVariables,
  'install-certificate': installCertificate,
  'notify-allowed-energy-transfer': notifyAllowedEnergyTransfer,
  'publish-firmware': publishFirmware,
  'request-battery-swap': requestBatterySwap,
  'reserve-now': reserveNow,
  reset,
  'send-local-list': sendLocalList,
  'set-charging-profile': setChargingProfile,
  'set-der-control': setDerControl,
  'set-display-message': setDisplayMessage,
  'set-monitoring-base': setMonitoringBase,
  'set-monitoring-level': setMonitoringLevel,
  'set-default-tariff': setDefaultTariff,
  'set-network-profile': setNetworkProfile,
  'set-variable-monitoring': setVariableMonitoring,
  'set-variables': setVariables,
  'signal-frequency-restoration': signalFrequencyRestoration,
  'start-transaction': startTransaction,
  'stop-transaction': stopTransaction,
  trigger,
  unlock,
  'unpublish-firmware': unpublishFirmware,
  'update-cost': updateCost,
  'update-dynamic-schedule': updateDynamicSchedule,
  'update-firmware': updateFirmware,
  'use-priority-charging': usePriorityCharging,
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

/** Why a version cannot say a kind of command at all, whatever is asked; undefined where it can. */
export function whyLacking(kind: CommandKind, version: OcppVersion): string | undefined {
  const saying = files[kind][version]
  return looksAtNothing(saying) ? saying().unsupported : undefined
}

/** A version that lacks a command looks neither at the request nor at the station: `() => unsupported(…)`. */
function looksAtNothing(saying: (...given: never[]) => unknown): saying is () => Unsupported {
  return saying.length === 0
}
