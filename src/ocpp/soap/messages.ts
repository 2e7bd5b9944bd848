import type { Direction } from '#ocpp/schemas'
import type { Action } from '#ocpp/v16'
import type { Service, SoapVersion } from './soap-version.ts'

/** Operations of the central system's service, the same in 1.5 and 1.6: what stations ask. */
const ofCentralSystem = [
  'Authorize',
  'BootNotification',
  'DataTransfer',
  'DiagnosticsStatusNotification',
  'FirmwareStatusNotification',
  'Heartbeat',
  'MeterValues',
  'StartTransaction',
  'StatusNotification',
  'StopTransaction',
] as const satisfies readonly Action[]

/** Operations of the charge point's service in 1.5: what stations are asked. */
const ofChargePoint15 = [
  'CancelReservation',
  'ChangeAvailability',
  'ChangeConfiguration',
  'ClearCache',
  'DataTransfer',
  'GetConfiguration',
  'GetDiagnostics',
  'GetLocalListVersion',
  'RemoteStartTransaction',
  'RemoteStopTransaction',
  'ReserveNow',
  'Reset',
  'SendLocalList',
  'UnlockConnector',
  'UpdateFirmware',
] as const satisfies readonly Action[]

const ofChargePoint16 = [
  ...ofChargePoint15,
  'ClearChargingProfile',
  'GetCompositeSchedule',
  'SetChargingProfile',
  'TriggerMessage',
] as const satisfies readonly Action[]

const operations: Readonly<Record<SoapVersion, Readonly<Record<Service, readonly Action[]>>>> = {
  'ocpp1.5': { Cs: ofCentralSystem, Cp: ofChargePoint15 },
  // The messages of the security whitepaper are for 1.6J alone.
  'ocpp1.6': { Cs: ofCentralSystem, Cp: ofChargePoint16 },
}

/** Operations whose loss is the loss of energy: a station gives them up after some refusals (1.6 §3.7.1, 1.6-S errata 3.2). */
const TRANSACTION_RELATED: ReadonlySet<string> = new Set(['StartTransaction', 'StopTransaction', 'MeterValues'])

export function isTransactionRelated(action: string): boolean {
  return TRANSACTION_RELATED.has(action)
}

/** The operation of this name; undefined where the service has none in this version. */
export function operationOf(version: SoapVersion, service: Service, name: string): Action | undefined {
  return operations[version][service].find((action) => action === name)
}

export interface BodyName {
  readonly action: string
  readonly direction: Direction
}

/** `heartbeatRequest` is the request of Heartbeat; undefined for what is neither request nor response. */
export function readBodyName(name: string): BodyName | undefined {
  const [, action = '', ending] = /^(\w+?)(Request|Response)$/.exec(name) ?? []
  if (ending === undefined) return undefined
  return { action: upperFirst(action), direction: ending === 'Request' ? 'request' : 'response' }
}

export function bodyNameOf({ action, direction }: BodyName): string {
  const ending = direction === 'request' ? 'Request' : 'Response'
  return `${action.slice(0, 1).toLowerCase()}${action.slice(1)}${ending}`
}

/** `/Heartbeat` and `/HeartbeatResponse` (1.6-S §3.4). */
export function actionHeaderOf({ action, direction }: BodyName): string {
  return `/${action}${direction === 'response' ? 'Response' : ''}`
}

function upperFirst(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}
