import type { OcppVersion } from '#ocpp/rpc'
import { isAction } from '#ocpp/schemas'
import type { StationAction as StationAction16 } from '#ocpp/v16'
import type { StationAction as StationAction21 } from '#ocpp/v21'
import type { StationAction as StationAction201 } from '#ocpp/v201'
import { authorize } from './authorize.ts'
import { batterySwap } from './battery-swap.ts'
import { bootNotification } from './boot-notification.ts'
import { clearedChargingLimit } from './cleared-charging-limit.ts'
import { closePeriodicEventStream } from './close-periodic-event-stream.ts'
import { dataTransfer } from './data-transfer.ts'
import { diagnosticsStatusNotification } from './diagnostics-status-notification.ts'
import { firmwareStatusNotification, signedFirmwareStatusNotification } from './firmware-status-notification.ts'
import { get15118EvCertificate } from './get-15118-ev-certificate.ts'
import { getCertificateChainStatus } from './get-certificate-chain-status.ts'
import { getCertificateStatus } from './get-certificate-status.ts'
import { heartbeat } from './heartbeat.ts'
import { logStatusNotification } from './log-status-notification.ts'
import { meterValues } from './meter-values.ts'
import { notifyChargingLimit } from './notify-charging-limit.ts'
import { notifyCustomerInformation } from './notify-customer-information.ts'
import { notifyDerAlarm } from './notify-der-alarm.ts'
import { notifyDerStartStop } from './notify-der-start-stop.ts'
import { notifyDisplayMessages } from './notify-display-messages.ts'
import { notifyEvChargingNeeds } from './notify-ev-charging-needs.ts'
import { notifyEvChargingSchedule } from './notify-ev-charging-schedule.ts'
import { notifyEvent } from './notify-event.ts'
import { notifyMonitoringReport } from './notify-monitoring-report.ts'
import { notifyPeriodicEventStream } from './notify-periodic-event-stream.ts'
import { notifyPriorityCharging } from './notify-priority-charging.ts'
import { notifyReport } from './notify-report.ts'
import { notifySettlement } from './notify-settlement.ts'
import { openPeriodicEventStream } from './open-periodic-event-stream.ts'
import { publishFirmwareStatusNotification } from './publish-firmware-status-notification.ts'
import { pullDynamicScheduleUpdate } from './pull-dynamic-schedule-update.ts'
import { reportChargingProfiles } from './report-charging-profiles.ts'
import { reportDerControl } from './report-der-control.ts'
import { reservationStatusUpdate } from './reservation-status-update.ts'
import { type Route, route } from './route.ts'
import { securityEventNotification } from './security-event-notification.ts'
import { signCertificate } from './sign-certificate.ts'
import { startTransaction } from './start-transaction.ts'
import { statusNotification } from './status-notification.ts'
import { stopTransaction } from './stop-transaction.ts'
import { transactionEvent } from './transaction-event.ts'
import { vatNumberValidation } from './vat-number-validation.ts'

/** Everything a station may say in a version, and where it goes: an action that is missing does not compile. */
export type Census<StationAction extends string> = { readonly [A in StationAction]: Route<A> | 'not-supported' }

const routes16 = {
  Authorize: route('ocpp1.6', authorize),
  BootNotification: route('ocpp1.6', bootNotification),
  DataTransfer: route('ocpp1.6', dataTransfer),
  DiagnosticsStatusNotification: route('ocpp1.6', diagnosticsStatusNotification),
  FirmwareStatusNotification: route('ocpp1.6', firmwareStatusNotification),
  Heartbeat: route('ocpp1.6', heartbeat),
  LogStatusNotification: route('ocpp1.6', logStatusNotification),
  MeterValues: route('ocpp1.6', meterValues),
  SecurityEventNotification: route('ocpp1.6', securityEventNotification),
  SignCertificate: route('ocpp1.6', signCertificate),
  SignedFirmwareStatusNotification: route('ocpp1.6', signedFirmwareStatusNotification),
  StartTransaction: route('ocpp1.6', startTransaction),
  StatusNotification: route('ocpp1.6', statusNotification),
  StopTransaction: route('ocpp1.6', stopTransaction),
} satisfies Census<StationAction16>

