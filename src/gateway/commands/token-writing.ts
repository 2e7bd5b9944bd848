import type * as v201 from '#ocpp/v201'
import { wordFor } from '../actions/word.ts'

export const types201: Readonly<Record<string, v201.IdTokenEnumType>> = {
  rfid: 'ISO14443',
  central: 'Central',
  emaid: 'eMAID',
  'key-code': 'KeyCode',
  local: 'Local',
  'mac-address': 'MacAddress',
  'no-authorization': 'NoAuthorization',
}

export const types21: Readonly<Record<string, string>> = {
  ...types201,
  evccid: 'EVCCID',
  'direct-payment': 'DirectPayment',
  vin: 'VIN',
}

/** A token as 2.x names it; what has no kind there comes from the platform. */
export function writeIdToken<Type extends string>(
  value: string,
  kind: string,
  types: Readonly<Record<string, Type>>,
  central: Type,
) {
  return { idToken: value, type: wordFor(types, kind) ?? central }
}

/** A group of tokens, which the platform makes. */
export function writeGroup<Type extends string>(groupId: string | undefined, central: Type) {
  return groupId === undefined ? undefined : { idToken: groupId, type: central }
}
