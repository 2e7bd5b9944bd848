import type { FirmwareRequests } from './requests/firmware-requests.ts'
import type { LogRequests } from './requests/log-requests.ts'
import type { OperationRequests } from './requests/operation-requests.ts'

/** What may be asked of a station, in the domain's words; each OCPP version says it in its own. A file a topic. */
export type CommandRequests = OperationRequests & FirmwareRequests & LogRequests

export type CommandKind = keyof CommandRequests