const routes201 = {
  Authorize: route('ocpp2.0.1', authorize),
  BootNotification: route('ocpp2.0.1', bootNotification),
  ClearedChargingLimit: route('ocpp2.0.1', clearedChargingLimit),
  DataTransfer: route('ocpp2.0.1', dataTransfer),
  FirmwareStatusNotification: route('ocpp2.0.1', firmwareStatusNotification),
  Get15118EVCertificate: route('ocpp2.0.1', get15118EvCertificate),
  GetCertificateStatus: route('ocpp2.0.1', getCertificateStatus),
  Heartbeat: route('ocpp2.0.1', heartbeat),
  LogStatusNotification: route('ocpp2.0.1', logStatusNotification),
  MeterValues: route('ocpp2.0.1', meterValues),
  NotifyChargingLimit: route('ocpp2.0.1', notifyChargingLimit),
  NotifyCustomerInformation: route('ocpp2.0.1', notifyCustomerInformation),
  NotifyDisplayMessages: route('ocpp2.0.1', notifyDisplayMessages),
  NotifyEVChargingNeeds: route('ocpp2.0.1', notifyEvChargingNeeds),
  NotifyEVChargingSchedule: route('ocpp2.0.1', notifyEvChargingSchedule),
  NotifyEvent: route('ocpp2.0.1', notifyEvent),
  NotifyMonitoringReport: route('ocpp2.0.1', notifyMonitoringReport),
  NotifyReport: route('ocpp2.0.1', notifyReport),
  PublishFirmwareStatusNotification: route('ocpp2.0.1', publishFirmwareStatusNotification),
  ReportChargingProfiles: route('ocpp2.0.1', reportChargingProfiles),
  ReservationStatusUpdate: route('ocpp2.0.1', reservationStatusUpdate),
  SecurityEventNotification: route('ocpp2.0.1', securityEventNotification),
  SignCertificate: route('ocpp2.0.1', signCertificate),
  StatusNotification: route('ocpp2.0.1', statusNotification),
  TransactionEvent: route('ocpp2.0.1', transactionEvent),
} satisfies Census<StationAction201>

const routes21 = {
  Authorize: route('ocpp2.1', authorize),
  BatterySwap: route('ocpp2.1', batterySwap),
  BootNotification: route('ocpp2.1', bootNotification),
  ClearedChargingLimit: route('ocpp2.1', clearedChargingLimit),
  ClosePeriodicEventStream: route('ocpp2.1', closePeriodicEventStream),
  DataTransfer: route('ocpp2.1', dataTransfer),
  FirmwareStatusNotification: route('ocpp2.1', firmwareStatusNotification),
  Get15118EVCertificate: route('ocpp2.1', get15118EvCertificate),
  GetCertificateChainStatus: route('ocpp2.1', getCertificateChainStatus),
  GetCertificateStatus: route('ocpp2.1', getCertificateStatus),
  Heartbeat: route('ocpp2.1', heartbeat),
  LogStatusNotification: route('ocpp2.1', logStatusNotification),
  MeterValues: route('ocpp2.1', meterValues),
  NotifyChargingLimit: route('ocpp2.1', notifyChargingLimit),
  NotifyCustomerInformation: route('ocpp2.1', notifyCustomerInformation),
  NotifyDERAlarm: route('ocpp2.1', notifyDerAlarm),
  NotifyDERStartStop: route('ocpp2.1', notifyDerStartStop),
  NotifyDisplayMessages: route('ocpp2.1', notifyDisplayMessages),
  NotifyEVChargingNeeds: route('ocpp2.1', notifyEvChargingNeeds),
  NotifyEVChargingSchedule: route('ocpp2.1', notifyEvChargingSchedule),
  NotifyEvent: route('ocpp2.1', notifyEvent),
  NotifyMonitoringReport: route('ocpp2.1', notifyMonitoringReport),
  NotifyPeriodicEventStream: route('ocpp2.1', notifyPeriodicEventStream),
  NotifyPriorityCharging: route('ocpp2.1', notifyPriorityCharging),
  NotifyReport: route('ocpp2.1', notifyReport),
  NotifySettlement: route('ocpp2.1', notifySettlement),
  OpenPeriodicEventStream: route('ocpp2.1', openPeriodicEventStream),
  PublishFirmwareStatusNotification: route('ocpp2.1', publishFirmwareStatusNotification),
  PullDynamicScheduleUpdate: route('ocpp2.1', pullDynamicScheduleUpdate),
  ReportChargingProfiles: route('ocpp2.1', reportChargingProfiles),
  ReportDERControl: route('ocpp2.1', reportDerControl),
  ReservationStatusUpdate: route('ocpp2.1', reservationStatusUpdate),
  SecurityEventNotification: route('ocpp2.1', securityEventNotification),
  SignCertificate: route('ocpp2.1', signCertificate),
  StatusNotification: route('ocpp2.1', statusNotification),
  TransactionEvent: route('ocpp2.1', transactionEvent),
  VatNumberValidation: route('ocpp2.1', vatNumberValidation),
} satisfies Census<StationAction21>

type Routes = ReadonlyMap<string, Route | 'not-supported'>

const routes: Readonly<Record<OcppVersion, Routes>> = {
  'ocpp1.6': new Map<string, Route | 'not-supported'>(Object.entries(routes16)),
  'ocpp2.0.1': new Map<string, Route | 'not-supported'>(Object.entries(routes201)),
  'ocpp2.1': new Map<string, Route | 'not-supported'>(Object.entries(routes21)),
}

/**
 * Where an action goes. What the version has and we do not serve is `not-supported`, also what only we may ask; what it
 * does not have is `not-implemented` (part 4 §4.3, B-06).
 */
export function routeOf(version: OcppVersion, action: string): Route | 'not-supported' | 'not-implemented' {
  const found = routes[version].get(action)
  if (found !== undefined) return found
  return isAction(version, action) ? 'not-supported' : 'not-implemented'
}
