import type { CertificateRequests } from './requests/certificate-requests.ts'
import type { DerRequests } from './requests/der-requests.ts'
import type { OperationRequests } from './requests/operation-requests.ts'
import type { SmartChargingRequests } from './requests/smart-charging-requests.ts'

/** What may be asked of a station, in the domain's words; each OCPP version says it in its own. A file a topic. */
export type CommandRequests = OperationRequests & CertificateRequests & SmartChargingRequests & DerRequests

export type CommandKind = keyof CommandRequests
