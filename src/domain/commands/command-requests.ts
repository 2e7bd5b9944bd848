import type { BatteryRequests } from './requests/battery-requests.ts'
import type { CertificateRequests } from './requests/certificate-requests.ts'
import type { CustomerRequests } from './requests/customer-requests.ts'
import type { DerRequests } from './requests/der-requests.ts'
import type { DisplayRequests } from './requests/display-requests.ts'
import type { FirmwareRequests } from './requests/firmware-requests.ts'
import type { LocalListRequests } from './requests/local-list-requests.ts'
import type { LogRequests } from './requests/log-requests.ts'
import type { MonitoringRequests } from './requests/monitoring-requests.ts'
import type { OperationRequests } from './requests/operation-requests.ts'
import type { PaymentRequests } from './requests/payment-requests.ts'
import type { ProvisioningRequests } from './requests/provisioning-requests.ts'
import type { ReservationRequests } from './requests/reservation-requests.ts'
import type { SmartChargingRequests } from './requests/smart-charging-requests.ts'
import type { TariffRequests } from './requests/tariff-requests.ts'
import type { TransactionRequests } from './requests/transaction-requests.ts'

/** What may be asked of a station, in the domain's words; each OCPP version says it in its own. A file a topic. */
export type CommandRequests = OperationRequests &
  CertificateRequests &
  CustomerRequests &
  DerRequests &
  DisplayRequests &
  FirmwareRequests &
  LocalListRequests &
  LogRequests &
  MonitoringRequests &
  ProvisioningRequests &
  ReservationRequests &
  SmartChargingRequests &
  TariffRequests &
  BatteryRequests &
  PaymentRequests &
  TransactionRequests

export type CommandKind = keyof CommandRequests
