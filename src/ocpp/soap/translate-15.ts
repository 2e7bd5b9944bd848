import type { JsonObject } from '#ocpp/rpc'
import type { Direction } from '#ocpp/schemas'
import { readingsFrom15, readingsTo15 } from './readings-of-15.ts'
import { errorCodesTo15, occupied } from './words-of-15.ts'

type Translation = (payload: JsonObject) => JsonObject

/** A payload of 1.5 as 1.6 says it. */
export function from15(action: string, direction: Direction, payload: JsonObject): JsonObject {
  return fromOlder[`${action} ${direction}`]?.(payload) ?? payload
}

/** A payload of 1.6 as 1.5 says it; what 1.5 has no element for is left out when it is written. */
export function to15(action: string, direction: Direction, payload: JsonObject): JsonObject {
  return toOlder[`${action} ${direction}`]?.(payload) ?? payload
}

/** Why 1.5 cannot ask this, where leaving out what it has no words for would ask for something else. */
export function unsayableIn15(action: string, payload: JsonObject): string | undefined {
  return action === 'RemoteStartTransaction' && payload.chargingProfile !== undefined
    ? 'OCPP 1.5 knows no charging profiles'
    : undefined
}

const fromOlder: Readonly<Record<string, Translation>> = {
  'BootNotification response': rename('heartbeatInterval', 'interval'),
  'MeterValues request': ({ values, ...rest }) => ({ ...rest, meterValue: readingsFrom15(values) }),
  'SendLocalList request': rename('localAuthorisationList', 'localAuthorizationList', 'hash'),
  'SendLocalList response': ({ hash: _, status }) => ({ status: status === 'HashError' ? 'Failed' : status }),
  'StatusNotification request': (payload) =>
    payload.errorCode === 'Mode3Error' ? { ...payload, errorCode: 'EVCommunicationError' } : payload,
  'StopTransaction request': ({ transactionData, ...rest }) =>
    transactionData === undefined
      ? rest
      : { ...rest, transactionData: blocks(transactionData).flatMap(readingsFrom15) },
  'UnlockConnector response': (payload) => withStatus(payload, { Accepted: 'Unlocked', Rejected: 'UnlockFailed' }),
}

const toOlder: Readonly<Record<string, Translation>> = {
  // 1.5 has no Pending: such a station is told to ask again.
  'BootNotification response': (payload) =>
    withStatus(rename('interval', 'heartbeatInterval')(payload), { Pending: 'Rejected' }),
  'ChangeConfiguration response': (payload) => withStatus(payload, { RebootRequired: 'Accepted' }),
  'MeterValues request': ({ meterValue, ...rest }) => ({ ...rest, values: readingsTo15(meterValue) }),
  'SendLocalList request': rename('localAuthorizationList', 'localAuthorisationList'),
  'StatusNotification request': ({ status, errorCode, ...rest }) => ({
    ...rest,
    status: occupied.has(status) ? 'Occupied' : status,
    errorCode: typeof errorCode === 'string' ? (errorCodesTo15[errorCode] ?? errorCode) : errorCode,
  }),
  'StopTransaction request': ({ transactionData, ...rest }) =>
    transactionData === undefined ? rest : { ...rest, transactionData: [{ values: readingsTo15(transactionData) }] },
  'UnlockConnector response': (payload) =>
    withStatus(payload, { Unlocked: 'Accepted', UnlockFailed: 'Rejected', NotSupported: 'Rejected' }),
}

/** One field under another name, and without what the other version does not have. */
function rename(from: string, to: string, without?: string): Translation {
  return (payload) =>
    Object.fromEntries(
      Object.entries(payload)
        .filter(([name]) => name !== without)
        .map(([name, value]) => [name === from ? to : name, value]),
    )
}

function withStatus(payload: JsonObject, words: Readonly<Record<string, string>>): JsonObject {
  const { status } = payload
  const word = typeof status === 'string' ? words[status] : undefined
  return word === undefined ? payload : { ...payload, status: word }
}

/** `transactionData` of 1.5 is a list of lists. */
function blocks(transactionData: unknown): readonly unknown[] {
  if (!Array.isArray(transactionData)) return []
  return transactionData.map((block: unknown) =>
    typeof block === 'object' && block !== null && 'values' in block ? block.values : [],
  )
}
