import type { DisplayRequests } from './requests/display-requests.ts'
import type { MonitoringRequests } from './requests/monitoring-requests.ts'
import type { OperationRequests } from './requests/operation-requests.ts'

/** What may be asked of a station, in the domain's words; each OCPP version says it in its own. A file a topic. */
export type CommandRequests = OperationRequests & DisplayRequests & MonitoringRequests

export type CommandKind = keyof CommandRequests
