import { parseTimestamp } from '#ocpp/schemas'
import type * as v21 from '#ocpp/v21'
import type * as v201 from '#ocpp/v201'
import type { StationBody } from '../station/body.ts'
import type { BootReason, Message, Verdict } from '../station/dialect.ts'
import type { Evse } from '../station/evse.ts'
import type { Token } from '../station/transaction.ts'

/** Each EVSE of a simulated station has one connector. */
export const CONNECTOR_ID = 1

/** A request that is good in 2.0.1 and in 2.1; the compiler holds its payload against both generated types. */
export function call<A extends v201.StationAction>(
  action: A,
  payload: v201.Actions[A]['request'] & v21.Actions[A]['request'],
): Message {
  return { action, payload }
}

/** A request as wide as 2.1 has it: one that only 2.1 knows, or one that tells a CSMS of 2.0.1 what came from it. */
export function call21<A extends v21.StationAction>(action: A, payload: v21.Actions[A]['request']): Message {
  return { action, payload }
}

export function bootNotification({ id, hardware, upkeep }: StationBody, reason: BootReason): Message {
  const { vendor, model } = hardware
  const chargingStation = {
    vendorName: vendor,
    model,
    firmwareVersion: upkeep.firmware.version,
    serialNumber: id.slice(0, 25),
  }
  return call('BootNotification', { chargingStation, reason })
}

/** 2.0.1 §3.18: fewer words than 1.6 has; what a transaction does is told by its own events. */
export function connectorStatus(evse: Evse): v201.ConnectorStatusEnumType {
  if (evse.fault !== undefined) return 'Faulted'
  if (!evse.operative) return 'Unavailable'
  if (evse.connected) return 'Occupied'
  return evse.status === 'Reserved' ? 'Reserved' : 'Available'
}

export function statusNotification(body: StationBody, evse: Evse): Message {
  return call('StatusNotification', {
    timestamp: body.stamp(body.nowMs()),
    connectorStatus: connectorStatus(evse),
    evseId: evse.id,
    connectorId: CONNECTOR_ID,
  })
}

export function writeIdToken({ value, type }: Token): v201.IdTokenType {
  return { idToken: value, type: type === 'DirectPayment' ? 'Central' : type }
}

export function writeIdToken21({ value, type }: Token): v21.IdTokenType {
  return { idToken: value, type }
}

const tokenTypes: readonly Token['type'][] = [
  'Central',
  'DirectPayment',
  'eMAID',
  'ISO14443',
  'ISO15693',
  'KeyCode',
  'Local',
  'MacAddress',
  'NoAuthorization',
]

/** 2.1 lets the type be any text; what this station does not know it takes for a token of the CSMS's own. */
export function readIdToken({ idToken, type }: v21.IdTokenType): Token {
  return { value: idToken, type: tokenTypes.find((known) => known === type) ?? 'Central' }
}

export function readIdTokenInfo(info: v21.IdTokenInfoType): Verdict {
  const languages = [info.language1, info.language2].filter((language) => language !== undefined)
  const expiresMs = info.cacheExpiryDateTime === undefined ? undefined : parseTimestamp(info.cacheExpiryDateTime)
  return {
    accepted: info.status === 'Accepted',
    status: info.status,
    ...(info.groupIdToken === undefined ? {} : { group: info.groupIdToken.idToken }),
    ...(expiresMs === undefined ? {} : { expiresMs }),
    ...(languages.length === 0 ? {} : { languages }),
    ...(info.evseId === undefined || info.evseId.length === 0 ? {} : { evseIds: info.evseId }),
  }
}

/** A02.FR.13 and, in 2.1, A02.FR.24: the number finds the certificate that comes of it. */
export function signCertificate(version: 'ocpp2.0.1' | 'ocpp2.1', csr: string, requestId: number): Message {
  const certificateType = 'ChargingStationCertificate' as const
  if (version === 'ocpp2.0.1') return call('SignCertificate', { csr, certificateType })
  const payload: v21.SignCertificateRequest = { csr, certificateType, requestId }
  return { action: 'SignCertificate', payload }
}
