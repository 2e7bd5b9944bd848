import type { OcppVersion } from '#ocpp/rpc'
import { isAction } from '#ocpp/schemas'
import type { StationAction as StationAction16 } from '#ocpp/v16'
import type { StationAction as StationAction21 } from '#ocpp/v21'
import type { StationAction as StationAction201 } from '#ocpp/v201'
import { authorize } from './authorize.ts'
import { batterySwap } from './battery-swap.ts'
import { bootNotification } from './boot-notification.ts'
import { dataTransfer } from './data-transfer.ts'
import { diagnosticsStatusNotification } from './diagnostics-status-notification.ts'
import { firmwareStatusNotification, signedFirmwareStatusNotification } from './firmware-status-notification.ts'
import { heartbeat } from './heartbeat.ts'
import { logStatusNotification } from './log-status-notification.ts'
import { meterValues } from './meter-values.ts'
import { notifyCustomerInformation } from './notify-customer-information.ts'
import { notifyEvent } from './notify-event.ts'
import { notifyReport } from './notify-report.ts'
import { notifySettlement } from './notify-settlement.ts'
import { reservationStatusUpdate } from './reservation-status-update.ts'
import { type Route, route } from './route.ts'
import { securityEventNotification } from './security-event-notification.ts'
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
  SignCertificate: 'not-supported',
  SignedFirmwareStatusNotification: route('ocpp1.6', signedFirmwareStatusNotification),
  StartTransaction: route('ocpp1.6', startTransaction),
  StatusNotification: route('ocpp1.6', statusNotification),
  StopTransaction: route('ocpp1.6', stopTransaction),
} satisfies Census<StationAction16>

const unsupported201 = {
  ClearedChargingLimit: 'not-supported',
  Get15118EVCertificate: 'not-supported',
  GetCertificateStatus: 'not-supported',
  NotifyChargingLimit: 'not-supported',
  NotifyDisplayMessages: 'not-supported',
  NotifyEVChargingNeeds: 'not-supported',
  NotifyEVChargingSchedule: 'not-supported',
  NotifyMonitoringReport: 'not-supported',
  PublishFirmwareStatusNotification: 'not-supported',
  ReportChargingProfiles: 'not-supported',
  SignCertificate: 'not-supported',
} as const

const routes201 = {
  ...unsupported201,
  Authorize: route('ocpp2.0.1', authorize),
  BootNotification: route('ocpp2.0.1', bootNotification),
  DataTransfer: route('ocpp2.0.1', dataTransfer),
  FirmwareStatusNotification: route('ocpp2.0.1', firmwareStatusNotification),
  Heartbeat: route('ocpp2.0.1', heartbeat),
  LogStatusNotification: route('ocpp2.0.1', logStatusNotification),
  MeterValues: route('ocpp2.0.1', meterValues),
  NotifyCustomerInformation: route('ocpp2.0.1', notifyCustomerInformation),
  NotifyEvent: route('ocpp2.0.1', notifyEvent),
  NotifyReport: route('ocpp2.0.1', notifyReport),
  ReservationStatusUpdate: route('ocpp2.0.1', reservationStatusUpdate),
  SecurityEventNotification: route('ocpp2.0.1', securityEventNotification),
  StatusNotification: route('ocpp2.0.1', statusNotification),
  TransactionEvent: route('ocpp2.0.1', transactionEvent),
} satisfies Census<StationAction201>

const routes21 = {
  ...unsupported201,
  Authorize: route('ocpp2.1', authorize),
  BatterySwap: route('ocpp2.1', batterySwap),
  BootNotification: route('ocpp2.1', bootNotification),
  ClosePeriodicEventStream: 'not-supported',
  DataTransfer: route('ocpp2.1', dataTransfer),
  FirmwareStatusNotification: route('ocpp2.1', firmwareStatusNotification),
  GetCertificateChainStatus: 'not-supported',
  Heartbeat: route('ocpp2.1', heartbeat),
  LogStatusNotification: route('ocpp2.1', logStatusNotification),
  MeterValues: route('ocpp2.1', meterValues),
  NotifyCustomerInformation: route('ocpp2.1', notifyCustomerInformation),
  NotifyDERAlarm: 'not-supported',
  NotifyDERStartStop: 'not-supported',
  NotifyEvent: route('ocpp2.1', notifyEvent),
  NotifyPeriodicEventStream: 'not-supported',
  NotifyPriorityCharging: 'not-supported',
  NotifyReport: route('ocpp2.1', notifyReport),
  NotifySettlement: route('ocpp2.1', notifySettlement),
  OpenPeriodicEventStream: 'not-supported',
  PullDynamicScheduleUpdate: 'not-supported',
  ReportDERControl: 'not-supported',
  ReservationStatusUpdate: route('ocpp2.1', reservationStatusUpdate),
  SecurityEventNotification: route('ocpp2.1', securityEventNotification),
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
